import Kernel

/// Which file a site's configuration is, and its content: what is remembered to see the next change by.
struct FileStamp: Codable, Hashable {
    /// Device and inode.
    var identity: String
    /// Nanoseconds since 1970.
    var modified: Int64
    /// Fingerprint of the content: the version that people and masters see.
    var revision: String

    init(identity: String, modified: Int64, revision: String) {
        self.identity = identity
        self.modified = modified
        self.revision = revision
    }

    init(_ facts: FileFacts, content: [UInt8]) {
        self.init(
            identity: "\(facts.device):\(facts.inode)", modified: facts.modified, revision: fingerprint(content))
    }

    /// What happened to a site's file between two looks at it.
    enum Change: Equatable {
        case none, edited, touched
    }

    /// Other bytes are an edit. The same bytes in the same file with a newer date are a `touch`, because people rely on
    /// it; the same bytes in another file are nothing.
    func change(since earlier: FileStamp) -> Change {
        if revision != earlier.revision { return .edited }
        return identity == earlier.identity && modified > earlier.modified ? .touched : .none
    }
}
