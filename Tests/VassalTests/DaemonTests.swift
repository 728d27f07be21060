import Kernel
import Options
import Testing

@testable import Vassal

/// The life of a daemon, and of several.
@Suite struct DaemonTests {
    private let process: ProcessIdentity

    init() throws {
        process = try #require(ProcessIdentity(of: currentProcess()))
    }

    @Test func oneThatEndsStartsAgainWithGrowingDelays() {
        var stage = Stage()
        #expect(stage.handle(.begin) == [.start])
        var delays: [Int] = []
        for _ in 0..<6 {
            stage.run(process)
            _ = stage.handle(.ended(.exited(code: 1)))
            let actions = stage.handle(.family(isLeft: false))
            if actions.contains(.start) {
                delays.append(0)
            } else if let at = stage.scheduled(.retry) {
                delays.append(Int((at - stage.now).inSeconds.rounded()))
                stage.now = at
                #expect(stage.handle(.timer(.retry)) == [.start])
            }
        }
        #expect(delays == [0, 1, 2, 4, 8, 16])
        #expect(stage.life.restarts == 6)
        #expect(stage.life.reason == "it exited with code 1")
    }

    @Test func theLongestDelayIsTheKeys() {
        var daemon = DaemonSettings(command: "true")
        daemon.longestDelay = 3
        var stage = Stage(daemon)
        _ = stage.handle(.begin)
        for _ in 0..<8 {
            stage.run(process)
            _ = stage.handle(.ended(.exited(code: 1)))
            _ = stage.handle(.family(isLeft: false))
            if let at = stage.scheduled(.retry) {
                #expect(at - stage.now <= .seconds(3))
                stage.now = at
                _ = stage.handle(.timer(.retry))
            }
        }
    }

    @Test func whatIsLeftOfOneGoesBeforeItStartsAgain() {
        var stage = Stage()
        _ = stage.handle(.begin)
        stage.run(process)
        #expect(stage.handle(.ended(.killed(by: .kill, dumpedCore: false))).last == .findFamily)
        let told = stage.handle(.family(isLeft: true))
        #expect(told.contains(.signal(.terminate)) && !told.contains(.start))
        #expect(stage.handle(.timer(.look)) == [.findFamily])
        stage.now = stage.now + .seconds(30)
        #expect(stage.handle(.timer(.mercy)).contains(.signal(.kill)))
        #expect(stage.handle(.family(isLeft: true)).contains(.signal(.kill)))
        #expect(stage.handle(.family(isLeft: false)).contains(.start))
    }

    @Test func aStopAsksAndThenKills() {
        var daemon = DaemonSettings(command: "true")
        daemon.stopSignal = 3
        var stage = Stage(daemon)
        _ = stage.handle(.begin)
        stage.run(process)
        let actions = stage.handle(.stop)
        #expect(actions.contains(.signal(.quit)))
        #expect(stage.scheduled(.mercy) == stage.now + .seconds(30))
        #expect(stage.handle(.ended(.exited(code: 0))) == [.findFamily])
        #expect(stage.handle(.family(isLeft: false)).last == .over)
    }

    @Test func whatTheKernelHoldsIsWaitedForATime() {
        var stage = Stage()
        _ = stage.handle(.begin)
        stage.run(process)
        _ = stage.handle(.stop)
        stage.now = stage.now + .seconds(30)
        _ = stage.handle(.timer(.mercy))
        stage.now = stage.now + .seconds(11)
        #expect(stage.handle(.family(isLeft: true)).last == .over)
    }

    @Test func aControlDaemonEndsTheSite() {
        var daemon = DaemonSettings(command: "true")
        daemon.isControl = true
        var stage = Stage(daemon)
        _ = stage.handle(.begin)
        stage.run(process)
        let actions = stage.handle(.ended(.exited(code: 0)))
        #expect(actions.contains { if case .endSite = $0 { true } else { false } })
        #expect(!actions.contains(.start))
        #expect(stage.handle(.family(isLeft: false)).last == .over)
    }

    // MARK: - Pidfiles

    private func smart() -> DaemonSettings {
        var daemon = DaemonSettings(command: "redis-server")
        daemon.pidfile = "/run/redis.pid"
        return daemon
    }

    @Test func oneThatRunsAlreadyIsNotStarted() {
        var stage = Stage(smart())
        #expect(stage.handle(.begin) == [.findPid])
        let actions = stage.handle(.found(process, isOurs: false))
        #expect(!actions.contains(.start))
        #expect(stage.life.state == .running(isOurs: false))
        #expect(stage.handle(.stop) == [.over], "whoever started it ends it")
    }

