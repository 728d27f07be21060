import Kernel

/// Which file a site's configuration is, and its content: what is remembered to see the next change by.
struct FileStamp: Codable, Hashable {
    /// Device and inode.
    var identity: String
    /// Nanoseconds since 1970.
    var modified: Int64
    /// Fingerprint of the content: the version that people and masters see.
    var revision: String
    /// Inode and date are a link's own, and what it leads to may change unnoticed; absent: they are the file's.
    var ofLink: Bool?
    /// Whether it belongs to root, and nobody else may write it.
    var isRoots: Bool?

    init(identity: String, modified: Int64, revision: String, ofLink: Bool = false) {
        self.identity = identity
        self.modified = modified
        self.revision = revision
        self.ofLink = ofLink ? true : nil
    }

    init(_ facts: FileFacts, content: [UInt8], ofLink: Bool = false) {
        self.init(
            identity: "\(facts.device):\(facts.inode)", modified: facts.modified, revision: fingerprint(content),
            ofLink: ofLink)
        isRoots = facts.isRoots
    }

    /// What happened to a site's file between two looks at it.
    enum Change: Equatable {
        case none, edited, touched
    }

    /// Other bytes are an edit. The same bytes in the same file with a newer date are a `touch`, because people rely on
    /// it; the same bytes in another file are nothing. A link that stands for itself is what it was until somebody touches
    /// or replaces it: who edits the one file behind a farm of links chooses which sites follow, and when.
    func change(since earlier: FileStamp) -> Change {
        if ofLink == true, earlier.ofLink == true, identity == earlier.identity, modified == earlier.modified {
            return .none
        }
        if revision != earlier.revision { return .edited }
        return identity == earlier.identity && modified > earlier.modified ? .touched : .none
    }
}
