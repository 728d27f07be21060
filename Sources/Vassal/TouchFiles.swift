import Kernel

/// Files whose times, creation or removal ask for something: the `touch-` options. Whoever polls gives the facts.
struct TouchFiles: Equatable {
    /// What a touch asks for.
    enum Wish: Hashable {
        case reload, reopenLog, rotateLog
    }

    /// A file, and what it is watched for.
    struct File: Hashable {
        let path: String
        let wish: Wish
    }

    private var known: [File: Int64?] = [:]

    /// Looks at these files from now on. What is new among them is as it is now; a change of the others is not forgotten.
    mutating func watch(_ files: [File]) {
        let before = known
        known = Dictionary(
            files.map { ($0, before[$0] ?? Self.time(of: $0.path)) }, uniquingKeysWith: { first, _ in first })
    }

    var isEmpty: Bool { known.isEmpty }

    /// The files that changed since the last look, by path.
    mutating func changes() -> [File] {
        var changed: [File] = []
        for (file, before) in known {
            let now = Self.time(of: file.path)
            if now != before { changed.append(file) }
            known[file] = now
        }
        return changed.sorted { $0.path < $1.path }
    }

    private static func time(of path: String) -> Int64? {
        (try? FileFacts(path: path))?.modified
    }
}
