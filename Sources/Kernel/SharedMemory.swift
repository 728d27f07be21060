import CLinux
import Glibc

/// Memory that several processes share: a sealed memory file, mapped (memfd_create(2)).
public final class SharedMemory {
    private let descriptor: FileDescriptor
    private let base: UnsafeMutableRawPointer
    /// Its size in bytes; it never changes.
    public let size: Int

    /// New memory of zeroes.
    public convenience init(name: String, size: Int) throws(SystemError) {
        let raw = try check("memfd_create", for: name) { cl_sealed_memory(name, size) }
        try self.init(mapping: raw)
    }

    /// Maps memory that somebody else made; takes over the descriptor.
    public init(mapping raw: Int32) throws(SystemError) {
        let descriptor = FileDescriptor(owning: raw)
        var facts = stat()
        try check("fstat", for: "shared memory") { fstat(descriptor.raw, &facts) }
        size = Int(facts.st_size)
        guard let address = mmap(nil, size, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor.raw, 0),
            address != MAP_FAILED
        else { throw SystemError(call: "mmap", code: errno, purpose: "shared memory") }
        base = address
        self.descriptor = descriptor
    }

    deinit {
        munmap(base, size)
    }

    /// The descriptor, to hand on.
    public var raw: Int32 { descriptor.raw }

    /// A 64-bit word at a byte offset (a multiple of 8). Words are written whole by their one writer.
    public subscript(word offset: Int) -> UInt64 {
        get {
            precondition(offset >= 0 && offset % 8 == 0 && offset <= size - 8)
            return base.load(fromByteOffset: offset, as: UInt64.self)
        }
        set {
            precondition(offset >= 0 && offset % 8 == 0 && offset <= size - 8)
            base.storeBytes(of: newValue, toByteOffset: offset, as: UInt64.self)
        }
    }
}

/// What a memory file holds that came with a message.
public func readMemoryFile(_ raw: Int32) throws(SystemError) -> [UInt8] {
    var facts = stat()
    try check("fstat", for: "a memory file") { fstat(raw, &facts) }
    var bytes = [UInt8](repeating: 0, count: Int(facts.st_size))
    var count = 0
    while count < bytes.count {
        let offset = off_t(count)
        let more = try check("pread", for: "a memory file") {
            bytes[count...].withUnsafeMutableBytes { pread(raw, $0.baseAddress, $0.count, offset) }
        }
        if more == 0 { break }
        count += more
    }
    return Array(bytes.prefix(count))
}

/// A memory file holding bytes, to attach to a message; offsets start at 0.
public func memoryFile(_ name: String, holding bytes: [UInt8]) throws(SystemError) -> SharedDescriptor {
    let raw = try check("memfd_create", for: name) { cl_sealed_memory(name, bytes.count) }
    let file = SharedDescriptor(owning: raw)
    var written = 0
    while written < bytes.count {
        let offset = off_t(written)
        written += try check("pwrite", for: name) {
            bytes[written...].withUnsafeBytes { pwrite(raw, $0.baseAddress, $0.count, offset) }
        }
    }
    return file
}
