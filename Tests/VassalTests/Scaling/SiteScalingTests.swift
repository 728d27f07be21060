import Kernel
import Options
import Protocol
import Testing

@testable import Vassal

@Suite struct SiteScalingTests {
    private func scene(_ processes: Int = 8, hasEmperor: Bool = true, _ change: (inout Settings) -> Void) -> Scene {
        var scene = Scene(processes: processes, hasEmperor: hasEmperor)
        scene.change(change)
        return scene
    }

    /// Has the machine look, and find these busy.
    private func look(_ scene: inout Scene, busy: Set<Int> = [], waiting: Int = 0) -> [SiteLife.Action] {
        scene.wait(.seconds(1))
        let number = scene.life.current?.number ?? 0
        #expect(scene.handle(.timer(.look)) == [.measure(generation: number)])
        return scene.handle(
            .measured(generation: number, SiteLife.Findings(busy: busy, waiting: waiting, requests: 0)))
    }

    // MARK: - More and fewer

    @Test func aStartHasTheInitialNumber() {
        var scene = scene {
            $0.scaling.fewest = 2
            $0.scaling.initial = 3
        }
        let (number, workers) = scene.bringUp()
        #expect(workers.map(\.seat.worker) == [1, 2, 3])
        #expect(scene.life.generation(number)?.state == .current)
        #expect(scene.life.current?.missingWorkers == [])
    }

    @Test func busyWorkersBringMoreAndQuietOnesGoOldestFirst() {
        var scene = scene {
            $0.scaling.fewest = 2
            $0.scaling.overload = 1
            $0.scaling.step = 2
        }
        let (_, first) = scene.bringUp()
        let busy = Set(first.map(\.serial))
        #expect(Scene.forks(in: look(&scene, busy: busy)).isEmpty)
        let more = Scene.forks(in: look(&scene, busy: busy))
        #expect(more.map(\.seat.worker) == [3, 4])
        for worker in more {
            scene.ready(worker)
            scene.wait(.seconds(1))
            scene.serve(worker)
        }
        #expect(scene.life.scaling.wanted == 4)
        #expect(Scene.drained(in: look(&scene, busy: [first[0].serial])) == [first[1].serial])
        #expect(Scene.drained(in: look(&scene, busy: [first[0].serial])) == [more[0].serial])
        #expect(scene.life.current?.seats == [1, 4])
        #expect(Scene.forks(in: scene.end(first[1])).isEmpty, "nobody takes its place")
    }

    @Test func aWorkerThatDiesKeepsItsSeat() {
        var scene = scene { $0.scaling.fewest = 2 }
        let (_, workers) = scene.bringUp()
        let actions = scene.end(workers[1], .killed(by: .kill, dumpedCore: false))
        #expect(Scene.forks(in: actions).map(\.seat.worker) == [2])
    }

    @Test func aReloadKeepsTheNumber() {
        var scene = scene {
            $0.scaling.fewest = 1
            $0.scaling.algorithm = .manual
        }
        scene.bringUp()
        for _ in 0..<4 {
            for worker in Scene.forks(in: scene.handle(.resize(by: 1, SiteLife.Findings(busy: [])))) {
                scene.ready(worker)
                scene.serve(worker)
            }
        }
        #expect(scene.life.current?.seats == [1, 2, 3, 4, 5])
        let next = scene.run(2)
        #expect(scene.load(next).count == 5)
    }

    @Test func whatTheOldOneBecameMeanwhileTheNewOneBecomes() {
        var scene = scene { $0.scaling.fewest = 1 }
        scene.bringUp()
        let next = scene.run(2)
        let workers = scene.load(next)
        #expect(workers.count == 1)
        scene.handle(.resize(by: 1, SiteLife.Findings(busy: [])))
        scene.ready(workers[0])
        let actions = scene.serve(workers[0])
        #expect(Scene.forks(in: actions).map(\.generation) == [next])
        #expect(scene.life.current?.seats == [1, 2])
    }

    @Test func withoutOverlapTheNumberIsKeptToo() {
        var scene = scene {
            $0.scaling.fewest = 1
            $0.lifecycle.overlaps = false
        }
        let (_, workers) = scene.bringUp()
        let second = Scene.forks(in: scene.handle(.resize(by: 1, SiteLife.Findings(busy: []))))[0]
        scene.ready(second)
        scene.serve(second)
        scene.ask(2)
        scene.end(workers[0])
        scene.end(second)
        scene.handle(.zygoteEnded(generation: 1, .exited(code: 0)))
        #expect(Scene.starts(in: scene.handle(.gone(generation: 1))) == [2])
        scene.handle(.spawned(generation: 2, zygote: 1002, python: "/usr/bin/python3"))
        #expect(scene.load(2).count == 2)
    }

