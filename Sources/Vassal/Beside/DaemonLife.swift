import Kernel
import Options

/// A program that is kept running, and how it is known across masters.
struct DaemonPlan: Equatable {
    /// The same for as long as its option and whom it runs as are the same.
    let key: String
    /// What its lines in the log begin with.
    let name: String
    let settings: DaemonSettings
    /// How long it may take to end.
    let mercy: Duration
}

/// The life of one daemon. A pure machine; `Beside` turns what happens into events and the actions into system calls.
struct DaemonLife {
    enum Event: Equatable {
        /// It is to run.
        case begin
        /// What its pidfile names, if that lives.
        case found(ProcessIdentity?, isOurs: Bool)
        case started(ProcessIdentity)
        case notStarted(String)
        /// The process that it is, or that starts it, has ended; nil: nobody knows how.
        case ended(ExitStatus?)
        /// Whether anything is left of it.
        case family(isLeft: Bool)
        case timer(Timer)
        /// It is to start anew: why, and the signal that asks it to end.
        case restart(String, Signal)
        /// The site was reloaded, which it may want to know.
        case tell(Signal)
        case stop
        case kill
    }

    enum Action: Equatable {
        case start
        /// Look whom the pidfile names; answered by `found`.
        case findPid
        /// Look what is left of it; answered by `family`.
        case findFamily
        /// To those of its family that nobody of it started.
        case signal(Signal)
        /// To the daemon alone.
        case notify(Signal)
        case schedule(Timer, at: Instant)
        case cancel(Timer)
        case log(String)
        /// Its end ends the site.
        case endSite(String)
        /// Nothing is left of it.
        case over
    }

    enum Timer: Hashable, CaseIterable {
        /// It is started again.
        case retry
        /// It has had its time to end.
        case mercy
        /// Time for another look.
        case look
    }

    enum State: Equatable {
        case new
        /// Its pidfile is looked at.
        case seeking(lost: Bool)
        /// It runs, or what puts it into the background does.
        case starting(until: Instant?)
        case running(isOurs: Bool)
        case waiting(until: Instant)
        case ending(Next, killedAt: Instant?)
        case over
    }

    /// What follows its end.
    enum Next: Equatable {
        case startAtOnce, startAgain, nothing
    }

    var plan: DaemonPlan
    var state = State.new
    var process: ProcessIdentity?
    var restarts = 0
    /// Why it is as it is.
    var reason = "started"
    var backoff: Backoff
    /// One of an earlier master's, until a generation serves that wants it.
    var isWanted = true
    var begun = false
    var starterEnded = false
    var signalled = Signal.terminate

    static let interval = Duration.seconds(1)
    /// Those that survive SIGKILL for so long are the kernel's.
    static let lastWait = Duration.seconds(10)

    init(_ plan: DaemonPlan) {
        self.plan = plan
        backoff = Backoff(
            first: .seconds(1), longest: .seconds(plan.settings.longestDelay), atOnce: true, health: .seconds(10))
    }

    /// One that an earlier master started, and that lives.
    init(_ plan: DaemonPlan, adopting process: ProcessIdentity, restarts: Int) {
        self.init(plan)
        self.process = process
        self.restarts = restarts
        (begun, state, reason) = (true, .running(isOurs: true), "started by an earlier master")
        isWanted = false
    }

    /// A configuration is in force that wants it.
    mutating func want(_ plan: DaemonPlan) {
        self.plan = plan
        isWanted = true
    }

    var title: String { "\(plan.name)\(process.map { " (pid \($0.pid))" } ?? "")" }
    var stopSignal: Signal { Signal(Int32(plan.settings.stopSignal)) }
    /// Whether it leaves us to find it by its pidfile.
    var putsItselfIntoBackground: Bool {
        plan.settings.pidfile != nil && !plan.settings.isPutIntoBackground
    }

    mutating func handle(_ event: Event, at now: Instant) -> [Action] {
        switch event {
        case .begin: begin()
        case .found(let found, let isOurs): self.found(found, isOurs, at: now)
        case .started(let process): started(process, at: now)
        case .notStarted(let text): notStarted(text, at: now)
        case .ended(let status): ended(status, at: now)
        case .family(let isLeft): family(isLeft, at: now)
        case .timer(let timer): due(timer, at: now)
        case .restart(let why, let signal): restart(why, signal, at: now)
        case .tell(let signal): tell(signal)
        case .stop: end(.nothing, stopSignal, at: now)
        case .kill: kill(at: now)
        }
    }
}
