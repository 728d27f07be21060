import Kernel
import Options
import Protocol
import Testing

@testable import Vassal

/// Processes and timers around a `SiteLife` that obey its actions, with faults in any order.
struct SiteWorld {
    struct Worker {
        var record: WorkerRecord
        var hasGone = false
    }

    var life = SiteLife(hasEmperor: true, firstGeneration: 1)
    var now = Instant(nanoseconds: 1_000_000_000)
    var random: Numbers
    var timers: [SiteLife.Timer: Instant] = [:]
    /// Zygotes that live, by generation.
    var zygotes: Set<Int> = []
    /// Workers that live, or whose end was not told yet, by serial.
    var workers: [Int: Worker] = [:]
    /// Requests without a verdict.
    var open: Set<Int> = []
    var requests = 0
    var served = 0
    var ends = 0
    private var pending: [SiteLife.Event] = []
    /// The generation whose health check is under way.
    private var checking: Int?
    /// In calm weather nothing fails by itself.
    var isCalm = false

    /// Whether generations may start beside each other.
    var overlaps = true
    /// How the number of workers is chosen.
    var scaling = Settings().scaling
    /// The generation whose clients the master looks out for.
    private(set) var awaited: Int?
    /// Whether a worker was told last to accept nothing.
    private var pauses: [Int: Bool] = [:]

    init(seed: UInt64) {
        random = Numbers(state: seed)
    }

    func plan(_ revision: Int) -> Plan {
        var settings = Settings()
        settings.workers.count = 3
        settings.scaling = scaling
        settings.workers.maxLifetime = 50
        settings.limits.reloadAboveResident = 100 << 20
        settings.limits.killAboveResident = 200 << 20
        settings.lifecycle.overlaps = overlaps
        settings.lifecycle.healthCheck = random.state % 2 == 0 ? "/up" : nil
        return Plan(
            site: "blog", settings: settings, revision: "\(revision)", directory: "/srv", defaultSocket: nil,
            warnings: [])
    }

    // MARK: - What it is told

    mutating func tell(_ event: SiteLife.Event) {
        pending.append(event)
        while !pending.isEmpty {
            let next = pending.removeFirst()
            let before = life.current?.number
            for action in life.handle(next, at: now) { obey(action, of: next) }
            if let current = life.current, current.number != before { promoted(current, by: next) }
        }
    }

    private mutating func promoted(_ generation: Generation, by event: SiteLife.Event) {
        let revision = Int(generation.run.plan.revision) ?? 0
        #expect(revision >= served, "\(event) brought back configuration \(revision) after \(served)")
        served = max(served, revision)
    }

    private mutating func obey(_ action: SiteLife.Action, of event: SiteLife.Event) {
        switch action {
        case .start(let number): start(number)
        case .fork(let record): fork(record)
        case .commit(let number):
            if !isCalm && random.below(16) == 0 {
                pending.append(.notStarted(generation: number, .spawn, text: "chmod"))
            }
        case .go(let serial), .drain(let serial): #expect(workers[serial] != nil, "an order to nobody after \(event)")
        case .pause(let serial), .resume(let serial):
            #expect(workers[serial] != nil, "an order to nobody after \(event)")
            pauses[serial] = action == .pause(serial: serial)
        case .measure(let number): pending.append(.measured(generation: number, findings()))
        case .awaitClient(let number): awaited = number
        case .awaitNobody: awaited = nil
        case .signal(let serial, let signal): if signal == .kill { workers[serial]?.hasGone = true }
        case .endZygote(let number): killZygote(number)
        case .retire(let number): zygotes.remove(number)
        case .discard(let number):
            zygotes.remove(number)
            workers = workers.filter { $0.value.record.generation != number }
            pending.append(.gone(generation: number))
        case .release(let number):
            zygotes.remove(number)
            #expect(!workers.values.contains { $0.record.generation == number }, "let go of the living after \(event)")
            pending.append(.gone(generation: number))
        case .verdict(let run, _, _, _): answer(run.request, event)
        case .refuse(let request, _): answer(request, event)
        case .schedule(let timer, let instant): timers[timer] = instant
        case .cancel(let timer): timers[timer] = nil
        case .check(let serial): checking = life.worker(serial)?.generation
        case .standIn: #expect(life.predecessors == 0, "a 503 beside workers that serve, after \(event)")
        case .closeDoors, .log, .nameRequests: break
        case .end:
            ends += 1
            #expect(ends == 1, "ended twice, by \(event)")
        }
    }

    private mutating func answer(_ request: Int?, _ event: SiteLife.Event) {
        guard let request else { return }
        #expect(open.remove(request) != nil, "request \(request) has two verdicts, one by \(event)")
    }

    private mutating func start(_ number: Int) {
        if !isCalm && random.below(6) == 0 {
            return pending.append(.notStarted(generation: number, .spawn, text: "address in use"))
        }
        zygotes.insert(number)
        pending.append(.spawned(generation: number, zygote: Int32(1000 + number), python: "/usr/bin/python3"))
    }

