import Foundation
import Kernel

/// A directory of a test's own, removed with everything in it.
final class Scratch {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "/k-" + UUID().uuidString.prefix(8)
        try makeDirectory(path, mode: 0o700)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    /// The path of a name in it.
    func callAsFunction(_ name: String) -> String { path + "/" + name }
}

/// Everything there is to read; fails the test's reading when there is nothing yet.
func readNow(_ raw: Int32) throws -> [UInt8]? {
    guard case .done(let bytes) = try read(raw, atMost: 4096) else { return nil }
    return bytes
}

/// How many descriptors of this process are open on what `raw` is open on.
func openCount(like raw: Int32) throws -> Int {
    let wanted = try FileFacts(descriptor: raw)
    return try listDirectory("/proc/self/fd").count { name in
        guard let facts = try? FileFacts(path: "/proc/self/fd/" + name) else { return false }
        return facts.inode == wanted.inode && facts.device == wanted.device
    }
}
