import Kernel
import Options
import Protocol
import Testing

@testable import Vassal

@Suite struct LifetimeTests {
    private func scene(processes: Int, _ change: (inout WorkerSettings) -> Void) -> Scene {
        var scene = Scene(processes: processes)
        var settings = scene.plan.settings
        change(&settings.workers)
        scene.plan = Plan(
            site: "blog", settings: settings, revision: "a", directory: "/srv", defaultSocket: nil, warnings: [])
        return scene
    }

    private func ages(_ scene: Scene) -> [Duration] {
        scene.log.compactMap { if case .schedule(.lifetime, let instant) = $0 { instant - scene.now } else { nil } }
    }

    @Test func eachFurtherWorkerMayBecomeOlder() {
        var scene = scene(processes: 3) {
            $0.maxLifetime = 60
            $0.maxLifetimeDelta = 5
        }
        scene.bringUp()
        #expect(ages(scene) == [.seconds(60), .seconds(65), .seconds(70)])
    }

    @Test func noneIsReplacedBeforeItsLeastAge() {
        var scene = scene(processes: 1) { $0.maxLifetime = 5 }
        scene.bringUp()
        #expect(ages(scene) == [.seconds(10)], "min-worker-lifetime")
    }

    @Test func hugeNumbersMeanNever() {
        var scene = scene(processes: 3) {
            $0.maxLifetime = .max
            $0.maxLifetimeDelta = .max
        }
        scene.bringUp()
        #expect(ages(scene) == [.seconds(Int(Int32.max))], "68 years, and further workers never")
    }

    @Test func anOldWorkerServesUntilItsReplacementDoes() {
        var scene = scene(processes: 1) { $0.maxLifetime = 60 }
        let old = scene.bringUp().workers[0]
        scene.wait(.seconds(61))
        let actions = scene.handle(.timer(.lifetime(serial: old.serial)))
        let text = "worker 1 (pid \(2000 + old.serial)) is replaced: max-worker-lifetime: it served for 61 s"
        #expect(actions.contains(.log(text)))
        let fresh = Scene.forks(in: actions)
        #expect(fresh.map(\.replaces) == [old.serial])
        #expect(Scene.drained(in: scene.ready(fresh[0])).isEmpty)
        let change = scene.serve(fresh[0])
        #expect(Scene.drained(in: change) == [old.serial])
        #expect(change.contains(.schedule(.lifetime(serial: fresh[0].serial), at: scene.now + .seconds(60))))
        #expect(scene.end(old).contains(.cancel(.lifetime(serial: old.serial))))
    }

    @Test func manyOldWorkersChangeAQuarterAtATime() {
        var scene = scene(processes: 8) { $0.maxLifetime = 60 }
        let workers = scene.bringUp().workers
        let forks = workers.flatMap { Scene.forks(in: scene.handle(.timer(.lifetime(serial: $0.serial)))) }
        #expect(forks.count == 2)
    }
}

@Suite struct MemoryTests {
    private func scene(processes: Int = 1, _ change: (inout LimitSettings) -> Void) -> Scene {
        var scene = Scene(processes: processes)
        var settings = scene.plan.settings
        change(&settings.limits)
        scene.plan = Plan(
            site: "blog", settings: settings, revision: "a", directory: "/srv", defaultSocket: nil, warnings: [])
        return scene
    }

    private func use(as addressSpace: UInt64 = 0, resident: UInt64 = 0) -> MemoryUse {
        MemoryUse(addressSpace: addressSpace << 20, resident: resident << 20)
    }

    @Test(
        arguments: [
            (299, 10, nil), (300, 10, "reload-on-as: 300 MB of address space, 300 MB are allowed"),
            (10, 101, "reload-on-rss: 101 MB resident, 100 MB are allowed"),
        ] as [(UInt64, UInt64, String?)])
    func aBigWorkerIsReplaced(addressSpace: UInt64, resident: UInt64, why: String?) {
        var scene = scene {
            $0.reloadAboveAddressSpace = 300 << 20
            $0.reloadAboveResident = 100 << 20
        }
        let worker = scene.bringUp().workers[0]
        scene.wait(.seconds(10))
        let actions = scene.handle(.memory(serial: worker.serial, use(as: addressSpace, resident: resident)))
        #expect(Scene.forks(in: actions).map(\.replaces) == (why == nil ? [] : [worker.serial]))
        let text = why.map { "worker 1 (pid \(2000 + worker.serial)) is replaced: \($0)" }
        #expect(actions.contains { if case .log(let said) = $0 { said == text } else { false } } == (why != nil))
        #expect(scene.handle(.memory(serial: worker.serial, use(as: addressSpace, resident: resident))).isEmpty, "once")
    }

    @Test func noneIsReplacedBeforeItsLeastAge() {
        var scene = scene { $0.reloadAboveResident = 100 << 20 }
        let worker = scene.bringUp().workers[0]
        scene.wait(.seconds(9))
        #expect(scene.handle(.memory(serial: worker.serial, use(resident: 500))).isEmpty)
        scene.wait(.seconds(1))
        #expect(!scene.handle(.memory(serial: worker.serial, use(resident: 500))).isEmpty)
    }

    @Test func theEvilOneKillsAtOnceAndOnce() {
        var scene = scene { $0.killAboveResident = 100 << 20 }
        let worker = scene.bringUp().workers[0]
        let actions = scene.handle(.memory(serial: worker.serial, use(resident: 100)))
        #expect(actions.contains(.signal(serial: worker.serial, .kill)))
        #expect(
            actions.first
                == .log(
                    "worker 1 (pid \(2000 + worker.serial)) is killed: evil-reload-on-rss: 100 MB resident, "
                        + "100 MB are allowed"))
        #expect(scene.handle(.memory(serial: worker.serial, use(resident: 100))).isEmpty)
        #expect(Scene.forks(in: scene.end(worker, .killed(by: .kill, dumpedCore: false))).map(\.seat.worker) == [1])
    }

    @Test func theEvilOneHitsWorkersThatDrainToo() {
        var scene = scene { $0.killAboveAddressSpace = 100 << 20 }
        let old = scene.bringUp(1).workers[0]
        scene.bringUp(2)
        let actions = scene.handle(.memory(serial: old.serial, use(as: 100)))
        #expect(actions.contains(.signal(serial: old.serial, .kill)))
    }

    @Test func oneThatIsNotKnownOrComesUpIsLeftAlone() {
        var scene = scene { $0.killAboveResident = 100 << 20 }
        let worker = scene.load(scene.run(1))[0]
        scene.ready(worker)
        #expect(scene.handle(.memory(serial: worker.serial, use(resident: 500))).isEmpty)
        #expect(scene.handle(.memory(serial: 99, use(resident: 500))).isEmpty)
    }
}
