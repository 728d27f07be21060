import Kernel
import Options
import Protocol
import Testing

@testable import Vassal

@Suite struct GenerationsTests {
    @Test func socketsReachWorkersOnlyWhenAllAreReady() {
        var scene = Scene(processes: 2)
        let number = scene.run()
        let workers = scene.load(number)
        #expect(workers.map(\.seat.worker) == [1, 2])
        #expect(scene.ready(workers[0]).isEmpty)
        let actions = scene.ready(workers[1])
        #expect(actions == [.commit(generation: 1), .go(serial: workers[0].serial), .go(serial: workers[1].serial)])
    }

    @Test func hundredsOfWorkersAreForkedByAndBy() {
        var scene = Scene(processes: 300)
        var asked = scene.load(scene.run())
        #expect(asked.count == SiteLife.mostForksAtOnce)
        var actions: [SiteLife.Action] = []
        for index in 0..<300 {
            let pid = Int32(2000 + asked[index].serial)
            let hello = SiteLife.Event.worker(
                serial: asked[index].serial, .hello(version: workerProtocolVersion), pid: pid)
            asked += Scene.forks(in: scene.handle(hello))
            actions = scene.handle(.worker(serial: asked[index].serial, .ready, pid: pid))
        }
        #expect(asked.map(\.seat.worker) == Array(1...300))
        #expect(actions.first == .commit(generation: 1))
        #expect(actions.count == 301)
    }

    @Test func aCandidateThatFailsWithTheSocketsInHandsDrains() {
        var scene = Scene(processes: 2)
        let old = scene.bringUp(1)
        let workers = scene.load(scene.run(2))
        for worker in workers { scene.ready(worker) }
        let actions = scene.end(workers[0], .exited(code: 1))
        #expect(Scene.drained(in: actions) == [workers[1].serial], "it may have accepted somebody")
        #expect(actions.contains(.commit(generation: old.number)), "what the candidate changed is taken back")
        #expect(!actions.contains(.discard(generation: 2)))
    }

    @Test func aZygotesEndNeverBringsBackAnOlderConfiguration() {
        var scene = Scene(processes: 1)
        for request in 1...3 { scene.bringUp(request) }
        scene.plan = Plan(
            site: "blog", settings: scene.plan.settings, revision: "b", directory: "/srv", defaultSocket: nil,
            warnings: [])
        #expect(scene.run(4) == 0, "three live")
        scene.handle(.zygoteEnded(generation: 3, .exited(code: 1)))
        #expect(scene.life.queue.map(\.plan.revision) == ["b"])
    }

    @Test func theOldGenerationDrainsOnlyWhenTheNewOneServes() throws {
        var scene = Scene(processes: 1)
        let old = scene.bringUp(1)
        let number = scene.run(2)
        let workers = scene.load(number)
        #expect(Scene.drained(in: scene.ready(workers[0])).isEmpty)
        let actions = scene.serve(workers[0])
        #expect(Scene.drained(in: actions) == [old.workers[0].serial])
        let told = actions.firstIndex { if case .verdict = $0 { true } else { false } }
        let drained = actions.firstIndex(of: .drain(serial: old.workers[0].serial))
        #expect(try #require(drained) < #require(told), "who is told meets no old worker that has not heard")
        #expect(actions.contains(.retire(generation: old.number)))
        #expect(Scene.verdicts(in: actions).map(\.request) == [2])
        #expect(Scene.verdicts(in: actions).map(\.failure) == [nil])
        #expect(scene.life.phase == .running)
        #expect(scene.end(old.workers[0]).contains(.release(generation: old.number)))
    }

    @Test(arguments: [FailureKind.import, .python, .spawn])
    func aFailedCandidateChangesNothing(kind: FailureKind) {
        var scene = Scene(processes: 2)
        let old = scene.bringUp(1)
        let number = scene.run(2)
        let actions = scene.handle(.zygote(generation: number, .failed(kind, text: "it broke")))
        #expect(Scene.drained(in: actions).isEmpty)
        #expect(Scene.verdicts(in: actions).map(\.failure) == [kind])
        #expect(actions.contains(.discard(generation: number)))
        #expect(scene.life.phase == .degraded)
        #expect(scene.life.reason == "it broke")
        #expect(scene.life.current?.number == old.number)
        #expect(scene.life.current?.workers.map(\.state) == [.serving, .serving])
    }

