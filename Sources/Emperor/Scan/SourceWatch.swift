import Kernel

/// Hears of changes in the directories of all sources and at what links lead to, with one inotify instance, because there
/// are few per user. What it says are hints.
final class SourceWatch {
    private let watcher: DirectoryWatcher
    private var watch: EventLoop.Watch?
    private let loop: EventLoop
    private var directories: [Int32: String] = [:]
    private var links: [Int32: Set<String>] = [:]

    /// Watches nothing yet; `onHint` is told what happened, to which file, nil where it is about a directory or about
    /// hints that were lost.
    init(_ loop: EventLoop, onHints: @escaping ([(DirectoryWatcher.Hint.Kind, String?)]) -> Void) throws(SystemError) {
        self.loop = loop
        watcher = try DirectoryWatcher()
        watch = try loop.watch(watcher) { [unowned self] _ in onHints(read()) }
    }

    /// Watches nothing more.
    func end() {
        if let watch { loop.cancel(watch) }
        watch = nil
    }

    /// Watches these directories. One that is replaced gets a new watch here; the old one ends with it.
    func watch(directories paths: [String]) {
        directories = renewed(Set(paths).map { ($0, $0) }, instead: directories) { $1 }
    }

    /// Watches what these links lead to: many may lead to the same.
    func watch(links paths: [String]) {
        links = renewed(paths.map { ($0, $0) }, instead: links) { ($0 ?? []).union([$1]) }
    }

    private func renewed<Value>(
        _ paths: [(watched: String, value: String)], instead old: [Int32: Value],
        _ joined: (Value?, String) -> Value
    ) -> [Int32: Value] {
        var current: [Int32: Value] = [:]
        for (path, value) in paths {
            if let number = try? watcher.watch(path) { current[number] = joined(current[number], value) }
        }
        for number in old.keys where current[number] == nil { watcher.unwatch(number) }
        return current
    }

    private func read() -> [(DirectoryWatcher.Hint.Kind, String?)] {
        do {
            return try watcher.read().flatMap(files)
        } catch {
            log("\(error): hints were lost")
            return [(.overflowed, nil)]
        }
    }

    private func files(of hint: DirectoryWatcher.Hint) -> [(DirectoryWatcher.Hint.Kind, String?)] {
        if let linked = links[hint.watch] { return linked.sorted().map { (hint.kind, $0) } }
        guard let directory = directories[hint.watch], !hint.name.isEmpty else { return [(hint.kind, nil)] }
        return [(hint.kind, directory == "/" ? "/\(hint.name)" : "\(directory)/\(hint.name)")]
    }
}
