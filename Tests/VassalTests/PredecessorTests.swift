import Protocol
import Testing

@testable import Vassal

@Suite("Workers of an earlier master") struct PredecessorTests {
    private func scene(candidateFails: Bool) -> (Scene, [SiteLife.Action]) {
        var scene = Scene(processes: 1)
        scene.handle(.predecessors(serving: 2))
        let number = scene.run()
        #expect(scene.life.phase == .reloading)
        guard candidateFails else { return (scene, []) }
        let actions = scene.handle(.zygote(generation: number, .failed(.import, text: "SyntaxError")))
        return (scene, actions)
    }

    @Test func theyServeWhereTheFirstGenerationFails() {
        let (scene, actions) = scene(candidateFails: true)
        #expect(!actions.contains(.standIn(generation: 1)), "their clients would get its 503")
        #expect(scene.life.phase == .degraded)
        #expect(scene.life.nextTry != nil)
    }

    @Test func whenTheyAreGoneTheMasterAnswersForItself() {
        var (scene, _) = scene(candidateFails: true)
        #expect(scene.handle(.predecessors(serving: 1)).isEmpty)
        #expect(scene.handle(.predecessors(serving: 0)) == [.standIn(generation: 1)])
        #expect(scene.life.phase == .failed)
    }

    @Test func whileACandidateIsOnItsWayClientsWait() {
        var (scene, _) = scene(candidateFails: false)
        #expect(scene.handle(.predecessors(serving: 0)).isEmpty)
        #expect(scene.life.phase == .starting)
    }

    @Test func whoStopsDoesNotAnswerForItself() {
        var (scene, _) = scene(candidateFails: true)
        scene.handle(.stop)
        #expect(scene.handle(.predecessors(serving: 0)).isEmpty)
    }
}
