import CLinux
import Glibc

/// A named pipe that anybody who may can write to, and that we read (fifo(7)). It is open for writing here as well, so that
/// it never ends when the last writer goes.
public final class NamedPipe: DescriptorOwner {
    /// Where it is.
    public let path: String
    /// Which file it is.
    public let facts: FileFacts
    private let descriptor: FileDescriptor

    /// Makes it. A pipe that nobody reads is replaced; one that is read (EADDRINUSE), and anything else that is there
    /// (EEXIST), is left alone.
    public init(making path: String, mode: UInt32) throws(SystemError) {
        try Self.removeUnread(path)
        try check("mkfifo", for: path) { mkfifo(path, mode) }
        descriptor = FileDescriptor(
            owning: try check("open", for: path) { cl_open(path, O_RDWR | O_NONBLOCK | O_NOFOLLOW | O_NOCTTY, 0) })
        try changeMode(descriptor: descriptor.raw, mode)
        facts = try FileFacts(descriptor: descriptor.raw)
        self.path = path
    }

    /// The descriptor to wait on and to read.
    public var raw: Int32 { descriptor.raw }

    /// Whether its path still leads to it.
    public var isInPlace: Bool {
        guard let there = try? FileFacts(path: path, followLinks: false) else { return false }
        return there.inode == facts.inode && there.device == facts.device
    }

    private static func removeUnread(_ path: String) throws(SystemError) {
        var raw = stat()
        guard lstat(path, &raw) == 0, raw.st_mode & S_IFMT == S_IFIFO else { return }
        do {
            _ = FileDescriptor(
                owning: try check("open", for: path) { cl_open(path, O_WRONLY | O_NONBLOCK | O_NOFOLLOW, 0) })
        } catch {
            guard error.code == ENXIO else { throw error }
            return try unlink(path)
        }
        throw SystemError(call: "mkfifo", code: EADDRINUSE, purpose: "\(path): another process reads it")
    }
}
