import Kernel
import Options
import Protocol
import Testing

@testable import Vassal

@Suite struct HealthTests {
    /// A site that serves, and a candidate with a health check whose workers are all ready.
    private func scene() -> (scene: Scene, workers: [WorkerRecord], actions: [SiteLife.Action]) {
        var scene = Scene(processes: 2)
        scene.bringUp(1)
        scene.change { settings in
            settings.lifecycle.healthCheck = "/up"
            settings.lifecycle.healthTimeout = 7
        }
        let workers = scene.load(scene.run(2))
        scene.ready(workers[0])
        let actions = scene.ready(workers[1])
        return (scene, workers, actions)
    }

    @Test func oneWorkerIsAskedBeforeAnySocketIsOpened() {
        let (scene, workers, actions) = scene()
        #expect(
            actions == [
                .schedule(.health(generation: 2), at: scene.now + .seconds(7)), .check(serial: workers[0].serial),
            ])
        #expect(scene.life.phase == .reloading)
    }

    @Test func aHealthyCandidateServes() {
        var (scene, workers, _) = scene()
        let actions = scene.handle(.healthy(generation: 2))
        #expect(
            actions == [
                .cancel(.health(generation: 2)), .commit(generation: 2), .go(serial: workers[0].serial),
                .go(serial: workers[1].serial),
            ])
        #expect(Scene.verdicts(in: scene.serve(workers[0])).map(\.failure) == [nil])
    }

    @Test func anUnhealthyOneChangesNothing() {
        var (scene, _, _) = scene()
        let actions = scene.handle(.unhealthy(generation: 2, text: "answered HTTP/1.1 500 Internal Server Error"))
        #expect(Scene.verdicts(in: actions).map(\.failure) == [.health])
        #expect(actions.contains(.discard(generation: 2)))
        #expect(!actions.contains(.commit(generation: 2)))
        #expect(scene.life.reason == "health-check /up: answered HTTP/1.1 500 Internal Server Error")
        #expect(scene.life.phase == .degraded)
        #expect(scene.handle(.healthy(generation: 2)).isEmpty, "too late")
    }

    @Test func oneThatDoesNotAnswerInTimeFails() {
        var (scene, _, _) = scene()
        let actions = scene.handle(.timer(.health(generation: 2)))
        #expect(Scene.verdicts(in: actions).map(\.failure) == [.health])
        #expect(scene.life.reason.contains("7 s"))
    }

    @Test func oneThatDiesOfTheQuestionDied() {
        var (scene, workers, _) = scene()
        let actions = scene.end(workers[0], .killed(by: Signal(11), dumpedCore: false))
        #expect(Scene.verdicts(in: actions).map(\.failure) == [.died])
        #expect(scene.handle(.unhealthy(generation: 2, text: "closed")).isEmpty)
    }

    @Test func aNewerRequestReplacesOneThatIsAsked() {
        var (scene, _, _) = scene()
        let actions = scene.ask(3)
        #expect(Scene.verdicts(in: actions).map(\.failure) == [.superseded])
        #expect(Scene.starts(in: actions) == [3])
    }

    @Test(arguments: [
        ("HTTP/1.1 200 OK\r\n\r\n", true), ("HTTP/1.0 302 Found\r\n", true), ("HTTP/1.1 399 x\r\n", true),
        ("HTTP/1.1 204\r\n", true), ("HTTP/1.1 400 Bad Request\r\n", false), ("HTTP/1.1 500 No\r\n", false),
        ("HTTP/1.1 199 x\r\n", false), ("HTTP/1.1 2000 x\r\n", false), ("HTTP/1.1 +20 x\r\n", false),
        ("SSH-2.0 200 OK\r\n", false), ("HTTP/1.1", false), ("HTTP/1.1 200 OK", false), ("", false), ("\r\n", false),
    ])
    func theStatusLineDecides(answer: String, isHealthy: Bool) {
        #expect((HealthCheck.judge(Array(answer.utf8)) == .healthy) == isHealthy)
    }
}
