import Kernel
import Options

/// A command that runs at times, and how it is known across masters.
struct CronPlan: Equatable {
    /// The same for as long as its option is the same.
    let key: String
    /// What its lines in the log begin with.
    let name: String
    let rule: CronSettings
    /// How long it may run.
    let harakiri: Duration?
}

/// The commands that run at times: which of them are due, which run, which run too long. A pure machine.
struct CronTable {
    enum Event {
        /// These are the commands from now on; nil: none is started any more.
        case wanted([CronPlan]?)
        /// The date, seconds since 1970.
        case time(Double)
        /// A run was started, or could not be.
        case started(run: Int)
        case notStarted(run: Int, text: String)
        case ended(run: Int, ExitStatus?)
        /// A run's harakiri, or the next look at the clock.
        case timer(Timer)
        /// All runs are to end.
        case stop
        case kill
        /// A run has had its time to end.
        case mercyIsOver
    }

    enum Action: Equatable {
        case start(run: Int, CronPlan)
        case signal(run: Int, Signal)
        case schedule(Timer, at: Instant)
        case cancel(Timer)
        /// The clock is to be looked at.
        case look
        case log(String)
    }

    enum Timer: Hashable {
        case look
        case harakiri(run: Int)
    }

    /// What is known of a command.
    struct Entry: Equatable {
        var plan: CronPlan
        /// When it was last due: the minute since 1970, and the moment.
        var lastMinute: Int64?
        var lastDue: Instant?
        /// How the last run ended, for people.
        var outcome: String?
    }

    /// A command that runs.
    struct Run: Equatable {
        let key: String
        let began: Instant
        var isKilled = false
    }

    private(set) var entries: [Entry] = []
    private(set) var runs: [Int: Run] = [:]
    private var clock: CronClock
    private var lastRun = 0
    private var isOver = true
    /// The minutes in which an earlier master had commands due, by key.
    private var earlier: [String: Int64]

    /// No commands; the clock's first minute is `now`.
    init(now: Double, earlier: [String: Int64] = [:], offset: @escaping (Int64) -> Int64) {
        clock = CronClock(now: now, offset: offset)
        self.earlier = earlier
    }

    mutating func handle(_ event: Event, at now: Instant) -> [Action] {
        switch event {
        case .wanted(let plans): want(plans)
        case .time(let seconds): look(seconds, at: now)
        case .started(let run): started(run, at: now)
        case .notStarted(let run, let text): failed(run, text)
        case .ended(let run, let status): ended(run, status, at: now)
        case .timer(.look): [.look]
        case .timer(.harakiri(let run)): harakiri(run)
        case .stop: runs.keys.sorted().map { .signal(run: $0, .terminate) }
        case .kill, .mercyIsOver: runs.keys.sorted().map { .signal(run: $0, .kill) }
        }
    }

    /// A run of an earlier master that goes on.
    mutating func adopt(_ key: String, at now: Instant) -> Int {
        lastRun += 1
        runs[lastRun] = Run(key: key, began: now)
        return lastRun
    }

    private mutating func want(_ plans: [CronPlan]?) -> [Action] {
        let known = entries
        entries = (plans ?? []).map { plan in
            let before = known.first { $0.plan.key == plan.key }
            return Entry(
                plan: plan, lastMinute: before?.lastMinute ?? earlier[plan.key], lastDue: before?.lastDue,
                outcome: before?.outcome)
        }
        earlier = [:]
        defer { isOver = entries.isEmpty }
        if entries.isEmpty { return [.cancel(.look)] }
        return isOver ? [.look] : []
    }

    // MARK: - Time

    private mutating func look(_ seconds: Double, at now: Instant) -> [Action] {
        if entries.isEmpty { return [] }
        let passed = clock.look(at: seconds)
        let minute = CronClock.minute(seconds)
        var actions: [Action] = []
        for index in entries.indices where isDue(entries[index], passed, minute, at: now) {
            actions += due(index, minute, at: now)
        }
        let left = Double(minute + 1) * 60 - seconds
        return actions + [.schedule(.look, at: now + .milliseconds(Int(left * 1000) + 5))]
    }

    /// Several minutes that were missed are one run.
    private func isDue(_ entry: Entry, _ passed: CronClock.Passed, _ minute: Int64, at now: Instant) -> Bool {
        let rule = entry.plan.rule
        func has(_ minutes: [Int64]) -> Bool { minutes.contains { rule.matches(WallMinute($0)) } }
        // An earlier master ran it.
        if entry.lastDue == nil, entry.lastMinute == minute { return false }
        guard rule.isForEachHour else { return has(passed.fresh) }
        if has(passed.real) { return true }
        let isEarly = entry.lastDue.map { now - $0 < .seconds(rule.halfPeriod) } ?? false
        return !isEarly && has(passed.again)
    }

    private mutating func due(_ index: Int, _ minute: Int64, at now: Instant) -> [Action] {
        entries[index].lastMinute = minute
        entries[index].lastDue = now
        let plan = entries[index].plan
        if plan.rule.isUnique && runs.values.contains(where: { $0.key == plan.key }) {
            return [.log("\(plan.name) still runs and is not started again (\(plan.rule.command))")]
        }
        lastRun += 1
        runs[lastRun] = Run(key: plan.key, began: now)
        return [.start(run: lastRun, plan)]
    }

    // MARK: - Runs

    private func entry(of run: Int) -> Entry? {
        runs[run].flatMap { run in entries.first { $0.plan.key == run.key } }
    }

    private mutating func started(_ run: Int, at now: Instant) -> [Action] {
        guard let limit = entry(of: run)?.plan.harakiri else { return [] }
        return [.schedule(.harakiri(run: run), at: now + limit)]
    }

    private mutating func failed(_ run: Int, _ text: String) -> [Action] {
        let name = entry(of: run)?.plan.name ?? "a cron command"
        note(run, text)
        runs[run] = nil
        return [.log("\(name) could not be started: \(text)")]
    }

    private mutating func harakiri(_ run: Int) -> [Action] {
        guard let limit = entry(of: run)?.plan.harakiri, let name = entry(of: run)?.plan.name else { return [] }
        runs[run]?.isKilled = true
        return [
            .log("\(name) runs for longer than \(Int(limit.inSeconds)) s (harakiri); it is killed"),
            .signal(run: run, .kill),
        ]
    }

    private mutating func ended(_ run: Int, _ status: ExitStatus?, at now: Instant) -> [Action] {
        guard let known = runs[run] else { return [] }
        let name = entry(of: run)?.plan.name ?? "a cron command"
        let seconds = ((now - known.began).inSeconds * 10).rounded() / 10
        let text = (status.map { "\($0)" } ?? "ended") + " after \(seconds) s" + (known.isKilled ? " (harakiri)" : "")
        note(run, text)
        runs[run] = nil
        return [.cancel(.harakiri(run: run)), .log("\(name) \(text)")]
    }

    private mutating func note(_ run: Int, _ text: String) {
        guard let key = runs[run]?.key else { return }
        for index in entries.indices where entries[index].plan.key == key { entries[index].outcome = text }
    }
}