    private mutating func fork(_ record: WorkerRecord) {
        let slots = workers.values.filter { $0.record.generation == record.generation }.map(\.record.seat.slot)
        #expect(!slots.contains(record.seat.slot), "two write slot \(record.seat.slot)")
        workers[record.serial] = Worker(record: record, hasGone: !zygotes.contains(record.generation))
    }

    // MARK: - What happens in it

    mutating func step() {
        switch random.below(28) {
        case 0: run()
        case 1: refuse()
        case 2: if let number = pick(zygotes) { endZygote(number) }
        case 3: if let number = pick(zygotes) { failLoading(number) }
        case 4: if let serial = pick(Set(workers.keys)) { end(serial, .killed(by: .kill, dumpedCore: false)) }
        case 5: if let serial = pick(Set(workers.keys)) { failFork(serial) }
        case 6, 7: fireNext()
        case 8: wish()
        case 9: sample()
        case 10: loseRequest()
        case 17: tell(.predecessors(serving: random.below(life.predecessors + 1)))
        case 11: now = now + .seconds(random.below(40))
        case 12: tell(.resize(by: random.below(2) == 0 ? 1 : -1, findings()))
        case 13: tell(random.below(3) == 0 ? .pauseOrResume("SIGTSTP") : .goCheap)
        case 14, 15: connect()
        case 16: if let serial = pick(Set(workers.keys)) { tell(.worker(serial: serial, .paused, pid: nil)) }
        default: progress()
        }
    }

    mutating func run() {
        requests += 1
        open.insert(requests)
        tell(.run(Run(request: requests, plan: plan(requests), cause: "reload", askedAt: now)))
    }

    /// Somebody connects, and is seen where the master looks out.
    mutating func connect() {
        if let awaited { tell(.clientCame(generation: awaited)) }
    }

    private mutating func findings() -> SiteLife.Findings {
        if isCalm { return SiteLife.Findings(busy: []) }
        let busy = workers.keys.sorted().filter { _ in random.below(2) == 0 }
        return SiteLife.Findings(busy: Set(busy), waiting: random.below(8), requests: UInt64(random.below(3)))
    }

    private mutating func refuse() {
        requests += 1
        open.insert(requests)
        tell(.refused(request: requests, text: "x.ini:3: error"))
    }

    private mutating func killZygote(_ number: Int) {
        guard zygotes.remove(number) != nil else { return }
        for (serial, worker) in workers where worker.record.generation == number {
            if life.worker(serial)?.pid == nil { workers[serial]?.hasGone = true }
        }
        pending.append(.zygoteEnded(generation: number, .killed(by: .kill, dumpedCore: false)))
    }

    private mutating func endZygote(_ number: Int) {
        killZygote(number)
        guard !pending.isEmpty else { return }
        tell(pending.removeFirst())
    }

    private mutating func failLoading(_ number: Int) {
        guard life.generation(number)?.state == .loading else { return }
        tell(.zygote(generation: number, .failed(.import, text: "SyntaxError")))
    }

    private mutating func failFork(_ serial: Int) {
        guard let record = life.worker(serial), record.state == .asked else { return }
        workers[serial] = nil
        tell(.zygote(generation: record.generation, .forkFailed(record.seat, text: "EAGAIN")))
        tell(.workerEnded(serial: serial, .exited(code: -1)))
    }

    private mutating func end(_ serial: Int, _ status: Kernel.ExitStatus) {
        workers[serial] = nil
        tell(.workerEnded(serial: serial, status))
    }

    private mutating func wish() {
        guard let serial = pick(Set(workers.keys)), life.worker(serial)?.state == .serving else { return }
        tell(.worker(serial: serial, .wantsReplacement(reason: "max-requests"), pid: nil))
    }

    private mutating func sample() {
        guard let serial = pick(Set(workers.keys)) else { return }
        let megabytes = UInt64(random.below(250))
        tell(.memory(serial: serial, MemoryUse(addressSpace: 0, resident: megabytes << 20)))
    }

    private mutating func loseRequest() {
        guard let serial = pick(Set(workers.keys)), life.worker(serial)?.pid != nil else { return }
        tell(.worker(serial: serial, .overdue(reason: "harakiri"), pid: nil))
    }

    /// The earliest timer, when its time has come. In calm weather no deadline passes.
    private mutating func fireNext() {
        let awaited = timers.filter { !isCalm || !$0.key.isDeadline }
        guard let (timer, instant) = awaited.min(by: { ($0.value, "\($0.key)") < ($1.value, "\($1.key)") }) else {
            return
        }
        timers[timer] = nil
        now = max(now, instant)
        tell(.timer(timer))
    }

