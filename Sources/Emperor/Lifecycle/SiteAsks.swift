import Kernel
import Protocol

extension Site {
    /// An administrator's word (DESIGN §6): reload is a generation; of a failed site a start, of a stopped one an error;
    /// restart is a graceful stop, the master included, then a start; what already is so is done.
    mutating func take(_ ask: Ask, at now: Instant) -> [SiteAction] {
        if isLeaving { return [.answer(ask.id, failed("it is on its way out"))] }
        switch ask.verb {
        case .stop: return stop(ask)
        case .start: return start(ask)
        case .reload: return reload(ask, at: now)
        case .restart: return restart(ask)
        }
    }

    private mutating func stop(_ ask: Ask) -> [SiteAction] {
        if want == .stopped && !hasMaster { return [.answer(ask.id, done("already stopped"))] }
        asks.append(ask)
        return become(.stopped)
    }

    private mutating func start(_ ask: Ask) -> [SiteAction] {
        let remembering = become(.up)
        if life == .live, serves, inFlight == nil, !needsRun, !replacesMaster {
            return remembering + [.answer(ask.id, done("already running"))]
        }
        if let refusal { return remembering + [.answer(ask.id, failed(refusal))] }
        beginAnew()
        var ask = ask
        ask.run = inFlight
        if life == .live, inFlight == nil { needsRun = true }
        asks.append(ask)
        return remembering
    }

    private mutating func reload(_ ask: Ask, at now: Instant) -> [SiteAction] {
        guard want == .up else { return [.answer(ask.id, failed("it is stopped: start it"))] }
        if let refusal { return [.answer(ask.id, failed(refusal))] }
        beginAnew()
        var ask = ask
        if orderedAt == now { ask.run = inFlight }
        if ask.run == nil { needsRun = true }
        asks.append(ask)
        return []
    }

    private mutating func restart(_ ask: Ask) -> [SiteAction] {
        let remembering = become(.up)
        if let refusal { return remembering + [.answer(ask.id, failed(refusal))] }
        beginAnew()
        replacesMaster = !isLaunching
        asks.append(ask)
        return remembering
    }

    /// Somebody asks for it: what failed before does not count.
    private mutating func beginAnew() {
        backoff.reset()
        becomeReady()
    }

    private mutating func become(_ want: Want) -> [SiteAction] {
        guard self.want != want else { return [] }
        self.want = want
        guard want == .up else { return [.rememberWant] }
        return [.rememberWant] + answer({ $0.verb == .stop }, with: failed("it was started again meanwhile"))
    }

    /// Why nothing can be started now.
    private var refusal: String? { problem ?? (revision == nil ? "its file has not been read yet" : nil) }

    private var isLaunching: Bool {
        if case .launching = life { return true }
        return false
    }

    /// Whether the master says that requests are answered.
    var serves: Bool {
        switch status?.phase {
        case .running, .reloading, .degraded: true
        case .starting, .stopping, .failed, nil: false
        }
    }
}
