import Kernel

/// When to look at the watched files: when inotify, our own or the emperor's, says that something changed there; every
/// second while nobody hears of all of it; and now and then in any case, because inotify is a hint.
final class FileWatch {
    /// Has the emperor watch these paths; a later request takes the place of an earlier one.
    typealias Ask = (_ request: Int, _ paths: Set<String>) -> Void

    private let loop: EventLoop
    private let ask: Ask?
    private let onChanges: ([WatchedFiles.File]) -> Void
    private let log: (String) -> Void
    private var files = WatchedFiles()
    private var settling = Settling()
    private var own: PathWatcher<Int>?
    /// The last request to the emperor.
    private var request = 0
    /// Whether every change is heard.
    private var isHeard = false
    private var timer: Timers.Token?
    private var nextLook = Instant.now

    private static let impatience = Duration.seconds(1)
    private static let patience = Duration.seconds(30)

    /// Watches nothing yet. With `ask`, somebody else watches: there are few inotify instances per user.
    init(
        _ loop: EventLoop, ask: Ask?, log: @escaping (String) -> Void,
        onChanges: @escaping ([WatchedFiles.File]) -> Void
    ) {
        self.loop = loop
        self.ask = ask
        self.log = log
        self.onChanges = onChanges
    }

    /// Watches these files from now on, each of which has changed when it is not as in `facts`.
    func watch(_ facts: [WatchedFiles.File: WatchedFacts]) {
        let before = files.paths
        files.watch(facts)
        if files.paths != before { listen() }
        look()
    }

    /// Whoever watches for us is there, or another one.
    func helperCame() {
        if !files.isEmpty { listen() }
    }

    /// Nobody watches for us any more.
    func helperWent() {
        request += 1
        isHeard = false
        look()
    }

    /// Whoever watches says that something may have changed at the paths of a request, or that it watches now.
    func heard(_ request: Int, isComplete: Bool) {
        guard request == self.request else { return }
        isHeard = isComplete
        look()
    }

    private func listen() {
        request += 1
        isHeard = false
        if let ask { return ask(request, files.paths) }
        do throws(SystemError) {
            let watcher = try ownWatcher()
            watcher.watch([], for: request - 1)
            isHeard = watcher.watch(files.paths, for: request)
        } catch {
            log("\(error): watched files are looked at every second instead")
        }
    }

    private func ownWatcher() throws(SystemError) -> PathWatcher<Int> {
        if let own { return own }
        let watcher = try PathWatcher<Int>(loop) { [unowned self] in heard($0, isComplete: $1) }
        own = watcher
        return watcher
    }

    /// Looks now, and acts on what it saw when that has settled.
    private func look() {
        let now = Instant.now
        if files.glance() { settling.heard(at: now) }
        if settling.takeDue(at: now) { onChanges(files.takeChanges()) }
        nextLook = Instant.now + (isHeard ? Self.patience : Self.impatience)
        schedule()
    }

    private func schedule() {
        if let timer { loop.cancel(timer) }
        timer = nil
        if files.isEmpty { return }
        timer = loop.schedule(at: settling.due.map { min($0, nextLook) } ?? nextLook) { [unowned self] in look() }
    }
}