    @Test func theBoundsHold() {
        var scene = scene(2) { $0.scaling.fewest = 1 }
        scene.bringUp()
        func told(_ change: Int) -> [SiteLife.Action] {
            scene.handle(.resize(by: change, SiteLife.Findings(busy: [])))
        }
        #expect(told(-1) == [.log("master-fifo: - does nothing: as few run as cheaper allows, 1 worker")])
        #expect(Scene.forks(in: told(1)).count == 1)
        #expect(told(1) == [.log("master-fifo: + does nothing: as many run as processes allows, 2 workers")])
    }

    @Test func aBusyWorkerGoesWhenSomebodyWantsIt() {
        var scene = scene {
            $0.scaling.fewest = 1
            $0.scaling.initial = 2
        }
        let (_, workers) = scene.bringUp()
        let all = Set(workers.map(\.serial))
        let actions = scene.handle(.resize(by: -1, SiteLife.Findings(busy: all)))
        #expect(Scene.drained(in: actions) == [workers[0].serial], "it answers what it has")
    }

    // MARK: - Sleep

    @Test func aCheapSiteShowsThatItWorksAndSleeps() {
        var scene = scene { $0.scaling.startsCheap = true }
        let number = scene.run()
        let workers = scene.load(number)
        #expect(workers.count == 1)
        scene.ready(workers[0])
        let actions = scene.serve(workers[0])
        #expect(Scene.drained(in: actions) == [workers[0].serial])
        #expect(actions.contains(.awaitClient(generation: number)))
        #expect(Scene.verdicts(in: actions).map(\.failure) == [nil])
        scene.end(workers[0])
        #expect(scene.life.phase == .running)
        #expect(scene.life.current?.workers == [])
        #expect(scene.life.account == "reload; cheap: the next connection starts workers")
    }

    @Test func aCheapSiteThatDoesNotWorkFails() {
        var scene = scene { $0.scaling.startsCheap = true }
        let number = scene.run()
        let workers = scene.load(number)
        let actions = scene.end(workers[0], .exited(code: 1))
        #expect(Scene.verdicts(in: actions).map(\.failure) == [.died])
    }

    @Test func aClientWakesAllOrTheFewest() {
        for (fewest, expected) in [(0, 8), (2, 2)] {
            var scene = scene {
                $0.scaling.startsCheap = true
                $0.scaling.fewest = fewest
            }
            let (number, _) = scene.bringUp()
            let actions = scene.handle(.clientCame(generation: number))
            #expect(actions.first == .awaitNobody)
            #expect(Scene.forks(in: actions).count == expected)
            #expect(scene.handle(.clientCame(generation: number)) == [], "one is enough")
        }
    }

    @Test func manyWorkersAreAskedForInTurns() {
        var scene = scene(150) { $0.scaling.startsCheap = true }
        let (number, _) = scene.bringUp()
        let actions = scene.handle(.clientCame(generation: number))
        #expect(Scene.forks(in: actions).count == SiteLife.mostForksAtOnce)
        let later = actions.compactMap { if case .schedule(.respawn, let at) = $0 { at - scene.now } else { nil } }
        #expect(later.count == 86 && later.min() == .seconds(1) && later.max() == .seconds(2))
    }

    @Test func idleWorkersGoAndAStopEndsASleepingSite() {
        var scene = scene(2) { $0.scaling.idle = 2 }
        let (number, workers) = scene.bringUp()
        #expect(look(&scene).allSatisfy { if case .schedule = $0 { true } else { false } })
        let actions = look(&scene)
        #expect(Scene.drained(in: actions) == workers.map(\.serial))
        #expect(actions.contains(.awaitClient(generation: number)))
        for worker in workers { scene.end(worker) }
        #expect(scene.handle(.timer(.look)) == [])
        let last = scene.handle(.stop)
        #expect(last.contains(.awaitNobody))
        #expect(last.last == .end(code: 0))
    }