    @Test func failThenFixThenReloadWorks() {
        var scene = Scene(processes: 1)
        scene.bringUp(1)
        scene.handle(.zygote(generation: scene.run(2), .failed(.import, text: "SyntaxError")))
        let fixed = scene.bringUp(3)
        #expect(scene.life.phase == .running)
        #expect(scene.life.current?.number == fixed.number)
    }

    @Test func aCandidateThatDiesBetweenReadyAndItsFirstAcceptFails() {
        var scene = Scene(processes: 1)
        scene.bringUp(1)
        let number = scene.run(2)
        let workers = scene.load(number)
        scene.ready(workers[0])
        let actions = scene.end(workers[0], .killed(by: .kill, dumpedCore: false))
        #expect(Scene.verdicts(in: actions).map(\.failure) == [.died])
        #expect(scene.life.phase == .degraded)
    }

    @Test func aCandidateThatTakesTooLongFails() {
        var scene = Scene(processes: 1)
        scene.bringUp(1)
        let number = scene.run(2)
        let actions = scene.handle(.timer(.start(generation: number)))
        #expect(Scene.verdicts(in: actions).map(\.failure) == [.timeout])
    }

    @Test func aZygoteThatEndsWhileLoadingFailsTheCandidate() {
        var scene = Scene(processes: 1)
        let number = scene.run(1)
        let actions = scene.handle(.zygoteEnded(generation: number, .killed(by: Signal(11), dumpedCore: true)))
        #expect(Scene.verdicts(in: actions).map(\.failure) == [.died])
        #expect(scene.life.reason.contains("SIGSEGV"))
    }

    @Test func aCandidateIsReplacedOnceAndLaterRequestsQueue() {
        var scene = Scene(processes: 1)
        scene.bringUp(1)
        scene.run(2)
        let replaced = scene.handle(.run(Run(request: 3, plan: scene.plan, cause: "", askedAt: scene.now)))
        #expect(Scene.verdicts(in: replaced).map(\.request) == [2])
        #expect(Scene.verdicts(in: replaced).map(\.failure) == [.superseded])
        #expect(scene.handle(.run(Run(request: 4, plan: scene.plan, cause: "", askedAt: scene.now))).isEmpty)
        let workers = scene.load(3)
        scene.ready(workers[0])
        let actions = scene.serve(workers[0])
        #expect(Scene.verdicts(in: actions).map(\.request) == [3])
        #expect(actions.contains(.start(generation: 4)), "the request that queued is next")
    }

    @Test func requestsThatQueueAreOneGeneration() {
        var scene = Scene(processes: 1)
        scene.bringUp(1)
        scene.run(2)
        scene.run(3)
        for request in [4, nil, nil, 5, nil] { scene.ask(request) }
        scene.change { $0.workers.count = 1 }
        scene.ask(6)
        let workers = scene.load(3)
        scene.ready(workers[0])
        #expect(Scene.starts(in: scene.serve(workers[0])) == [4])
        #expect(scene.life.queue.isEmpty)
        #expect(scene.life.candidate?.run.plan == scene.plan, "the newest of them")
        let failed = scene.handle(.zygote(generation: 4, .failed(.import, text: "no")))
        #expect(Scene.verdicts(in: failed).compactMap(\.request) == [4, 5, 6], "everybody who waits is told")
        #expect(Set(Scene.verdicts(in: failed).map(\.failure)) == [.import])
    }

    @Test func aStormThatNobodyWaitsForTakesNoRoom() {
        var scene = Scene(processes: 1)
        scene.bringUp(1)
        scene.run(2)
        scene.run(3)
        for _ in 1...100 { scene.ask(nil) }
        #expect(scene.life.queue.count == 1)
    }

    @Test func onlyWhatIsAsNewAsWhatFailedEndsADegradedState() {
        var scene = Scene(processes: 1)
        scene.bringUp(1)
        scene.handle(.refused(request: 2, text: "x.ini:3: error"))
        scene.handle(.zygoteEnded(generation: 1, .killed(by: .kill, dumpedCore: false)))
        #expect(scene.life.candidate?.number == 2, "the recovery of what serves")
        scene.handle(.spawned(generation: 2, zygote: 1002, python: "/usr/bin/python3"))
        let workers = scene.load(2)
        scene.ready(workers[0])
        scene.serve(workers[0])
        #expect(scene.life.current?.number == 2)
        #expect(scene.life.phase == .degraded)
        scene.bringUp(3)
        #expect(scene.life.phase == .running)
    }