    @Test func oneThatPutsItselfIntoTheBackgroundIsFound() {
        var stage = Stage(smart())
        _ = stage.handle(.begin)
        #expect(stage.handle(.found(nil, isOurs: false)) == [.start])
        stage.run(process)
        #expect(stage.handle(.ended(.exited(code: 0))) == [])
        #expect(stage.handle(.timer(.look)) == [.findPid])
        _ = stage.handle(.found(nil, isOurs: false))
        let other = ProcessIdentity(of: 1) ?? process
        _ = stage.handle(.found(other, isOurs: true))
        #expect(stage.life.process == other)
        _ = stage.handle(.ended(nil))
        #expect(stage.life.state == .seeking(lost: true))
        _ = stage.handle(.found(nil, isOurs: false))
        #expect(stage.handle(.family(isLeft: false)).contains(.start))
    }

    @Test func oneThatNeverAppearsIsStartedAgain() {
        var stage = Stage(smart())
        _ = stage.handle(.begin)
        _ = stage.handle(.found(nil, isOurs: false))
        stage.run(process)
        _ = stage.handle(.ended(.exited(code: 0)))
        stage.now = stage.now + .seconds(11)
        #expect(stage.handle(.found(nil, isOurs: false)).last == .findFamily)
        #expect(stage.handle(.family(isLeft: false)).contains(.start))
    }

    @Test func oneThatStaysInTheForegroundIsKept() {
        var stage = Stage(smart())
        _ = stage.handle(.begin)
        _ = stage.handle(.found(nil, isOurs: false))
        stage.run(process)
        stage.now = stage.now + .seconds(11)
        _ = stage.handle(.found(nil, isOurs: false))
        #expect(stage.life.state == .running(isOurs: true))
    }

    // MARK: - Several

    @Test func whatDidNotChangeIsLeftAloneAndWhatChangedWaits() {
        var roster = DaemonRoster()
        let (web, old, new) = (plan("web"), plan("beat -v"), plan("beat -q"))
        let now = Instant(nanoseconds: 1)
        #expect(keys(roster.want([web, old], at: now), .start) == ["web", "beat -v"])
        for key in ["web", "beat -v"] { _ = roster.handle(.started(process), of: key, at: now) }
        let orders = roster.want([web, new], at: now)
        #expect(keys(orders, .start) == [])
        #expect(keys(orders, .signal(.terminate)) == ["beat -v"])
        _ = roster.handle(.ended(.exited(code: 0)), of: "beat -v", at: now)
        #expect(keys(roster.handle(.family(isLeft: false), of: "beat -v", at: now), .start) == ["beat -q"])
        #expect(roster.lives["web"]?.state == .running(isOurs: true))
    }

    @Test func anEarlierMastersGoesOnUnderTheNextOne() {
        var roster = DaemonRoster()
        let now = Instant(nanoseconds: 1)
        roster.adopt(plan("web"), process, restarts: 2)
        #expect(keys(roster.want([plan("web")], at: now), .start) == [])
        #expect(roster.lives["web"]?.restarts == 2)
        #expect(roster.lives["web"]?.process == process)
    }

    @Test func anEarlierMastersThatEndsTooEarlyWaitsForAGeneration() {
        var roster = DaemonRoster()
        let now = Instant(nanoseconds: 1)
        roster.adopt(plan("web"), process, restarts: 0)
        _ = roster.handle(.ended(nil), of: "web", at: now)
        #expect(keys(roster.handle(.family(isLeft: false), of: "web", at: now), .start) == [])
        #expect(roster.isEmpty)
        #expect(keys(roster.want([plan("web")], at: now), .start) == ["web"])
    }

    @Test func oneThatIsWantedAgainWhileItEndsBeginsAnew() {
        var roster = DaemonRoster()
        let now = Instant(nanoseconds: 1)
        _ = roster.want([plan("web")], at: now)
        _ = roster.handle(.started(process), of: "web", at: now)
        _ = roster.want([], at: now)
        #expect(keys(roster.want([plan("web")], at: now), .start) == [])
        _ = roster.handle(.ended(.exited(code: 0)), of: "web", at: now)
        #expect(keys(roster.handle(.family(isLeft: false), of: "web", at: now), .start) == ["web"])
    }

    @Test func aStopBeginsNothing() {
        var roster = DaemonRoster()
        let now = Instant(nanoseconds: 1)
        _ = roster.want([plan("web")], at: now)
        _ = roster.handle(.started(process), of: "web", at: now)
        #expect(keys(roster.handleAll(.stop, at: now), .signal(.terminate)) == ["web"])
        #expect(roster.want([plan("more")], at: now).isEmpty)
        _ = roster.handle(.ended(.exited(code: 0)), of: "web", at: now)
        #expect(keys(roster.handle(.family(isLeft: false), of: "web", at: now), .over) == ["web"])
        #expect(roster.isEmpty)
    }

    @Test func whateverHappensThereIsNeverASecondProcess() {
        for seed in UInt64(1)...400 { Turmoil(seed: seed, process).run() }
    }

    private func plan(_ key: String) -> DaemonPlan {
        DaemonPlan(key: key, name: key, settings: DaemonSettings(command: key), mercy: .seconds(30))
    }

