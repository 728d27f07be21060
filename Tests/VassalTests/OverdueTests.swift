import Kernel
import Options
import Protocol
import Testing

@testable import Vassal

@Suite struct OverdueTests {
    private static let why = "harakiri of GET /slow after 30.1 s"

    private func overdue(_ worker: WorkerRecord) -> SiteLife.Event {
        .worker(serial: worker.serial, .overdue(reason: Self.why), pid: nil)
    }

    @Test func aWorkerWithAnOverdueRequestIsReplacedAtOnceAndDrainsThen() {
        var scene = Scene(processes: 1)
        let old = scene.bringUp().workers[0]
        let actions = scene.handle(overdue(old))
        let forks = Scene.forks(in: actions)
        #expect(forks.map(\.replaces) == [old.serial])
        #expect(actions.contains(.log("worker 1 (pid \(2000 + old.serial)) replaced: \(Self.why)")))
        #expect(scene.life.reason.hasSuffix(Self.why))
        #expect(Scene.drained(in: scene.ready(forks[0])).isEmpty)
        let drained = scene.serve(forks[0])
        #expect(Scene.drained(in: drained) == [old.serial])
        let mercy = scene.now + .seconds(scene.plan.workerMercy)
        #expect(drained.contains(.schedule(.mercy(serial: old.serial), at: mercy)), "its other requests are bounded")
        #expect(Scene.forks(in: scene.end(old)).isEmpty)
    }

    @Test func allOfThemAreReplacedAtOnce() {
        var scene = Scene(processes: 4)
        let forks = scene.bringUp().workers.flatMap { Scene.forks(in: scene.handle(overdue($0))) }
        #expect(forks.map(\.seat.worker) == [1, 2, 3, 4])
    }

    @Test func itsFurtherRequestsAreTold() {
        var scene = Scene(processes: 1)
        let old = scene.bringUp().workers[0]
        scene.handle(overdue(old))
        let actions = scene.handle(overdue(old))
        #expect(Scene.forks(in: actions).isEmpty)
        #expect(actions.count == 1)
        #expect(scene.life.harakiris == [1: 2])
    }

    @Test func oneThatEndsFirstIsNoCrash() {
        var scene = Scene(processes: 1)
        let old = scene.bringUp().workers[0]
        let fresh = Scene.forks(in: scene.handle(overdue(old)))[0]
        let reason = scene.life.reason
        let actions = scene.end(old)
        #expect(Scene.forks(in: actions).isEmpty)
        #expect(scene.life.reason == reason)
        scene.ready(fresh)
        scene.serve(fresh)
        #expect(scene.life.current?.workers.map(\.state) == [.serving])
    }

    @Test func whereItsReplacementDiesAnotherOneComes() {
        var scene = Scene(processes: 1)
        let old = scene.bringUp().workers[0]
        let fresh = Scene.forks(in: scene.handle(overdue(old)))[0]
        scene.end(old)
        #expect(Scene.forks(in: scene.end(fresh, .exited(code: 1))).map(\.seat.worker) == [1])
    }

    @Test func whereItsReplacementDiesFirstAnotherOneComesInTime() {
        var scene = Scene(processes: 1)
        let old = scene.bringUp().workers[0]
        let fresh = Scene.forks(in: scene.handle(overdue(old)))[0]
        scene.end(fresh, .exited(code: 1))
        let again = Scene.forks(in: scene.handle(.timer(.respawn(generation: 1, worker: 1))))
        #expect(again.map(\.replaces) == [old.serial])
    }

    @Test func withoutAZygoteItDrains() {
        var scene = Scene(processes: 2)
        let old = scene.bringUp().workers[0]
        scene.handle(.zygoteEnded(generation: 1, .killed(by: .kill, dumpedCore: false)))
        #expect(Scene.drained(in: scene.handle(overdue(old))) == [old.serial])
    }

    @Test func oneThatWasToBeReplacedAnywayIsReplacedOnce() {
        var scene = Scene(processes: 1)
        let old = scene.bringUp().workers[0]
        scene.handle(.worker(serial: old.serial, .wantsReplacement(reason: "max-requests"), pid: nil))
        #expect(Scene.forks(in: scene.handle(overdue(old))).isEmpty)
    }

    @Test func aDrainingOneIsOnlyTold() {
        var scene = Scene(processes: 1)
        let old = scene.bringUp().workers[0]
        scene.handle(.stop)
        let actions = scene.handle(overdue(old))
        #expect(actions.count == 1)
        #expect(scene.end(old).contains(.end(code: 0)))
    }

    @Test func aWorkerThatDoesNotReactIsKilledAndReplaced() {
        var scene = Scene(processes: 1)
        let old = scene.bringUp().workers[0]
        let actions = scene.handle(.deaf(serial: old.serial, "harakiri of a request after 32.0 s"))
        #expect(actions.contains(.signal(serial: old.serial, .kill)))
        let killed = scene.end(old, .killed(by: .kill, dumpedCore: false))
        #expect(Scene.forks(in: killed).map(\.seat.worker) == [1])
    }

    @Test func thePlanTellsTheWorkersTheRule() {
        var settings = Settings()
        #expect(plan(settings).appOrder.harakiri == nil)
        settings.requests.harakiri = 30
        settings.requests.harakiriDetails.isVerbose = true
        settings.requests.harakiriDetails.gracefulTimeout = 5
        settings.requests.harakiriDetails.gracefulSignal = 10
        settings.requests.harakiriDetails.queueThreshold = 7
        var rule = Harakiri(seconds: 30)
        rule.isVerbose = true
        rule.gracefulSeconds = 5
        rule.gracefulSignal = 10
        rule.queueThreshold = 7
        #expect(plan(settings).appOrder.harakiri == rule)
    }

    @Test(arguments: [(Int.min, 1), (0, 1), (30, 30), (.max, 1_000_000_000)])
    func noTimeIsBeyondTheClock(seconds: Int, limit: Int) {
        var rule = Harakiri(seconds: seconds)
        rule.gracefulSeconds = .max
        #expect(rule.limit == .seconds(limit))
        #expect(Instant.now + rule.limit + rule.gracefulLimit > .now)
    }

    private func plan(_ settings: Settings) -> Plan {
        Plan(site: "blog", settings: settings, revision: "a", directory: "/srv", defaultSocket: nil, warnings: [])
    }
}
