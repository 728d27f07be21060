import Kernel
import Protocol

/// A file that this site made, known by its inode, so that a file of somebody else's is never removed.
struct OwnFile: Equatable {
    let path: String
    let inode: UInt64

    /// Removes it, unless something else stands there by now.
    func remove() throws(SystemError) {
        guard let facts = try FileFacts(path: path, followLinks: false), facts.inode == inode else { return }
        try unlink(path)
    }

    /// How the emperor is told of it.
    var owned: OwnedPath { OwnedPath(path: path, inode: inode) }
}