    private func keys(_ orders: [DaemonRoster.Order], _ action: DaemonLife.Action) -> [String] {
        orders.filter { $0.action == action }.map(\.key)
    }
}

/// One daemon, and a clock that moves by hand.
private struct Stage {
    var life: DaemonLife
    var now = Instant(nanoseconds: 1_000_000_000)
    private var timers: [DaemonLife.Timer: Instant] = [:]

    init(_ settings: DaemonSettings = DaemonSettings(command: "true")) {
        life = DaemonLife(DaemonPlan(key: "true", name: "true", settings: settings, mercy: .seconds(30)))
    }

    mutating func handle(_ event: DaemonLife.Event) -> [DaemonLife.Action] {
        let actions = life.handle(event, at: now)
        for action in actions {
            if case .schedule(let timer, let at) = action { timers[timer] = at }
            if case .cancel(let timer) = action { timers[timer] = nil }
        }
        return actions
    }

    mutating func run(_ process: ProcessIdentity) {
        _ = handle(.started(process))
    }

    func scheduled(_ timer: DaemonLife.Timer) -> Instant? { timers[timer] }
}

/// Daemons with faults and orders in any order: of each option at most one process at a time.
private struct Turmoil {
    private var roster = DaemonRoster()
    private var random: Numbers
    private let process: ProcessIdentity
    private var now = Instant(nanoseconds: 1)
    /// Processes that live, by option; families count until they are told to end.
    private var living: [String: Int] = [:]
    private var families: Set<String> = []

    init(seed: UInt64, _ process: ProcessIdentity) {
        random = Numbers(state: seed)
        self.process = process
    }

    func run() {
        var copy = self
        for _ in 0..<200 { copy.step() }
        copy.end()
    }

    private mutating func step() {
        now = now + .milliseconds(Int(random.below(1500)))
        let key = ["a", "b", "c"][Int(random.below(3))]
        switch random.below(8) {
        case 0: obey(roster.want(["a", "b", "c"].filter { _ in random.below(2) == 0 }.map(plan), at: now))
        case 1, 2: die(key)
        case 3: obey(roster.handle(.timer(.retry), of: key, at: now))
        case 4: obey(roster.handle(.timer(.look), of: key, at: now))
        case 5: obey(roster.handle(.timer(.mercy), of: key, at: now))
        case 6: obey(roster.handle(.restart("touched", .terminate), of: key, at: now))
        default: families.remove(key)
        }
    }

    private mutating func die(_ key: String) {
        guard let count = living[key], count > 0 else { return }
        living[key] = 0
        obey(roster.handle(.ended(.exited(code: 1)), of: key, at: now))
    }

    private mutating func obey(_ orders: [DaemonRoster.Order]) {
        for (key, action) in orders {
            switch action {
            case .start:
                #expect(living[key, default: 0] == 0 && !families.contains(key), "two of \(key)")
                living[key] = 1
                if random.below(2) == 0 { families.insert(key) }
                obey(roster.handle(.started(process), of: key, at: now))
            case .findFamily:
                let isLeft = living[key, default: 0] > 0 || families.contains(key)
                obey(roster.handle(.family(isLeft: isLeft), of: key, at: now))
            case .signal(.kill):
                living[key] = 0
                families.remove(key)
            case .over: #expect(living[key, default: 0] == 0 && !families.contains(key), "\(key) is forgotten alive")
            case .signal, .notify, .schedule, .cancel, .log, .endSite, .findPid: break
            }
        }
    }

    /// A stop ends all of them, whatever was before.
    private mutating func end() {
        obey(roster.handleAll(.stop, at: now))
        for key in ["a", "b", "c"] {
            now = now + .seconds(60)
            obey(roster.handle(.timer(.mercy), of: key, at: now))
            obey(roster.handle(.timer(.look), of: key, at: now))
        }
        #expect(roster.isEmpty)
    }

    private func plan(_ key: String) -> DaemonPlan {
        DaemonPlan(key: key, name: key, settings: DaemonSettings(command: key), mercy: .seconds(30))
    }
}

/// Where the shell makes way for a daemon's program.
@Suite struct DaemonCommandTests {
    @Test(arguments: [
        "celery -A shop worker", "/srv/env/bin/celery -A 'my shop' worker -n \"w@%h\"", "./run $HOME/x",
        "redis-server /etc/redis.conf > /tmp/log 2>&1", "  memcached -u www", "echo up",
    ]) func oneProgram(_ command: String) {
        #expect(DaemonCommand.isOneProgram(command))
    }

    @Test(arguments: [
        "cd /srv && celery", "a; b", "a | b", "a &", "A=1 celery", "exec celery", "while true; do a; done", "(a)",
        "`a`",
        "a $(b)", "{ a", "trap x 1", "a\nb", "", "\"a b\" c", ". ./env", "a >&", "! a",
    ]) func notOneProgram(_ command: String) {
        #expect(!DaemonCommand.isOneProgram(command))
    }
}
