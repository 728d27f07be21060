import Kernel
import Options
import Protocol

/// What runs beside the workers: daemons, commands at times, hooks. Everything that happens to them comes in here as an
/// event of their machines, and the machines' actions go out from here as system calls.
final class Beside {
    /// What processes are started with.
    struct Surroundings {
        let plan: Plan
        /// Whom they run as; nil: as the master.
        let identity: Identity?
        let environment: [String]
    }

    let loop: EventLoop
    let log: SiteLog
    var surroundings: Surroundings?
    var roster = DaemonRoster()
    var daemons: [String: HelperProcess] = [:]
    /// Pidfiles that were written for daemons.
    var pidfiles: [String: OwnFile] = [:]
    var crons: CronTable?
    var runs: [Int: HelperProcess] = [:]
    var hooks: [HookRun] = []
    /// What an earlier master left, until a configuration is in force.
    var inherited: [HelperStatus] = []
    var outputs: [String: SharedDescriptor] = [:]

    /// A control daemon ended.
    var onEndSite: (String) -> Void = { _ in }
    /// Something changed that a status shows.
    var onChange: () -> Void = {}
    /// What the next master would have to be given changed.
    var onKeepsake: () -> Void = {}
    /// Whether somebody would tell the next master of what is started now.
    var isHandedOn: () -> Bool = { false }
    /// What an earlier master started belongs to another user, and we may not tell it to end.
    var onForbidden: (_ atOnce: Bool) -> Void = { _ in }

    /// Seconds for what an earlier master left, before a configuration says how long.
    static let usualMercy = 60

    private var timers: [Timer: Timers.Token] = [:]
    private var lastNumber = 0
    private var whenOver: (() -> Void)?
    private var sweep = Sweep()

    enum Timer: Hashable {
        case daemon(String, DaemonLife.Timer)
        case cron(CronTable.Timer)
        case mercy
        case sweep
    }

    init(_ loop: EventLoop, log: SiteLog) {
        self.loop = loop
        self.log = log
    }

    /// A generation serves: what its plan wants runs from now on.
    func attend(_ plan: Plan, as identity: Identity?) {
        guard whenOver == nil else { return }
        let isReload = surroundings != nil
        do throws(StartProblem) {
            surroundings = Surroundings(
                plan: plan, identity: identity, environment: try GenerationProcesses.environment(plan))
        } catch {
            return log.say("what runs beside the workers stays as it is: \(error.text)")
        }
        let user = identity ?? Identity.current
        let before = Set(roster.lives.keys)
        perform(roster.want(plan.daemons(user: user), at: .now))
        if isReload { tellOfReload(before, follows: plan.settings.beside.daemonsFollowReload) }
        attendCrons(plan, user)
        onChange()
    }

    /// A number that nothing else has.
    func newNumber() -> Int {
        lastNumber += 1
        return lastNumber
    }

    /// How a process of the site is started; nil before a configuration is in force.
    func helperStart(_ command: [String], name: String, in surroundings: Surroundings) -> HelperStart {
        let plan = surroundings.plan
        return HelperStart(
            command: command, name: name, environment: surroundings.environment,
            directory: Release(plan.appDirectory).directory, identity: surroundings.identity, limits: plan.limits,
            fileMask: plan.settings.identity.umask.map { Int32(bitPattern: $0) }, diesWithMaster: !isHandedOn())
    }

    func schedule(_ timer: Timer, at instant: Instant, _ handler: @escaping () -> Void) {
        cancel(timer)
        timers[timer] = loop.schedule(at: instant) { [unowned self] in
            timers[timer] = nil
            handler()
        }
    }

    func cancel(_ timer: Timer) {
        if let token = timers.removeValue(forKey: timer) { loop.cancel(token) }
    }

    // MARK: - Ends

    /// A child of the master ended; whether it was one of ours. Any other may have been of some daemon's family.
    func childEnded(_ pid: Int32, _ status: ExitStatus) -> Bool {
        defer { sawEnd() }
        if let key = daemons.first(where: { $0.value.identity.pid == pid })?.key {
            handle(.ended(status), of: key)
        } else if let run = runs.first(where: { $0.value.identity.pid == pid })?.key {
            handle(.ended(run: run, status))
        } else if let hook = hooks.first(where: { $0.process?.identity.pid == pid }) {
            hook.ended(status)
        } else {
            for life in roster.inOrder { handle(.timer(.look), of: life.plan.key, ifEnding: life) }
            return false
        }
        return true
    }

    private func handle(_ event: DaemonLife.Event, of key: String, ifEnding life: DaemonLife) {
        if case .ending = life.state { handle(event, of: key) }
    }

    /// The site has stopped: ends everything, and then whatever is left below the master; `then` is called at the end.
    func stop(then: @escaping () -> Void) {
        whenOver = then
        let mercy = surroundings?.plan.workerMercy ?? Self.usualMercy
        adoptInherited()
        perform(roster.handleAll(.stop, at: .now))
        handle(.wanted(nil))
        handle(.stop)
        for hook in hooks { hook.stop() }
        schedule(.mercy, at: .now + .seconds(mercy)) { [unowned self] in
            handle(.mercyIsOver)
            for hook in hooks { hook.kill() }
        }
        sawEnd()
    }

    /// Everything ends at once.
    func kill() {
        sweep.isAtOnce = true
        perform(roster.handleAll(.kill, at: .now))
        handle(.kill)
        for hook in hooks { hook.kill() }
        sawEnd()
    }

    /// The last of it may have gone.
    func sawEnd() {
        guard whenOver != nil, roster.isEmpty, runs.isEmpty, hooks.isEmpty else { return }
        cancel(.mercy)
        cancel(.sweep)
        guard case .signal(let left, let signal) = sweep.step(ownChildren(), at: .now) else {
            whenOver?()
            return whenOver = {}
        }
        for process in left { _ = try? process.send(signal) }
        schedule(.sweep, at: .now + Sweep.interval) { [unowned self] in sawEnd() }
    }
}
