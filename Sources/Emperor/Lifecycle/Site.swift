import Kernel
import Protocol

/// One site as the emperor sees it: what is wanted of it, where its master is, and why. A value: it is told what
/// happened and says what to do; `pursue` is the one place that compares what is with what is wanted.
struct Site: Equatable {
    var name: String
    var want: Want
    var life: Life
    /// The version of the last content of its file that could be read.
    var revision: String?
    /// What stands in the way of its file.
    var problem: String?
    /// What the master last said.
    var status: SiteStatus?
    /// What befell the last master, until somebody changes something.
    var incident: String?
    /// The file is gone, or the emperor is going.
    var isLeaving = false
    /// A run order is to be given as soon as the master can take it.
    var needsRun = false
    /// The master is to end and another one to take its place.
    var replacesMaster = false
    /// The version that was last ordered.
    var ordered: String?
    /// The run order that has no verdict yet.
    var inFlight: Int?
    /// When the last run order was given: an edit and the reload that was asked for right after it are one run.
    var orderedAt: Instant?
    /// A master left, or may have left, something behind.
    var holds: Bool
    /// When it last began to serve; nil while it does not.
    var servingSince: Instant?
    /// Whether it served since it was last at rest: then clients wait for it, and it starts without lining up.
    var hasServed = false
    /// When its first start began; nil once that has its verdict.
    var startingSince: Instant?
    /// What the master said when it was adopted.
    var adoptedWith: String?
    var asks: [Ask] = []
    var backoff: Backoff
    var lastRequest: Int

    /// Where the site's master is.
    enum Life: Equatable {
        /// There is none.
        case idle
        /// There is none, and the next one is started then.
        case waiting(until: Instant)
        /// There is none, and it is started when its turn comes (`Turns`).
        case queued(since: Instant)
        /// It was started, and has not said hello.
        case launching(until: Instant)
        /// It was found alive, and has not said hello, or not yet how it is.
        case found
        /// It is spoken to.
        case live
        /// It was told to end.
        case ending(Insistence, until: Instant?)
    }

    /// How it was told to end, with what follows when that does not help.
    enum Insistence {
        case asked, ordered, killed
    }

    /// A master that was started and says nothing for that long is not going to.
    static let longestLaunch = Duration.seconds(30)
    /// Masters keep their own deadline (`worker-reload-mercy`); this one is for a master that hangs.
    static let longestStop = Duration.seconds(600)
    /// From "stop at once" to SIGKILL.
    static let longestKill = Duration.seconds(5)
    /// A master that served for that long did not crash in a loop.
    static let healthy = Duration.seconds(60)

    /// A site that nobody has told anything yet. `found`: its master lives. `requestsAfter`: requests get higher numbers,
    /// so that no verdict that an earlier emperor asked for is taken for one of ours.
    init(name: String, want: Want, found: Bool, ordered: String?, holds: Bool, requestsAfter: Int, backoff: Backoff) {
        self.name = name
        self.want = want
        self.life = found ? .found : .idle
        self.ordered = ordered
        self.holds = holds || found
        self.lastRequest = requestsAfter
        self.backoff = backoff
    }

    /// When `due` is to be told.
    var deadline: Instant? {
        switch life {
        case .waiting(let until), .launching(let until): until
        case .ending(_, let until): until
        case .idle, .queued, .found, .live: nil
        }
    }

    /// Since when it waits for its turn to start; nil when it does not.
    var linedUp: Instant? {
        if case .queued(let since) = life { return since }
        return nil
    }

    /// Whether a master is there or on its way.
    var hasMaster: Bool {
        switch life {
        case .idle, .waiting, .queued: false
        case .launching, .found, .live, .ending: true
        }
    }

    private var shallRun: Bool { want == .up && !isLeaving }

    /// Does what is missing between what is and what is wanted.
    mutating func pursue(at now: Instant) -> [SiteAction] {
        switch life {
        case .idle, .waiting, .queued: shallRun ? launch(at: now) : rest()
        case .live: shallRun ? direct(at: now) : end(at: now)
        case .launching, .found, .ending: []
        }
    }

    private mutating func launch(at now: Instant) -> [SiteAction] {
        guard case .idle = life, revision != nil else { return [] }
        if hasServed { return launchNow(at: now) }
        life = .queued(since: now)
        return []
    }

    /// Its turn has come, or it need not wait for one.
    mutating func launchNow(at now: Instant) -> [SiteAction] {
        startingSince = hasServed ? nil : now
        life = .launching(until: now + Self.longestLaunch)
        holds = true
        replacesMaster = false
        status = nil
        return [.launch]
    }

    private mutating func direct(at now: Instant) -> [SiteAction] {
        if replacesMaster { return end(at: now) }
        guard needsRun, revision != nil else { return [] }
        needsRun = false
        ordered = revision
        orderedAt = now
        adoptedWith = nil
        lastRequest += 1
        inFlight = lastRequest
        for index in asks.indices where asks[index].verb != .stop && asks[index].run == nil {
            asks[index].run = lastRequest
        }
        return [.run(request: lastRequest)]
    }

    private mutating func end(at now: Instant) -> [SiteAction] {
        life = .ending(.asked, until: now + Self.longestStop)
        servingSince = nil
        startingSince = nil
        return [.stop(leavePaths: shallRun)]
    }

    private mutating func rest() -> [SiteAction] {
        life = .idle
        status = nil
        incident = nil
        hasServed = false
        let cleaning: [SiteAction] = holds ? [.cleanUp] : []
        holds = false
        let answers = asks.map { ask in
            SiteAction.answer(ask.id, ask.verb == .stop ? done("stopped") : failed(endOfWaiting))
        }
        asks = []
        return cleaning + answers + (isLeaving ? [.forget] : [])
    }

    private var endOfWaiting: String { isLeaving ? "it is gone" : "it was stopped meanwhile" }

    func done(_ text: String, _ verdict: Verdict? = nil) -> SiteOutcome {
        SiteOutcome(site: name, code: .done, text: text, verdict: verdict)
    }

    func failed(_ text: String, _ verdict: Verdict? = nil) -> SiteOutcome {
        SiteOutcome(site: name, code: .failed, text: text, verdict: verdict)
    }
}
