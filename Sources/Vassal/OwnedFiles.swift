import Kernel
import Protocol

extension OwnFile {
    /// How the emperor is told of it.
    var owned: OwnedPath { OwnedPath(path: path, inode: inode) }
}
