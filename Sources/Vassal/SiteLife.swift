import Kernel
import Protocol

/// The life of a site within its master: which generation serves, which one comes up, what happens when one of their
/// processes ends. A pure machine; `Master` turns what happens into events and the actions into system calls.
///
/// A start, a reload and a recovery are one thing: bring up generation N+1; when it is ready, retire N.
struct SiteLife {
    /// Something that happened.
    enum Event: Equatable {
        /// A configuration that was read without errors is to run.
        case run(Run)
        /// A configuration was refused before anything was started.
        case refused(request: Int?, text: String)
        /// The zygote of a generation was started.
        case spawned(generation: Int, zygote: Int32, python: String)
        /// What comes before Python failed: a socket, a file, a user, the interpreter.
        case notStarted(generation: Int, FailureKind, text: String)
        case zygote(generation: Int, ZygoteReport)
        case zygoteEnded(generation: Int, ExitStatus)
        case worker(serial: Int, WorkerReport, pid: Int32?)
        case workerEnded(serial: Int, ExitStatus)
        /// A worker occupies so much now.
        case memory(serial: Int, MemoryUse)
        /// Every process of a generation that was discarded or released has ended.
        case gone(generation: Int)
        /// What a candidate printed speaks of a port or a lock that somebody else has.
        case sawConflict(generation: Int)
        /// A candidate's worker answered the health check well.
        case healthy(generation: Int)
        /// It did not; the text says how the answer was.
        case unhealthy(generation: Int, text: String)
        /// A worker lets a request last too long and does not look at it.
        case deaf(serial: Int, String)
        /// So many workers of an earlier master serve.
        case predecessors(serving: Int)
        /// The workers of the generation that serves were looked at, as `measure` asked for.
        case measured(generation: Int, Findings)
        /// Somebody connects to a site without workers.
        case clientCame(generation: Int)
        /// One worker more, or (-1) one less.
        case resize(by: Int, Findings)
        /// No workers until somebody connects.
        case goCheap
        /// Pause, or go on where it pauses; the text says who wants it.
        case pauseOrResume(String)
        case timer(Timer)
        /// Stop gracefully.
        case stop
        /// Stop at once.
        case kill
    }

    /// Something to be done.
    enum Action: Equatable {
        /// Bind what is new and start the zygote; answered by `spawned` or `notStarted`.
        case start(generation: Int)
        /// Have the zygote fork a worker, with a channel of its own.
        case fork(WorkerRecord)
        /// Put the health check to a worker; answered by `healthy` or `unhealthy`.
        case check(serial: Int)
        /// Open the sockets of this generation to clients, and change files, modes and owners.
        case commit(generation: Int)
        /// Hand the sockets to a worker.
        case go(serial: Int)
        case drain(serial: Int)
        case pause(serial: Int)
        case resume(serial: Int)
        /// Look at the workers of a generation; answered by `measured`.
        case measure(generation: Int)
        /// Look out for clients, since nobody else does; `clientCame` tells of the first. In place of an earlier such order.
        case awaitClient(generation: Int)
        /// Workers look out for clients themselves.
        case awaitNobody
        case signal(serial: Int, Signal)
        /// Say in the log which requests a worker has in hand: it is about to be cut off in them.
        case nameRequests(serial: Int)
        /// The zygote does not do what it was asked to: end it.
        case endZygote(generation: Int)
        /// The zygote has nothing more to do.
        case retire(generation: Int)
        /// End every process of it and let go of what it held.
        case discard(generation: Int)
        /// Its last worker has gone: let go of what it held.
        case release(generation: Int)
        /// Tell who asked how it went.
        case verdict(Run, generation: Int, FailureKind?, text: String)
        /// Tell who asked that his configuration was refused.
        case refuse(request: Int?, text: String)
        case schedule(Timer, at: Instant)
        case cancel(Timer)
        /// The site stops: let nobody in any more.
        case closeDoors
        /// Answer clients with a fixed 503, on this generation's sockets, until a generation serves.
        case standIn(generation: Int)
        case log(String)
        /// The master has nothing left to do.
        case end(code: Int32)
    }

    /// A deadline.
    enum Timer: Hashable {
        /// A candidate has not become ready.
        case start(generation: Int)
        /// A candidate has not answered its health check.
        case health(generation: Int)
        /// A worker does not come up.
        case worker(serial: Int)
        /// A draining worker has had its time.
        case mercy(serial: Int)
        /// One that was told to end has not.
        case last(serial: Int)
        /// A worker is as old as it may become.
        case lifetime(serial: Int)
        /// A worker that died is to be forked again.
        case respawn(generation: Int, worker: Int)
        /// The next try of a site that failed.
        case retry
        /// The workers are to be looked at.
        case look
    }

    /// Alone, a failed first start ends the master with this code: uWSGI's for "no app" (UWSGI_FAILED_APP_CODE).
    static let failedAppCode: Int32 = 22

    /// Delays between the tries of a site that fails, unless the emperor says others.
    static let usualDelays = delays(first: .milliseconds(500), longest: .seconds(180))

    /// Growing delays from `first` to `longest`; what lasted for a minute is well again.
    static func delays(first: Duration, longest: Duration) -> Backoff {
        Backoff(first: first, longest: longest, atOnce: false, health: .seconds(60))
    }

