import Kernel
import Options
import Protocol

@testable import Vassal

/// A site's life on stage: time that moves by hand, and every action written down.
struct Scene {
    var life: SiteLife
    var now = Instant(nanoseconds: 1_000_000_000)
    var plan: Plan
    private(set) var log: [SiteLife.Action] = []

    init(processes: Int = 2, hasEmperor: Bool = true) {
        life = SiteLife(hasEmperor: hasEmperor, firstGeneration: 1)
        var settings = Settings()
        settings.workers.count = processes
        plan = Plan(
            site: "blog", settings: settings, revision: "a", directory: "/srv", defaultSocket: nil, warnings: [])
    }

    @discardableResult
    mutating func handle(_ event: SiteLife.Event) -> [SiteLife.Action] {
        let actions = life.handle(event, at: now)
        log += actions
        return actions
    }

    mutating func wait(_ duration: Duration) {
        now = now + duration
    }

    /// Asks for a generation and has its zygote started.
    @discardableResult
    mutating func run(_ request: Int? = 1) -> Int {
        let actions = handle(.run(Run(request: request, plan: plan, cause: "reload", askedAt: now)))
        for case .start(let number) in actions {
            handle(.spawned(generation: number, zygote: Int32(1000 + number), python: "/usr/bin/python3"))
            return number
        }
        return 0
    }

    /// Has the app of a generation loaded; the forks that follow.
    @discardableResult
    mutating func load(_ number: Int) -> [WorkerRecord] {
        handle(.zygote(generation: number, .hello(version: workerProtocolVersion, python: "3.11.2")))
        return Scene.forks(in: handle(.zygote(generation: number, .loaded(seconds: 1, warnings: []))))
    }

    /// Has a worker come to life as far as ready.
    @discardableResult
    mutating func ready(_ record: WorkerRecord) -> [SiteLife.Action] {
        handle(.worker(serial: record.serial, .hello(version: workerProtocolVersion), pid: Int32(2000 + record.serial)))
        return handle(.worker(serial: record.serial, .ready, pid: Int32(2000 + record.serial)))
    }

    @discardableResult
    mutating func serve(_ record: WorkerRecord) -> [SiteLife.Action] {
        handle(.worker(serial: record.serial, .serving, pid: Int32(2000 + record.serial)))
    }

    @discardableResult
    mutating func end(_ record: WorkerRecord, _ status: ExitStatus = .exited(code: 0)) -> [SiteLife.Action] {
        handle(.workerEnded(serial: record.serial, status))
    }

    /// Brings a generation up to where all of its workers serve.
    @discardableResult
    mutating func bringUp(_ request: Int? = 1) -> (number: Int, workers: [WorkerRecord]) {
        let number = run(request)
        let workers = load(number)
        for worker in workers { ready(worker) }
        for worker in workers { serve(worker) }
        return (number, workers)
    }

    /// Asks for a generation that is not started, or not yet.
    @discardableResult
    mutating func ask(_ request: Int?) -> [SiteLife.Action] {
        handle(.run(Run(request: request, plan: plan, cause: "reload", askedAt: now)))
    }

    /// Changes the plan that the next request runs.
    mutating func change(_ change: (inout Settings) -> Void) {
        var settings = plan.settings
        change(&settings)
        plan = Plan(
            site: plan.site, settings: settings, revision: plan.revision + "'", directory: plan.directory,
            defaultSocket: nil, warnings: [])
    }

    static func starts(in actions: [SiteLife.Action]) -> [Int] {
        actions.compactMap { if case .start(let number) = $0 { number } else { nil } }
    }

    static func forks(in actions: [SiteLife.Action]) -> [WorkerRecord] {
        actions.compactMap { if case .fork(let record) = $0 { record } else { nil } }
    }

    static func verdicts(in actions: [SiteLife.Action]) -> [(request: Int?, failure: FailureKind?)] {
        actions.compactMap { if case .verdict(let run, _, let kind, _) = $0 { (run.request, kind) } else { nil } }
    }

    static func drained(in actions: [SiteLife.Action]) -> [Int] {
        actions.compactMap { if case .drain(let serial) = $0 { serial } else { nil } }
    }
}