    @Test func aRecoveryOfTheNewestConfigurationEndsADegradedState() {
        var scene = Scene(processes: 1)
        scene.bringUp(1)
        scene.handle(.zygoteEnded(generation: 1, .killed(by: .kill, dumpedCore: false)))
        scene.handle(.zygote(generation: 2, .failed(.import, text: "the database is away")))
        #expect(scene.life.phase == .degraded)
        scene.wait(.seconds(1))
        scene.handle(.timer(.retry))
        scene.handle(.spawned(generation: 3, zygote: 1003, python: "/usr/bin/python3"))
        let workers = scene.load(3)
        scene.ready(workers[0])
        scene.serve(workers[0])
        #expect(scene.life.phase == .running)
    }

    @Test func atMostThreeGenerationsLive() {
        var scene = Scene(processes: 1)
        scene.bringUp(1)
        scene.bringUp(2)
        scene.bringUp(3)
        #expect(scene.life.generations.count == 3)
        #expect(scene.run(4) == 0)
        let first = scene.life.generations[0]
        let actions = scene.end(first.workers[0])
        #expect(actions.contains(.start(generation: 4)))
    }
}

@Suite struct FirstStartTests {
    @Test func aFailedFirstStartStandsInAndTriesAgain() {
        var scene = Scene(processes: 1)
        let number = scene.run(1)
        let actions = scene.handle(.zygote(generation: number, .failed(.import, text: "no module")))
        #expect(actions.contains(.standIn(generation: number)))
        #expect(actions.contains(.schedule(.retry, at: scene.now + .milliseconds(500))))
        #expect(scene.life.phase == .failed)
        #expect(scene.handle(.timer(.retry)).contains(.start(generation: 2)))
    }

    @Test func delaysGrowAndEnd() {
        var scene = Scene(processes: 1)
        var delays: [Duration] = []
        scene.run(1)
        for number in 1...11 {
            scene.handle(.zygote(generation: number, .failed(.import, text: "no")))
            delays.append(scene.life.nextTry.map { $0 - scene.now } ?? .zero)
            scene.now = scene.life.nextTry ?? scene.now
            scene.handle(.timer(.retry))
        }
        #expect(delays.prefix(6) == ArraySlice([500, 1000, 2000, 4000, 8000, 16000].map(Duration.milliseconds)))
        #expect(delays.last == .seconds(180))
    }

    @Test func delaysAreAsTheEmperorSaysFromHisNextOrderOn() {
        var scene = Scene(processes: 1)
        let number = scene.run(1)
        scene.handle(.zygote(generation: number, .failed(.import, text: "no")))
        scene.life.beginAnew(SiteLife.delays(first: .seconds(4), longest: .seconds(5)))
        scene.life.jitter = 1
        scene.handle(.timer(.retry))
        scene.handle(.zygote(generation: number + 1, .failed(.import, text: "no")))
        #expect(scene.life.nextTry == scene.now + .seconds(3))
    }

    @Test func aloneItEndsWithTheCodeOfUWSGI() {
        var scene = Scene(processes: 1, hasEmperor: false)
        let number = scene.run(nil)
        #expect(scene.handle(.zygote(generation: number, .failed(.import, text: "no"))).contains(.end(code: 22)))
    }

    @Test func aRefusedConfigurationNeverReplacesARunningOne() {
        var scene = Scene(processes: 1)
        scene.bringUp(1)
        let actions = scene.handle(.refused(request: 2, text: "x.ini:3: error: what"))
        #expect(actions.contains(.refuse(request: 2, text: "x.ini:3: error: what")))
        #expect(scene.life.phase == .degraded)
        #expect(scene.life.current?.workers.count == 1)
    }
}

@Suite struct WorkerLifeTests {
    @Test func aDeadWorkerIsReplacedAtOnceTheFirstTime() {
        var scene = Scene(processes: 2)
        let site = scene.bringUp()
        let actions = scene.end(site.workers[0], .killed(by: .kill, dumpedCore: false))
        #expect(Scene.forks(in: actions).map(\.seat.worker) == [1])
        #expect(scene.life.reason.contains("SIGKILL"))
        let fresh = Scene.forks(in: actions)[0]
        #expect(scene.ready(fresh) == [.go(serial: fresh.serial)])
    }

    @Test func aCrashLoopIsSlowed() {
        var scene = Scene(processes: 1)
        var worker = scene.bringUp().workers[0]
        let first = scene.end(worker, .exited(code: 1))
        worker = Scene.forks(in: first)[0]
        let actions = scene.end(worker, .exited(code: 1))
        #expect(Scene.forks(in: actions).isEmpty)
        #expect(actions.contains(.schedule(.respawn(generation: 1, worker: 1), at: scene.now + .milliseconds(500))))
        #expect(Scene.forks(in: scene.handle(.timer(.respawn(generation: 1, worker: 1)))).count == 1)
    }

