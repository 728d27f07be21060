import Kernel
import Options
import Protocol
import Testing

@testable import Vassal

@Suite struct OverlapTests {
    private func scene(hasEmperor: Bool = true) -> Scene {
        var scene = Scene(processes: 1, hasEmperor: hasEmperor)
        scene.change { $0.lifecycle.overlaps = false }
        return scene
    }

    @Test func theOldGenerationHasGoneBeforeTheNewOneStarts() {
        var scene = scene()
        let old = scene.bringUp(1)
        let asked = scene.ask(2)
        #expect(Scene.starts(in: asked).isEmpty)
        #expect(Scene.drained(in: asked) == old.workers.map(\.serial))
        #expect(scene.life.phase == .reloading)
        #expect(
            scene.end(old.workers[0]) == [
                .cancel(.worker(serial: 1)), .cancel(.mercy(serial: 1)),
                .cancel(.last(serial: 1)), .cancel(.lifetime(serial: 1)), .release(generation: 1),
            ], "its zygote may live yet")
        let actions = scene.handle(.gone(generation: 1))
        #expect(Scene.starts(in: actions) == [2])
        #expect(scene.life.candidate?.run.request == 2)
    }

    @Test func theLossIsSaid() {
        var scene = scene()
        scene.bringUp(1)
        let lines = scene.ask(2).compactMap { if case .log(let line) = $0 { line } else { nil } }
        #expect(lines.count == 1)
        #expect(lines.first?.contains("reload-overlap") == true)
        #expect(lines.first?.contains("the site is down") == true)
    }

    /// Brings the second generation to where it loads, with nothing beside it.
    private func reloading(_ scene: inout Scene) {
        let old = scene.bringUp(1)
        scene.ask(2)
        scene.end(old.workers[0])
        scene.handle(.gone(generation: 1))
        scene.handle(.spawned(generation: 2, zygote: 1002, python: "/usr/bin/python3"))
    }

    @Test(arguments: [true, false])
    func oneThatFailsIsTriedAgainBehindAStandIn(hasEmperor: Bool) {
        var scene = scene(hasEmperor: hasEmperor)
        reloading(&scene)
        let actions = scene.handle(.zygote(generation: 2, .failed(.import, text: "no")))
        #expect(actions.contains(.standIn(generation: 2)))
        #expect(scene.life.phase == .failed)
        #expect(!actions.contains(.end(code: 22)), "it served once: nobody ends it for a reload")
        scene.handle(.gone(generation: 2))
        scene.wait(.seconds(1))
        #expect(Scene.starts(in: scene.handle(.timer(.retry))) == [3])
    }

    @Test func aTryWaitsForTheProcessesOfTheLastOne() {
        var scene = scene()
        reloading(&scene)
        scene.handle(.zygote(generation: 2, .failed(.import, text: "no")))
        scene.wait(.seconds(1))
        #expect(Scene.starts(in: scene.handle(.timer(.retry))).isEmpty)
        #expect(Scene.starts(in: scene.handle(.gone(generation: 2))) == [3])
    }

    @Test func aLaterRequestFindsTheCandidateGoneToo() {
        var scene = scene()
        reloading(&scene)
        let actions = scene.ask(3)
        #expect(Scene.verdicts(in: actions).map(\.failure) == [.superseded])
        #expect(Scene.starts(in: actions).isEmpty)
        #expect(Scene.starts(in: scene.handle(.gone(generation: 2))) == [3])
    }

    @Test func aPlanThatOverlapsAgainStartsBeside() {
        var scene = scene()
        scene.bringUp(1)
        scene.change { $0.lifecycle.overlaps = true }
        #expect(Scene.starts(in: scene.ask(2)) == [2])
        #expect(scene.life.current?.number == 1)
    }

    @Test func aConflictNamesTheOption() {
        var scene = Scene(processes: 1)
        scene.bringUp(1)
        scene.run(2)
        scene.handle(.sawConflict(generation: 2))
        scene.handle(.zygote(generation: 2, .failed(.import, text: "OSError: [Errno 98] Address already in use")))
        #expect(scene.life.reason.hasPrefix("OSError: [Errno 98] Address already in use; "))
        #expect(scene.life.reason.contains("reload-overlap = false"))
    }

    @Test func withNobodyBesideThereIsNothingToOverlap() {
        var scene = Scene(processes: 1)
        scene.run(1)
        scene.handle(.sawConflict(generation: 1))
        scene.handle(.zygote(generation: 1, .failed(.import, text: "in use")))
        #expect(scene.life.reason == "in use")
    }

    @Test(arguments: [
        ("OSError: [Errno 98] Address already in use", true), ("Error: listen EADDRINUSE", true),
        ("BlockingIOError: [Errno 11] Resource temporarily unavailable", true),
        ("sqlite3.OperationalError: database is locked", true), ("ModuleNotFoundError: No module named 'blog'", false),
    ])
    func conflictsAreKnownByTheirWords(line: String, isConflict: Bool) {
        #expect(Conflict.isToldOf(in: ["Traceback", line]) == isConflict)
    }
}
