import Kernel
import Options

/// Files whose changes ask for something. Whoever looks gives the facts.
struct WatchedFiles: Equatable {
    /// What a change asks for.
    enum Wish: Hashable {
        case reload, reopenLog, rotateLog
        /// It is shown: what runs was read from another content of the file.
        case show
        /// Do this: `touch-exec`, `hook-touch`.
        case act(HookAction)
        /// Start this daemon anew.
        case restart(daemon: String)
    }

    /// What of a file is a change.
    enum Aspect: Hashable {
        /// Another time, appearing and disappearing: `touch-reload` and its kin.
        case time
        /// That, another file in its place, owner or mode; of a directory, what is in it: `fs-reload`.
        case everything
        /// As `time`; a Python module, of which there are many in a directory: the directory is watched for them.
        case module
    }

    /// A file, and what it is watched for.
    struct File: Hashable {
        let path: String
        let wish: Wish
        var aspect = Aspect.time
    }

    /// As they were when their changes were last acted on.
    private var known: [File: WatchedFacts] = [:]
    /// As they were at the last glance.
    private var seen: [File: WatchedFacts] = [:]
    /// What inotify is to watch for them.
    private(set) var paths: Set<String> = []

    var isEmpty: Bool { known.isEmpty }

    /// Watches these files from now on; each has changed when it is not as in `facts`. A change of those that are watched
    /// already is not forgotten.
    mutating func watch(_ facts: [File: WatchedFacts]) {
        known = facts.merging(known.filter { facts[$0.key] != nil }) { _, before in before }
        seen = facts.merging(seen.filter { facts[$0.key] != nil }) { _, before in before }
        paths = Set(facts.keys.flatMap(\.watchedPaths))
    }

    /// Whether something changed since the last glance.
    mutating func glance(_ look: (File) -> WatchedFacts = WatchedFacts.init(of:)) -> Bool {
        let now = known.reduce(into: [:]) { $0[$1.key] = look($1.key) }
        defer { seen = now }
        return now != seen
    }

    /// The files that are at the last glance not what they were when this was last asked, by path.
    mutating func takeChanges() -> [File] {
        defer { known = seen }
        return seen.filter { $0.value != known[$0.key] }.map(\.key).sorted { $0.path < $1.path }
    }
}

extension WatchedFiles.File {
    /// Where its changes are heard: of a module in its directory, and where it is a link, in its target's.
    var watchedPaths: [String] {
        guard aspect == .module else { return [path] }
        let target = (try? resolvePath(path)) ?? path
        return [path, target].map { parentDirectory(of: $0) ?? "/" }
    }
}
