import Kernel
import Wire

/// A file to be sent, open.
struct StaticFile {
    let descriptor: SharedDescriptor
    let facts: FileFacts
    /// The name that its content type comes from: as it was asked for, below its root.
    let name: [UInt8]
    /// What was done to the bytes: `br` or `gzip`.
    private(set) var coding: String?

    /// A regular file of a root; nil when there is none.
    init?(_ root: ServedRoot, _ name: [UInt8]) {
        guard let descriptor = root.open(name), let facts = try? FileFacts(descriptor: descriptor.raw) else {
            return nil
        }
        self.init(descriptor, facts, name)
    }

    /// What was opened, if it is a regular file.
    init?(_ descriptor: SharedDescriptor, _ facts: FileFacts, _ name: [UInt8]) {
        if facts.kind != .regular { return nil }
        self.descriptor = descriptor
        self.facts = facts
        self.name = name
    }

    /// Size in bytes.
    var size: Int { Int(clamping: facts.size) }

    /// Where it lies, without links.
    var path: [UInt8] { Kernel.path(of: descriptor.raw) ?? name }

    /// The compressed file beside it, under its own name.
    func compressed(_ coding: String, _ ending: String, in root: ServedRoot) -> StaticFile? {
        guard let found = StaticFile(root, name + Array(ending.utf8)),
            var file = StaticFile(found.descriptor, found.facts, name)
        else { return nil }
        file.coding = coding
        return file
    }

    /// Seconds since 1970 of its last change.
    var modified: Int64 { facts.modified / 1_000_000_000 }

    /// Last-Modified.
    var date: [UInt8] {
        var date: [UInt8] = []
        HTTPDate.append(modified, to: &date)
        return date
    }

    /// ETag: another one when the file is another one, as far as the disk's clock can tell.
    var tag: [UInt8] {
        let time = String(UInt64(bitPattern: facts.modified), radix: 16)
        return Array("\"\(time)-\(String(size, radix: 16))\(coding.map { "-" + $0 } ?? "")\"".utf8)
    }
}
