/// A file that this process made, known by its inode, so that a file of somebody else's is never removed.
public struct OwnFile: Equatable, Sendable {
    /// Where it was made.
    public let path: String
    /// What had this name then.
    public let inode: UInt64

    /// A path and what stands there.
    public init(path: String, inode: UInt64) {
        self.path = path
        self.inode = inode
    }

    /// Removes it, unless something else stands there by now.
    public func remove() throws(SystemError) {
        guard let facts = try FileFacts(path: path, followLinks: false), facts.inode == inode else { return }
        try unlink(path)
    }
}
