import CLinux
import Glibc

/// An open descriptor with one owner: it is closed when the owner lets go, and cannot be closed twice.
public struct FileDescriptor: ~Copyable {
    /// The number, for calls that borrow it.
    public let raw: Int32

    /// Takes over a descriptor that nobody else will close.
    public init(owning raw: Int32) {
        self.raw = raw
    }

    deinit {
        close(raw)
    }

    /// Gives the number away; the new owner closes it.
    public consuming func release() -> Int32 {
        let number = raw
        discard self
        return number
    }

    /// A second descriptor of the same open file, close-on-exec (fcntl(2) F_DUPFD_CLOEXEC).
    public borrowing func duplicate() throws(SystemError) -> FileDescriptor {
        FileDescriptor(owning: try Kernel.duplicate(raw))
    }
}

/// Duplicates a borrowed descriptor, close-on-exec.
public func duplicate(_ raw: Int32) throws(SystemError) -> Int32 {
    try check("fcntl", for: "duplicating a descriptor") { cl_fcntl(raw, F_DUPFD_CLOEXEC, 3) }
}

/// Whoever keeps a descriptor open for as long as it lives.
public protocol DescriptorOwner: AnyObject {
    /// The number, for calls that borrow it.
    var raw: Int32 { get }
}

/// A descriptor in shared hands, for collections, which cannot hold `FileDescriptor` itself.
public final class SharedDescriptor: DescriptorOwner {
    private let descriptor: FileDescriptor

    /// Takes over a descriptor that nobody else will close.
    public init(owning raw: Int32) {
        descriptor = FileDescriptor(owning: raw)
    }

    /// The number, for calls that borrow it.
    public var raw: Int32 { descriptor.raw }
}

/// Marks a descriptor that an exec handed to us close-on-exec again, so that it goes no further (fcntl(2) FD_CLOEXEC).
public func closeOnExec(_ raw: Int32) throws(SystemError) {
    try check("fcntl", for: "descriptor \(raw)") { cl_fcntl(raw, F_SETFD, Int(FD_CLOEXEC)) }
}

/// Sets or clears O_NONBLOCK.
public func setNonBlocking(_ raw: Int32, _ on: Bool = true) throws(SystemError) {
    let flags = try check("fcntl", for: "descriptor \(raw)") { cl_fcntl(raw, F_GETFL, 0) }
    let wanted = on ? flags | O_NONBLOCK : flags & ~O_NONBLOCK
    try check("fcntl", for: "descriptor \(raw)") { cl_fcntl(raw, F_SETFL, Int(wanted)) }
}

/// A pipe, both ends close-on-exec (pipe2(2)).
public func makePipe() throws(SystemError) -> (read: SharedDescriptor, write: SharedDescriptor) {
    var ends: [Int32] = [-1, -1]
    try check("pipe2") { cl_pipe(&ends) }
    return (SharedDescriptor(owning: ends[0]), SharedDescriptor(owning: ends[1]))
}

/// Reads what is there, at most `limit` bytes. Empty means end of file.
public func read(_ raw: Int32, atMost limit: Int) throws(SystemError) -> Attempt<[UInt8]> {
    var bytes = [UInt8](repeating: 0, count: limit)
    switch try attempt("read", { Glibc.read(raw, &bytes, limit) }) {
    case .notYet: return .notYet
    case .done(let count):
        bytes.removeLast(limit - count)
        return .done(bytes)
    }
}

/// Writes from the front of `bytes`; returns how many went out. A vanished reader is an error (EPIPE), never a signal
/// for callers that ignore SIGPIPE.
public func write(_ raw: Int32, _ bytes: ArraySlice<UInt8>) throws(SystemError) -> Attempt<Int> {
    try attempt("write") { bytes.withUnsafeBytes { Glibc.write(raw, $0.baseAddress, $0.count) } }
}
