import Kernel

/// What of a watched file counts, as it is at one moment.
struct WatchedFacts: Hashable {
    /// Last change of the content, nanoseconds since 1970; nil where there is nothing, and where it does not count.
    var modified: Int64?
    /// Which file it is, whose, with which mode and size; empty where that does not count.
    var identity: [UInt64] = []
    /// What is in a directory.
    var entries: [String: WatchedFacts] = [:]

    /// What Python writes by itself while it imports.
    private static let notCounted: Set<String> = ["__pycache__"]

    /// Nothing is there.
    init() {}

    /// A file that was changed at that time.
    init(modified: Int64?) {
        self.modified = modified
    }

    /// The facts of a file as they are now.
    init(of file: WatchedFiles.File) {
        self.init()
        guard let facts = try? FileFacts(path: file.path) else { return }
        switch file.aspect {
        case .time, .module: modified = facts.modified
        case .everything:
            self = WatchedFacts(facts)
            if facts.kind == .directory { entries = Self.entries(of: file.path) }
        }
    }

    /// A directory's own time tells of nothing but its entries, among which not all count.
    private init(_ facts: FileFacts) {
        identity = [facts.device, facts.inode, UInt64(facts.mode), UInt64(facts.uid), UInt64(facts.gid)]
        if facts.kind == .directory { return }
        identity.append(UInt64(clamping: facts.size))
        modified = facts.modified
    }

    private static func entries(of directory: String) -> [String: WatchedFacts] {
        let names = ((try? listDirectory(directory)) ?? []).filter { !notCounted.contains($0) }
        return names.reduce(into: [:]) { found, name in
            found[name] = (try? FileFacts(path: "\(directory)/\(name)", followLinks: false)).map(WatchedFacts.init)
        }
    }

    /// The facts of several files.
    static func look(at files: [WatchedFiles.File]) -> [WatchedFiles.File: WatchedFacts] {
        Dictionary(files.map { ($0, WatchedFacts(of: $0)) }, uniquingKeysWith: { first, _ in first })
    }
}
