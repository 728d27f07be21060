import CPython
import Wire

/// The apps of this process. Made by the main thread; then, but for `mounts`, only for threads that hold the interpreter's
/// lock.
final class LoadedApps: @unchecked Sendable {
    /// Which of them a request is for; nil: there is one, for all requests.
    let mounts: Mounts?
    /// What failed on the way and was no reason to stop, a sentence each.
    let warnings: [String]
    private let apps: [Borrowed]
    private let answersWithoutApp: Borrowed
    private var requests: [UInt64]

    /// Apps at the mount points, or one alone.
    init(_ apps: [Borrowed], _ mounts: Mounts?, warnings: [String]) throws(PythonRaised) {
        self.warnings = warnings
        self.apps = apps
        self.mounts = mounts
        answersWithoutApp = try Interpreter.shared.support.member("answer_without_app").release()
        requests = Array(repeating: 0, count: apps.count)
    }

    /// The app of `module` or `wsgi-file`, else of the first mount point.
    var first: Borrowed { apps[0] }

    /// The app that a request is for; it counts there.
    func take(_ exchange: Exchange) -> Borrowed {
        guard let choice = exchange.mount else { return apps[0] }
        guard let index = choice.app else { return answersWithoutApp }
        requests[index] &+= 1
        exchange.requestsOfApp = requests[index]
        return apps[index]
    }
}
