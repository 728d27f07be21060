import Kernel
import Options
import Testing

@testable import Vassal

/// Looks at invented workers, a second apart.
private struct Watch {
    var scaling = Scaling()
    let rules: ScalingRules
    var now = Instant(nanoseconds: 5_000_000_000)

    init(processes: Int = 10, workers: Int, _ change: (inout Settings) -> Void) {
        var settings = Settings()
        settings.workers.count = processes
        change(&settings)
        rules = ScalingRules(settings)
        scaling.want(workers)
        scaling.begin(at: now)
    }

    mutating func look(
        _ workers: Int, busy: Int, waiting: Int = 0, requests: UInt64 = 0, times: Int = 1
    ) -> [Scaling.Advice] {
        (0..<times).map { _ in
            now = now + .seconds(1)
            return scaling.judge(
                Scaling.Load(workers: workers, busy: busy, waiting: waiting, requests: requests), by: rules, at: now)
        }
    }
}

@Suite struct ScalingTests {
    @Test func spareAddsAStepWhenAllWereBusyForLonger() {
        var watch = Watch(workers: 2) {
            $0.scaling.fewest = 2
            $0.scaling.step = 3
        }
        #expect(watch.look(2, busy: 2, times: 4) == [.stay, .stay, .stay, .more(3)])
        watch.scaling.want(5)
        #expect(watch.look(5, busy: 5, times: 3).allSatisfy { $0 == .stay }, "it counts anew")
    }

    @Test func aBreathTakesOneLookBack() {
        var watch = Watch(workers: 2) { $0.scaling.fewest = 2 }
        #expect(watch.look(2, busy: 2, times: 3) == [.stay, .stay, .stay])
        #expect(watch.look(2, busy: 1) == [.stay])
        #expect(watch.look(2, busy: 2, times: 2) == [.stay, .more(1)])
    }

    @Test func neverMoreThanProcesses() {
        var watch = Watch(processes: 4, workers: 3) {
            $0.scaling.fewest = 1
            $0.scaling.step = 8
            $0.scaling.overload = 0
        }
        #expect(watch.look(3, busy: 3) == [.more(1)])
        watch.scaling.want(4)
        #expect(watch.look(4, busy: 4, times: 20).allSatisfy { $0 == .stay })
    }

    @Test func spareLetsOneGoEachTimeWhenMoreThanOneIsFree() {
        var watch = Watch(workers: 5) { $0.scaling.fewest = 2 }
        #expect(watch.look(5, busy: 2, times: 6) == [.stay, .stay, .fewer, .stay, .stay, .fewer])
    }

    @Test func oneFreeWorkerIsWhatIsWanted() {
        var watch = Watch(workers: 5) { $0.scaling.fewest = 2 }
        #expect(watch.look(5, busy: 4, times: 20).allSatisfy { $0 == .stay })
    }

    @Test func theFewestStay() {
        var watch = Watch(workers: 3) { $0.scaling.fewest = 3 }
        #expect(watch.look(3, busy: 0, times: 20).allSatisfy { $0 == .stay })
    }

    @Test func anOverloadOfNothingDividesByNothing() {
        var watch = Watch(workers: 4) {
            $0.scaling.fewest = 1
            $0.scaling.overload = 0
        }
        #expect(watch.look(4, busy: 0, times: 2) == [.fewer, .fewer])
    }

    @Test func withoutAnyWorkerNothingIsBusy() {
        var watch = Watch(workers: 2) { $0.scaling.fewest = 1 }
        #expect(watch.look(0, busy: 0, times: 10).allSatisfy { $0 == .stay }, "they crash; more of them would too")
    }

    @Test func backlogGoesByTheQueue() {
        var watch = Watch(workers: 3) {
            $0.scaling.fewest = 2
            $0.scaling.algorithm = .backlog
            $0.scaling.step = 2
        }
        #expect(watch.look(3, busy: 3, waiting: 3) == [.stay])
        #expect(watch.look(3, busy: 3, waiting: 4) == [.more(2)])
        #expect(watch.look(3, busy: 3, waiting: 2) == [.fewer])
        #expect(watch.look(2, busy: 0, waiting: 0) == [.stay])
    }

    @Test func manualDecidesNothing() {
        var watch = Watch(workers: 3) {
            $0.scaling.fewest = 1
            $0.scaling.algorithm = .manual
        }
        #expect(watch.look(3, busy: 3, waiting: 99, times: 20).allSatisfy { $0 == .stay })
        #expect(watch.look(3, busy: 0, times: 20).allSatisfy { $0 == .stay })
        #expect(watch.rules.lookInterval == nil)
    }

    @Test func aFixedNumberIsFixed() {
        var watch = Watch(processes: 2, workers: 2) { _ in }
        #expect(watch.look(2, busy: 2, waiting: 99, times: 20).allSatisfy { $0 == .stay })
        #expect(watch.rules.lookInterval == nil)
    }

    @Test func idleIsTimeWithoutRequests() {
        var watch = Watch(processes: 2, workers: 2) { $0.scaling.idle = 5 }
        #expect(watch.look(2, busy: 0, times: 4).allSatisfy { $0 == .stay })
        #expect(watch.look(2, busy: 0) == [.sleep(idle: .seconds(5))])
    }

    @Test func whatHappensBeginsIdlenessAnew() {
        var watch = Watch(processes: 2, workers: 2) { $0.scaling.idle = 5 }
        for (busy, waiting, requests): (Int, Int, UInt64) in [(1, 0, 0), (0, 1, 0), (0, 0, 7)] {
            #expect(watch.look(2, busy: 0, times: 4) == [.stay, .stay, .stay, .stay])
            #expect(watch.look(2, busy: busy, waiting: waiting, requests: requests) == [.stay])
        }
        #expect(watch.look(2, busy: 0, requests: 7, times: 5).last == .sleep(idle: .seconds(5)))
    }
}

@Suite struct ScalingRuleTests {
    private func rules(_ change: (inout Settings) -> Void) -> ScalingRules {
        var settings = Settings()
        settings.workers.count = 8
        change(&settings)
        return ScalingRules(settings)
    }

    @Test func aNewGenerationHasWhatIsNeededNow() {
        let rules = rules {
            $0.scaling.fewest = 2
            $0.scaling.initial = 3
        }
        #expect([nil, 0, 1, 3, 5, 8, 20].map { rules.start(from: $0) } == [3, 3, 3, 3, 5, 8, 8])
    }

    @Test func aFixedNumberIsAlwaysWhole() {
        let rules = rules { _ in }
        #expect([nil, 0, 1, 8, 20].map { rules.start(from: $0) } == [8, 8, 8, 8, 8])
    }

    @Test func aSiteSleepsOnWhereItsFileLetsIt() {
        let cheap = rules { $0.scaling.startsCheap = true }
        let idle = rules { $0.scaling.idle = 60 }
        #expect([nil, 0, 8].map { cheap.start(from: $0) } == [0, 0, 8])
        #expect([nil, 0, 8].map { idle.start(from: $0) } == [8, 0, 8])
    }

    @Test func idleAloneIsLookedAtSeldom() {
        let seconds = [5, 60, 3600].map { time in rules { $0.scaling.idle = time }.lookInterval }
        #expect(seconds == [.seconds(1), .seconds(6), .seconds(30)])
        let both = rules {
            $0.scaling.idle = 3600
            $0.scaling.fewest = 1
            $0.scaling.interval = 2
        }
        #expect(both.lookInterval == .seconds(2))
    }
}
