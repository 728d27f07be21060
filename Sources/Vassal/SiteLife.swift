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
        /// Open the sockets of this generation to clients, and change files, modes and owners.
        case commit(generation: Int)
        /// Hand the sockets to a worker.
        case go(serial: Int)
        case drain(serial: Int)
        case signal(serial: Int, Signal)
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
        /// A draining worker has had its time.
        case mercy(serial: Int)
        /// One that was told to end has not.
        case last(serial: Int)
        /// A worker that died is to be forked again.
        case respawn(generation: Int, worker: Int)
        /// The next try of a site that failed.
        case retry
    }

    /// Alone, a failed first start ends the master with this code: uWSGI's for "no app" (UWSGI_FAILED_APP_CODE).
    static let failedAppCode: Int32 = 22

    /// Whether an emperor is behind us; without one a failed first start ends the master.
    let hasEmperor: Bool
    var nextGeneration: Int
    /// Living generations by age: draining ones, the current one, the candidate.
    var generations: [Generation] = []
    /// Requests that wait for a generation to end or a candidate's verdict.
    var queue: [Run] = []
    var stopping = false
    /// Why the site is as it is: the last thing that went wrong, or how it came to serve.
    var reason = "starting"
    /// The newest generation that was tried failed.
    var newestFailed = false
    /// Candidates that failed.
    var failures = Backoff(first: .seconds(1), longest: .seconds(60), atOnce: false)
    /// Generations that had to be replaced because their zygote ended.
    var mishaps = Backoff(first: .seconds(1), longest: .seconds(60), atOnce: true)
    /// Workers that died, by id.
    var crashes: [Int: Backoff] = [:]
    var nextTry: Instant?
    private var lastSerial = 0

    init(hasEmperor: Bool, firstGeneration: Int) {
        self.hasEmperor = hasEmperor
        nextGeneration = firstGeneration
    }

    /// The generation that serves.
    var current: Generation? { generations.first { $0.state == .current } }
    /// The generation that comes up.
    var candidate: Generation? {
        generations.first { $0.state == .loading || $0.state == .forking || $0.state == .going }
    }

    mutating func handle(_ event: Event, at now: Instant) -> [Action] {
        switch event {
        case .run(let run): begin(run, at: now)
        case .refused(let request, let text): refused(request, text)
        case .spawned(let number, let pid, let python): spawned(number, pid, python)
        case .notStarted(let number, let kind, let text): fail(number, kind, text, at: now)
        case .zygote(let number, let report): zygote(number, says: report, at: now)
        case .zygoteEnded(let number, let status): zygoteEnded(number, status, at: now)
        case .worker(let serial, let report, let pid): worker(serial, says: report, pid: pid, at: now)
        case .workerEnded(let serial, let status): workerEnded(serial, status, at: now)
        case .timer(let timer): due(timer, at: now)
        case .stop: stop(at: now)
        case .kill: kill()
        }
    }

    // MARK: - Candidates

    /// The most generations alive at a time: one draining, one serving, one coming up.
    static let mostGenerations = 3

    mutating func begin(_ run: Run, at now: Instant) -> [Action] {
        if stopping { return [.verdict(run, generation: nextGeneration, .superseded, text: "the site is stopping")] }
        var actions: [Action] = [.cancel(.retry)]
        nextTry = nil
        var isReplacement = false
        if let candidate {
            if candidate.isReplacement {
                queue.append(run)
                return []
            }
            actions += drop(candidate, .superseded, "a newer request took its place")
            isReplacement = true
        } else if generations.count >= Self.mostGenerations {
            queue.append(run)
            return []
        }
        let number = nextGeneration
        nextGeneration += 1
        generations.append(Generation(number: number, run: run, isReplacement: isReplacement))
        if current == nil { reason = run.cause }
        return actions + [
            .schedule(.start(generation: number), at: now + .seconds(run.plan.startTimeout)),
            .start(generation: number),
        ]
    }

    private mutating func refused(_ request: Int?, _ text: String) -> [Action] {
        newestFailed = true
        reason = text
        let actions: [Action] = [.log(text), .refuse(request: request, text: text)]
        if hasEmperor || !generations.isEmpty { return actions }
        return actions + [.end(code: 1)]
    }

    private mutating func spawned(_ number: Int, _ pid: Int32, _ python: String) -> [Action] {
        update(number) {
            $0.zygote = pid
            $0.interpreter = python
        }
        return []
    }

    private mutating func zygote(_ number: Int, says report: ZygoteReport, at now: Instant) -> [Action] {
        guard let generation = generation(number) else { return [] }
        switch report {
        case .hello(let version, let python):
            update(number) { $0.python = python }
            if version == workerProtocolVersion { return [] }
            return fail(number, .spawn, "the worker extension speaks version \(version): reinstall Emperor", at: now)
        case .loaded(_, let warnings):
            guard generation.state == .loading else { return [] }
            update(number) {
                $0.state = .forking
                $0.warnings = warnings
            }
            return warnings.map { .log($0) } + fork(generation.missingWorkers, of: number, at: now)
        case .failed(let kind, let text):
            return fail(number, kind, text, at: now)
        case .forkFailed(let seat, let text):
            return forkFailed(number, seat, text, at: now)
        }
    }

    private mutating func zygoteEnded(_ number: Int, _ status: ExitStatus, at now: Instant) -> [Action] {
        guard let generation = generation(number), generation.zygote != nil else { return [] }
        update(number) { $0.zygote = nil }
        switch generation.state {
        case .loading: return fail(number, .died, diedLoading(generation, status), at: now)
        case .forking, .going: return fail(number, .died, "the zygote \(status) before the site was ready", at: now)
        case .current:
            return recover("the zygote (pid \(generation.zygote ?? 0)) of generation \(number) \(status)", at: now)
        case .draining: return []
        }
    }

    /// An interpreter that never said hello may be none.
    private func diedLoading(_ generation: Generation, _ status: ExitStatus) -> String {
        if generation.python.isEmpty { return "\(generation.interpreter) \(status) without a word: is it a Python?" }
        return "\(generation.interpreter) \(status) before the app was loaded"
    }

    /// The generation serves on with the workers it has; a new one is to take its place.
    private mutating func recover(_ mishap: String, at now: Instant) -> [Action] {
        guard let current, !stopping else { return [] }
        reason = mishap
        let log = Action.log("\(mishap); its workers serve on, a new generation is started")
        if candidate != nil { return [log] }
        let delay = mishaps.next(at: now)
        if delay > .zero { return [log] + retry(after: delay, at: now) }
        return [log] + begin(Run(request: nil, plan: current.run.plan, cause: mishap, askedAt: now), at: now)
    }

    private mutating func retry(after delay: Duration, at now: Instant) -> [Action] {
        nextTry = now + delay
        return [.schedule(.retry, at: now + delay)]
    }

    /// Ends a candidate without a thought for what follows.
    private mutating func drop(_ generation: Generation, _ kind: FailureKind, _ text: String) -> [Action] {
        generations.removeAll { $0.number == generation.number }
        return [.cancel(.start(generation: generation.number))]
            + [.verdict(generation.run, generation: generation.number, kind, text: text)]
            + [.discard(generation: generation.number)]
    }

    /// A candidate failed: the current generation never noticed; without one the site has failed until the next try.
    mutating func fail(_ number: Int, _ kind: FailureKind, _ text: String, at now: Instant) -> [Action] {
        guard let generation = candidate, generation.number == number else { return [] }
        newestFailed = true
        reason = text
        var actions = [Action.log("generation \(number) failed (\(kind.rawValue)): \(text)")]
        if current == nil, hasEmperor { actions.append(.standIn(generation: number)) }
        actions += drop(generation, kind, text)
        if let next = queue.first {
            queue.removeFirst()
            return actions + begin(next, at: now)
        }
        if let current, current.zygote == nil || !current.missingWorkers.isEmpty {
            lastPlan = current.run.plan
            return actions + retry(after: failures.next(at: now), at: now)
        }
        if current != nil { return actions }
        if !hasEmperor && generations.isEmpty { return actions + [.end(code: Self.failedAppCode)] }
        lastPlan = generation.run.plan
        return actions + retry(after: failures.next(at: now), at: now)
    }

    /// What the next try of a failed site runs.
    private var lastPlan: Plan?

    // MARK: - Deadlines

    private mutating func due(_ timer: Timer, at now: Instant) -> [Action] {
        switch timer {
        case .start(let number):
            let seconds = generation(number)?.run.plan.startTimeout ?? 0
            return fail(number, .timeout, "not ready within \(seconds) s (start-timeout)", at: now)
        case .mercy(let serial):
            guard let worker = worker(serial) else { return [] }
            return [
                .log("\(worker.title) is still busy after its worker-reload-mercy; it is told to end now"),
                .signal(serial: serial, .interrupt), .schedule(.last(serial: serial), at: now + .seconds(2)),
            ]
        case .last(let serial):
            guard let worker = worker(serial) else { return [] }
            return [.log("\(worker.title) does not end; it is killed"), .signal(serial: serial, .kill)]
        case .respawn(let number, let id):
            guard let generation = generation(number), generation.state == .current, generation.zygote != nil else {
                return []
            }
            let isMissing = generation.missingWorkers.contains(id)
            return isMissing ? fork([id], of: number, at: now) : replaceNext(in: number, at: now)
        case .retry:
            nextTry = nil
            guard let plan = current?.run.plan ?? lastPlan, candidate == nil else { return [] }
            return begin(Run(request: nil, plan: plan, cause: reason, askedAt: now), at: now)
        }
    }

    // MARK: - Stopping

    private mutating func stop(at now: Instant) -> [Action] {
        if stopping { return [] }
        stopping = true
        reason = "stopping"
        var actions: [Action] = [.cancel(.retry)]
        for run in queue {
            actions += [.verdict(run, generation: nextGeneration, .superseded, text: "the site is stopping")]
        }
        queue = []
        if let candidate { actions += drop(candidate, .superseded, "the site is stopping") }
        for generation in generations { actions += drain(generation.number, at: now) }
        return actions + endIfDone()
    }

    private mutating func kill() -> [Action] {
        let actions = generations.map { Action.discard(generation: $0.number) }
        stopping = true
        generations = []
        return actions + [.end(code: 0)]
    }

    func endIfDone() -> [Action] {
        stopping && generations.isEmpty ? [.end(code: 0)] : []
    }

    // MARK: - Books

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

    mutating func newSerial() -> Int {
        lastSerial += 1
        return lastSerial
    }
}
