import CLinux
import Glibc

/// A file without a name, for bytes that are too many for memory; it is gone with its last descriptor.
public struct TemporaryFile {
    private let descriptor: SharedDescriptor
    private let directory: String

    /// Makes one in a directory and takes its name away (mkostemp(3), unlink(2)).
    public init(in directory: String) throws(SystemError) {
        var path = Array("\(directory)/emperor-XXXXXX\0".utf8CString)
        let raw = try check("mkostemp", for: "a temporary file in \(directory)") { cl_temporary(&path) }
        descriptor = SharedDescriptor(owning: raw)
        self.directory = directory
        try check("unlink", for: "a temporary file in \(directory)") { unlink(&path) }
    }

    /// Writes all of the bytes at an offset (pwrite(2)).
    public func write(_ bytes: Span<UInt8>, at offset: Int) throws(SystemError) {
        var written = 0
        while written < bytes.count {
            let rest = bytes.extracting(written..<bytes.count)
            written += try check("pwrite", for: "a temporary file in \(directory)") {
                rest.withUnsafeBytes { pwrite(descriptor.raw, $0.baseAddress, $0.count, off_t(offset + written)) }
            }
        }
    }

    /// Reads at most so many bytes at an offset (pread(2)); fewer at the end.
    public func read(at offset: Int, atMost limit: Int) throws(SystemError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: limit)
        let count = try check("pread", for: "a temporary file in \(directory)") {
            pread(descriptor.raw, &bytes, limit, off_t(offset))
        }
        bytes.removeLast(limit - count)
        return bytes
    }
}