    /// Something goes one step on its way: a zygote loads, a worker comes up, one that drains or is dead ends.
    private mutating func progress() {
        if let number = checking, random.below(2) == 0 { return endCheck(number) }
        let loading = zygotes.filter { life.generation($0)?.state == .loading }
        if let number = pick(loading), random.below(3) == 0 {
            return tell(.zygote(generation: number, .loaded(seconds: 1, warnings: [])))
        }
        guard let serial = pick(Set(workers.keys)), let worker = workers[serial] else { return }
        if worker.hasGone || life.worker(serial) == nil { return end(serial, .exited(code: 1)) }
        let pid = Int32(2000 + serial)
        switch life.worker(serial)?.state {
        case .asked: tell(.worker(serial: serial, .hello(version: workerProtocolVersion), pid: pid))
        case .connected: tell(.worker(serial: serial, .ready, pid: pid))
        case .going: tell(.worker(serial: serial, .serving, pid: pid))
        case .draining: end(serial, .exited(code: 0))
        case .serving where life.worker(serial)?.isOverdue == true: end(serial, .exited(code: 0))
        case .ready, .serving, nil: break
        }
    }

    private mutating func endCheck(_ number: Int) {
        checking = nil
        let isWell = isCalm || random.below(3) > 0
        tell(isWell ? .healthy(generation: number) : .unhealthy(generation: number, text: "answered 500"))
    }

    private mutating func pick(_ numbers: Set<Int>) -> Int? {
        numbers.isEmpty ? nil : numbers.sorted()[random.below(numbers.count)]
    }

    // MARK: - Ends

    /// Nothing fails from now on.
    mutating func calm(_ turns: Int = 1000) {
        isCalm = true
        for _ in 0..<turns {
            progress()
            if random.below(12) == 0 { fireNext() }
        }
    }

    // MARK: - What holds at all times

    func check() {
        let states = life.generations.map(\.state)
        #expect(states.count { $0 == .current } <= 1)
        #expect(states.count { $0 == .loading || $0 == .forking || $0 == .going } <= 1)
        #expect(states.count <= SiteLife.mostGenerations)
        for generation in life.generations {
            #expect(Set(generation.workers.map(\.seat.slot)).count == generation.workers.count, "a shared slot")
            for worker in generation.workers where worker.state == .draining { checkDeadline(worker) }
        }
        if life.stopping { return }
        if let current = life.current { check(current) } else { #expect(awaited == nil, "for whom?") }
        if !overlaps { #expect(life.candidate == nil || states.count == 1, "one started beside another") }
        let waits = life.candidate != nil || timers[.retry] != nil || !life.queue.isEmpty
        if life.current?.zygote == nil && life.nextGeneration > 1 { #expect(waits, "nothing will ever come up") }
    }

    private func checkDeadline(_ worker: WorkerRecord) {
        let hasTimer = timers[.mercy(serial: worker.serial)] != nil || timers[.last(serial: worker.serial)] != nil
        #expect(isDoomed(worker) || hasTimer, "\(worker.title) may drain for ever")
    }

    private func isDoomed(_ worker: WorkerRecord) -> Bool {
        workers[worker.serial].map(\.hasGone) ?? true
    }

    private func check(_ current: Generation) {
        let isWatched = current.seats.isEmpty && life.pausedBy == nil
        #expect(awaited == (isWatched ? current.number : nil), "nobody serves, or two do")
        for worker in current.workers where worker.state == .serving || worker.state == .going {
            #expect(pauses[worker.serial, default: false] == (life.pausedBy != nil), "\(worker.title) heard otherwise")
        }
        #expect(current.seats.isEmpty || current.seats.count >= current.run.plan.scaling.fewest)
        #expect(current.seats.isSubset(of: 1...3))
        let looks = current.run.plan.scaling.lookInterval != nil && !current.seats.isEmpty && life.pausedBy == nil
        #expect(!looks || timers[.look] != nil, "nobody will look again")
        guard current.zygote != nil else { return }
        for id in current.missingWorkers {
            #expect(timers[.respawn(generation: current.number, worker: id)] != nil, "worker \(id) is gone for ever")
        }
        for worker in current.workers where worker.state != .serving && worker.state != .draining {
            let hasTimer = timers[.worker(serial: worker.serial)] != nil
            #expect(isDoomed(worker) || hasTimer, "\(worker.title) may start for ever")
        }
        let replaced = Set(current.workers.compactMap(\.replaces))
        for worker in current.workers where worker.isOverdue && worker.state == .serving {
            let returns = timers[.respawn(generation: current.number, worker: worker.seat.worker)] != nil
            #expect(returns || replaced.contains(worker.serial), "nobody takes the place of \(worker.title)")
        }
        let serials = Set(current.workers.map(\.serial))
        let own = current.workers.filter { $0.state != .draining && !($0.replaces.map(serials.contains) ?? false) }
        #expect(Set(own.map(\.seat.worker)).count == own.count, "two workers for one seat")
    }
}

extension SiteLife.Timer {
    /// Whether it is bad news that its time has come.
    fileprivate var isDeadline: Bool {
        switch self {
        case .start, .worker, .health, .mercy, .last, .lifetime: true
        case .respawn, .retry, .look: false
        }
    }
}

/// xorshift64*: a sequence that a seed repeats.
struct Numbers {
    var state: UInt64

    mutating func below(_ bound: Int) -> Int {
        state ^= state >> 12
        state ^= state << 25
        state ^= state >> 27
        return Int((state &* 2_685_821_657_736_338_717) >> 33) % bound
    }
}
