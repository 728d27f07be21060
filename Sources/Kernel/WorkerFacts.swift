import CLinux
import Glibc

/// The local date as ctime(3) shows it, without its line feed: "Sun Nov 22 17:14:43 2026".
public func localDate(_ seconds: Int64) -> [UInt8] {
    var time = time_t(seconds)
    var parts = tm()
    localtime_r(&time, &parts)
    var room = [UInt8](repeating: 0, count: 32)
    let count = room.withUnsafeMutableBytes { buffer in
        buffer.withMemoryRebound(to: CChar.self) { asctime_r(&parts, $0.baseAddress) == nil ? 0 : 24 }
    }
    return Array(room.prefix(count))
}

/// What a process occupies, in bytes (proc(5), /proc/self/statm).
public struct MemoryUse: Hashable, Sendable {
    /// Address space.
    public let addressSpace: UInt64
    /// Resident memory.
    public let resident: UInt64

    /// So many bytes of each.
    public init(addressSpace: UInt64, resident: UInt64) {
        self.addressSpace = addressSpace
        self.resident = resident
    }

    /// Of this process, now; zeroes where /proc is not there.
    public init() {
        self = MemoryUse(in: "/proc/self/statm") ?? MemoryUse(addressSpace: 0, resident: 0)
    }

    /// Of a process, now; nil when it has gone.
    public init?(of pid: Int32) {
        self.init(in: "/proc/\(pid)/statm")
    }

    private init?(in path: String) {
        guard let text = try? readFile(path, limit: 256) else { return nil }
        let pages = text.split(separator: UInt8(ascii: " ")).prefix(2).compactMap { field in
            UInt64(String(decoding: field, as: UTF8.self))
        }
        guard pages.count == 2 else { return nil }
        let size = UInt64(sysconf(Int32(_SC_PAGESIZE)))
        self.init(addressSpace: pages[0] &* size, resident: pages[1] &* size)
    }
}

/// Has standard output and standard error, where nobody reads them any more, lead to nowhere: what an app prints must not
/// become an error in it.
public func silenceLostOutput() {
    guard let nowhere = try? openFile("/dev/null", .append(mode: 0)) else { return }
    for stream: Int32 in [1, 2] where readerIsGone(stream) {
        dup2(nowhere.raw, stream)
    }
}
