import Kernel

/// `touch-reload`: files whose times, creation or removal ask for a reload. Whoever polls gives the facts.
struct TouchFiles: Equatable {
    private var known: [String: Int64?] = [:]

    /// Looks at these files from now on. What is new among them is as it is now; a change of the others is not forgotten.
    mutating func watch(_ paths: [String]) {
        let before = known
        known = Dictionary(paths.map { ($0, before[$0] ?? Self.time(of: $0)) }, uniquingKeysWith: { first, _ in first })
    }

    var isEmpty: Bool { known.isEmpty }

    /// The files that changed since the last look, in order.
    mutating func changes() -> [String] {
        var changed: [String] = []
        for (path, before) in known {
            let now = Self.time(of: path)
            if now != before { changed.append(path) }
            known[path] = now
        }
        return changed.sorted()
    }

    private static func time(of path: String) -> Int64? {
        (try? FileFacts(path: path))?.modified
    }
}