    @Test func aReloadOfASleepingSiteLetsItSleep() {
        var scene = scene { $0.scaling.idle = 60 }
        scene.bringUp()
        scene.handle(.goCheap)
        let next = scene.run(2)
        let workers = scene.load(next)
        #expect(workers.count == 1)
        scene.ready(workers[0])
        #expect(scene.serve(workers[0]).contains(.awaitClient(generation: next)))
    }

    @Test func aClientWhoComesDuringTheReloadWakesTheNewOneToo() {
        var scene = scene { $0.scaling.idle = 60 }
        let (old, _) = scene.bringUp()
        scene.handle(.goCheap)
        let next = scene.run(2)
        let workers = scene.load(next)
        scene.handle(.clientCame(generation: old))
        scene.ready(workers[0])
        let actions = scene.serve(workers[0])
        #expect(Scene.forks(in: actions).map(\.generation) == Array(repeating: next, count: 7))
        #expect(!scene.life.isAsleep)
    }

    @Test func aZygoteThatDiesIsReplacedInSleepToo() {
        var scene = scene { $0.scaling.startsCheap = true }
        let (number, workers) = scene.bringUp()
        for worker in workers { scene.end(worker) }
        let actions = scene.handle(.zygoteEnded(generation: number, .killed(by: .kill, dumpedCore: false)))
        #expect(Scene.starts(in: actions) == [number + 1])
        #expect(Scene.forks(in: scene.handle(.clientCame(generation: number))).isEmpty)
        scene.handle(.spawned(generation: number + 1, zygote: 1002, python: "/usr/bin/python3"))
        #expect(scene.load(number + 1).count == 8, "somebody waits already")
    }

    @Test func dieOnIdleEndsALoneSiteOnly() {
        for hasEmperor in [false, true] {
            var scene = scene(1, hasEmperor: hasEmperor) {
                $0.scaling.idle = 1
                $0.scaling.diesOnIdle = true
            }
            let (_, workers) = scene.bringUp()
            scene.wait(.seconds(1))
            let actions = look(&scene)
            #expect(actions.contains(.closeDoors) == !hasEmperor)
            #expect(scene.life.isAsleep == hasEmperor)
            #expect((scene.end(workers[0]).last == .end(code: 0)) == !hasEmperor)
        }
    }

    // MARK: - Pause

    @Test func aPauseReachesEverybodyWhoAcceptsAndWhoWill() {
        var scene = scene(2) { _ in }
        let (_, workers) = scene.bringUp()
        let actions = scene.handle(.pauseOrResume("SIGTSTP"))
        #expect(
            actions.filter { $0 == .pause(serial: workers[0].serial) || $0 == .pause(serial: workers[1].serial) }.count
                == 2)
        #expect(scene.life.account == "reload; paused: connections wait")
        let next = Scene.forks(in: scene.end(workers[0], .exited(code: 1)))[0]
        #expect(scene.ready(next) == [.pause(serial: next.serial), .go(serial: next.serial)])
        scene.serve(next)
        let resumed = scene.handle(.pauseOrResume("SIGTSTP"))
        #expect(resumed.contains(.resume(serial: next.serial)))
        #expect(resumed.contains(.resume(serial: workers[1].serial)))
        #expect(scene.life.account == "worker 1 (pid 2001) exited with code 1")
    }

    @Test func aReloadInAPauseStaysPausedAndAStopEndsIt() {
        var scene = scene(1) { _ in }
        scene.bringUp()
        scene.handle(.pauseOrResume("SIGTSTP"))
        let (_, workers) = scene.bringUp(2)
        #expect(scene.life.pausedBy != nil)
        let actions = scene.handle(.stop)
        let resumed = actions.firstIndex(of: .resume(serial: workers[0].serial))
        let drained = actions.firstIndex(of: .drain(serial: workers[0].serial))
        #expect(resumed != nil && drained != nil && resumed! < drained!)
    }

    @Test func nobodyIsAwaitedNorJudgedInAPause() {
        var scene = scene(2) {
            $0.scaling.fewest = 1
            $0.scaling.idle = 5
        }
        let (number, _) = scene.bringUp()
        #expect(scene.handle(.pauseOrResume("p")).contains(.cancel(.look)))
        #expect(scene.handle(.timer(.look)) == [])
        scene.wait(.seconds(60))
        #expect(!scene.handle(.goCheap).contains(.awaitClient(generation: number)))
        #expect(scene.handle(.clientCame(generation: number)) == [])
        #expect(scene.handle(.pauseOrResume("p")).contains(.awaitClient(generation: number)))
    }
}
