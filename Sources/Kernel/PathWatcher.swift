/// Hears of changes at paths, for several clients with one inotify instance: a file that is written to, touched, replaced,
/// removed or made; of a directory, what is in it too. Links count with what they lead to, and directories on the way may
/// be replaced. A burst of changes is told once. What it tells is a hint: look at the file.
public final class PathWatcher<Client: Hashable> {
    private let loop: EventLoop
    private let watcher: DirectoryWatcher
    private let onChange: (_ client: Client, _ isWatched: Bool) -> Void
    private var registration: EventLoop.Watch?
    private var wanted: [Client: Set<String>] = [:]
    private var routes: [String: PathRoute] = [:]
    private var users: [Int32: Set<String>] = [:]
    private var stale: Set<String> = []
    private var timer: Timers.Token?

    /// Hints are gathered for so long, so that nobody who writes without end keeps us busy.
    private static var pause: Duration { .milliseconds(50) }

    /// A watcher of nothing yet, which tells each client when something may have changed, and whether all of its paths
    /// are watched still. Fails with EMFILE when the user has too many (fs.inotify.max_user_instances).
    public init(
        _ loop: EventLoop, onChange: @escaping (_ client: Client, _ isWatched: Bool) -> Void
    ) throws(SystemError) {
        self.loop = loop
        self.onChange = onChange
        watcher = try DirectoryWatcher()
        registration = try loop.watch(watcher) { [unowned self] _ in readHints() }
    }

    deinit {
        if let registration { loop.cancel(registration) }
        if let timer { loop.cancel(timer) }
    }

    /// Watches these absolute paths for a client, in place of those before. False when a change may go unheard: a directory
    /// that may not be read, or too many watches (fs.inotify.max_user_watches).
    @discardableResult
    public func watch(_ paths: Set<String>, for client: Client) -> Bool {
        wanted[client] = paths.isEmpty ? nil : paths
        let all = wanted.values.reduce(into: Set()) { $0.formUnion($1) }
        for path in routes.keys where !all.contains(path) { change(path, to: nil) }
        for path in paths where routes[path] == nil { change(path, to: PathRoute(to: path, watcher)) }
        return areWatched(paths)
    }

    private func areWatched(_ paths: Set<String>) -> Bool {
        paths.allSatisfy { routes[$0]?.isWatched == true }
    }

    private func change(_ path: String, to route: PathRoute?) {
        let before = Set(routes[path]?.steps.map(\.watch) ?? [])
        let after = Set(route?.steps.map(\.watch) ?? [])
        routes[path] = route
        for number in after { users[number, default: []].insert(path) }
        for number in before.subtracting(after) {
            users[number]?.remove(path)
            guard users[number]?.isEmpty == true else { continue }
            users[number] = nil
            watcher.unwatch(number)
        }
    }

    private func readHints() {
        // What cannot be read may have been about anything.
        guard let hints = try? watcher.read() else { return disturb(Array(routes.keys)) }
        for hint in hints {
            if hint.kind == .overflowed { disturb(Array(routes.keys)) }
            disturb(users[hint.watch, default: []].filter { routes[$0]?.heeds(hint) == true })
        }
    }

    private func disturb(_ paths: some Collection<String>) {
        stale.formUnion(paths)
        if stale.isEmpty || timer != nil { return }
        timer = loop.schedule(at: .now + Self.pause) { [unowned self] in tell() }
    }

    /// The way may be another one now: it is followed anew before anybody looks.
    private func tell() {
        let paths = stale
        (timer, stale) = (nil, [])
        for path in paths where routes[path] != nil { change(path, to: PathRoute(to: path, watcher)) }
        for (client, theirs) in wanted where !theirs.isDisjoint(with: paths) { onChange(client, areWatched(theirs)) }
    }
}