    /// Delays between workers of one seat that do not last.
    static let haste = Backoff(
        first: .milliseconds(500), longest: .seconds(60), atOnce: true, health: .seconds(60))

    /// Whether an emperor is behind us; without one a failed first start ends the master.
    let hasEmperor: Bool
    var nextGeneration: Int
    /// Living generations by age: draining ones, the current one, the candidate.
    var generations: [Generation] = []
    /// Requests that wait for a generation to end or a candidate's verdict. One generation carries out all of them: the
    /// newest one's.
    var queue: [Run] = []
    /// Generations that were let go of and may still have processes.
    var departing: Set<Int> = []
    /// Workers of an earlier master that serve; they are more than no generation at all.
    var predecessors = 0
    var stopping = false
    /// How many workers the site wants.
    var scaling = Scaling()
    /// Who had the site pause; nil: it does not.
    var pausedBy: String?
    /// What the master ends with, when it ends.
    var endCode: Int32 = 0
    var hasEnded = false
    /// Why the site is as it is: the last thing that went wrong, or how it came to serve.
    var reason = "starting"
    /// The number of the newest wish.
    private var lastWish = 0
    /// The newest wish that failed, until one that is as new is fulfilled.
    var failedWish: Int?
    /// A generation served once.
    var hasServed = false
    /// Delays between tries, before any failed.
    private(set) var retryDelays = Self.usualDelays
    /// Candidates that failed.
    var failures = Self.usualDelays
    /// From 0 up to 1: takes a part off the delays of what failed together with others.
    var jitter = 0.0
    /// Generations that had to be replaced because their zygote ended.
    var mishaps = Backoff(first: .seconds(1), longest: .seconds(60), atOnce: true, health: .seconds(60))
    /// Workers that died, by id.
    var crashes: [Int: Backoff] = [:]
    /// Requests that harakiri ended, by id of their worker.
    var harakiris: [Int: Int] = [:]
    var nextTry: Instant?
    /// What the next try runs.
    var lastRun: Run?
    private var lastSerial = 0

    init(hasEmperor: Bool, firstGeneration: Int) {
        self.hasEmperor = hasEmperor
        nextGeneration = firstGeneration
    }

    /// The generation that serves.
    var current: Generation? { generations.first { $0.state == .current } }
    /// The generation that comes up.
    var candidate: Generation? {
        generations.first { $0.state.isOnItsWay }
    }

    /// Somebody changed something, or asks again: what failed before does not count. Delays are these from now on.
    mutating func beginAnew(_ delays: Backoff) {
        retryDelays = delays
        failures = delays
    }

    /// Takes note of what happened and says what to do about it.
    mutating func handle(_ event: Event, at now: Instant) -> [Action] {
        let actions = react(to: event, at: now)
        guard stopping, generations.isEmpty, !hasEnded else { return actions }
        hasEnded = true
        return actions + [.end(code: endCode)]
    }

    private mutating func react(to event: Event, at now: Instant) -> [Action] {
        switch event {
        case .run(let run): wish(run, at: now)
        case .refused(let request, let text): refused(request, text)
        case .spawned(let number, let pid, let python): spawned(number, pid, python)
        case .notStarted(let number, let kind, let text): fail(number, kind, text, at: now)
        case .zygote(let number, let report): zygote(number, says: report, at: now)
        case .zygoteEnded(let number, let status): zygoteEnded(number, status, at: now)
        case .worker(let serial, let report, let pid): worker(serial, says: report, pid: pid, at: now)
        case .workerEnded(let serial, let status): workerEnded(serial, status, at: now)
        case .memory(let serial, let use): memorySampled(serial, use, at: now)
        case .gone(let number): gone(number, at: now)
        case .sawConflict(let number): sawConflict(number)
        case .healthy(let number): healthy(number)
        case .unhealthy(let number, let text): unhealthy(number, text, at: now)
        case .deaf(let serial, let why): deaf(serial, why, at: now)
        case .predecessors(let serving): predecessorsServe(serving)
        case .measured(let number, let found): measured(number, found, at: now)
        case .clientCame(let number): clientCame(number, at: now)
        case .resize(let change, let found): resize(by: change, found, at: now)
        case .goCheap: goCheap(at: now)
        case .pauseOrResume(let cause): pauseOrResume(cause, at: now)
        case .timer(let timer): due(timer, at: now)
        case .stop: stop(at: now)
        case .kill: stopAtOnce()
        }
    }

    // MARK: - Books

    /// The newest configuration failed, whatever serves.
    var newestFailed: Bool { failedWish != nil }

    func generation(_ number: Int) -> Generation? {
        generations.first { $0.number == number }
    }

    func worker(_ serial: Int) -> WorkerRecord? {
        generations.lazy.flatMap(\.workers).first { $0.serial == serial }
    }

    mutating func update(_ number: Int, _ change: (inout Generation) -> Void) {
        guard let index = generations.firstIndex(where: { $0.number == number }) else { return }
        change(&generations[index])
    }

    mutating func update(worker serial: Int, _ change: (inout WorkerRecord) -> Void) {
        for index in generations.indices {
            guard let found = generations[index].workers.firstIndex(where: { $0.serial == serial }) else { continue }
            return change(&generations[index].workers[found])
        }
    }

    mutating func newWish() -> Int {
        lastWish += 1
        return lastWish
    }

    mutating func newSerial() -> Int {
        lastSerial += 1
        return lastSerial
    }
}