    @Test func aDeadZygoteLeavesItsWorkersAndBringsUpANewGeneration() {
        var scene = Scene(processes: 2)
        scene.bringUp()
        let actions = scene.handle(.zygoteEnded(generation: 1, .killed(by: .kill, dumpedCore: false)))
        #expect(Scene.drained(in: actions).isEmpty)
        #expect(actions.contains(.start(generation: 2)))
        #expect(scene.life.phase == .reloading)
        #expect(scene.life.reason.contains("zygote"))
    }

    @Test func aWorkerThatHadEnoughServesUntilItsReplacementDoes() {
        var scene = Scene(processes: 1)
        let old = scene.bringUp().workers[0]
        let forks = Scene.forks(
            in: scene.handle(.worker(serial: old.serial, .wantsReplacement(reason: "max-requests"), pid: nil)))
        #expect(forks.map(\.replaces) == [old.serial])
        #expect(forks[0].seat.slot != old.seat.slot)
        #expect(Scene.drained(in: scene.ready(forks[0])).isEmpty)
        #expect(Scene.drained(in: scene.serve(forks[0])) == [old.serial])
    }

    @Test func workersAreNotReplacedAllAtOnce() {
        var scene = Scene(processes: 4)
        let workers = scene.bringUp().workers
        var forks: [WorkerRecord] = []
        for worker in workers {
            forks += Scene.forks(
                in: scene.handle(.worker(serial: worker.serial, .wantsReplacement(reason: "max-requests"), pid: nil)))
        }
        #expect(forks.count == 1)
        scene.ready(forks[0])
        #expect(Scene.forks(in: scene.serve(forks[0])).isEmpty)
        #expect(Scene.forks(in: scene.end(workers[0])).map(\.seat.worker) == [2])
    }

    @Test func drainingEndsWithItsMercy() {
        var scene = Scene(processes: 1)
        scene.plan = Plan(
            site: "blog",
            settings: {
                var s = scene.plan.settings; s.lifecycle.reloadMercy = 10; return s
            }(), revision: "a",
            directory: "/srv", defaultSocket: nil, warnings: [])
        let worker = scene.bringUp().workers[0]
        let actions = scene.handle(.stop)
        #expect(actions.contains(.schedule(.mercy(serial: worker.serial), at: scene.now + .seconds(10))))
        #expect(
            scene.handle(.timer(.mercy(serial: worker.serial))).contains(.signal(serial: worker.serial, .interrupt)))
        #expect(scene.handle(.timer(.last(serial: worker.serial))).contains(.signal(serial: worker.serial, .kill)))
        #expect(scene.end(worker, .killed(by: .kill, dumpedCore: false)).contains(.end(code: 0)))
    }
}

@Suite struct StopTests {
    @Test func aStopDrainsEverybodyThenEnds() {
        var scene = Scene(processes: 2)
        let site = scene.bringUp()
        let actions = scene.handle(.stop)
        #expect(actions.first == .closeDoors, "nobody comes after those who are drained")
        #expect(Scene.drained(in: actions) == site.workers.map(\.serial))
        #expect(!actions.contains(.end(code: 0)))
        scene.end(site.workers[0])
        #expect(scene.end(site.workers[1]).contains(.end(code: 0)))
    }

    @Test func aStopDuringAReloadTellsWhoWaits() {
        var scene = Scene(processes: 1)
        scene.bringUp(1)
        scene.run(2)
        let actions = scene.handle(.stop)
        #expect(Scene.verdicts(in: actions).map(\.failure) == [.superseded])
        #expect(scene.life.phase == .stopping)
    }

    @Test func nothingStartsAfterAStop() {
        var scene = Scene(processes: 1)
        let worker = scene.bringUp().workers[0]
        scene.handle(.stop)
        #expect(
            Scene.verdicts(in: scene.handle(.run(Run(request: 9, plan: scene.plan, cause: "", askedAt: scene.now))))
                .count == 1)
        #expect(Scene.forks(in: scene.end(worker, .exited(code: 1))).isEmpty)
        #expect(scene.life.generations.isEmpty)
    }

    @Test func aStopBeforeAnythingRanEndsAtOnce() {
        var scene = Scene()
        #expect(scene.handle(.stop).contains(.end(code: 0)))
    }
}
