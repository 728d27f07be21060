import Options
import Protocol
import Testing

@testable import Vassal

@Suite struct SitePropertyTests {
    @Test(arguments: 1...300)
    func whateverHappensItCanBeStopped(seed: Int) {
        var world = stormy(seed)
        world.tell(.stop)
        world.calm()
        #expect(world.ends == 1)
        #expect(world.open.isEmpty, "requests without a verdict: \(world.open)")
    }

    @Test(arguments: 1...300)
    func whateverHappensItServesAgainWhenNothingFails(seed: Int) {
        var world = stormy(seed)
        world.isCalm = true
        world.run()
        world.calm()
        #expect(world.open.isEmpty, "requests without a verdict: \(world.open)")
        #expect(world.life.phase == .running)
        #expect(world.life.generations.count == 1)
        #expect(world.life.current?.run.request == world.requests)
        if world.life.pausedBy != nil { world.tell(.pauseOrResume("SIGTSTP")) }
        world.connect()
        world.calm()
        let current = world.life.current
        let expected = world.life.isAsleep ? 0 : world.scaling.fewest == 0 ? 3 : current?.seats.count
        #expect(current?.seats.count == expected)
        #expect(current?.workers.filter { $0.state == .serving }.count == expected)
    }

    @Test(arguments: 1...50)
    func aStopAtOnceTellsEverybodyWhoWaits(seed: Int) {
        var world = stormy(seed)
        world.tell(.kill)
        #expect(world.ends == 1)
        #expect(world.open.isEmpty, "requests without a verdict: \(world.open)")
        #expect(world.workers.isEmpty && world.zygotes.isEmpty)
    }

    /// In every third of them generations do not overlap; in most the number of workers varies.
    private func stormy(_ seed: Int) -> SiteWorld {
        var world = SiteWorld(seed: UInt64(seed) &* 0x9E37_79B9_7F4A_7C15)
        world.overlaps = seed % 3 > 0
        if seed % 5 == 0 { world.tell(.predecessors(serving: 2)) }
        world.scaling.fewest = seed % 4 > 1 ? 1 : 0
        world.scaling.overload = 1
        world.scaling.algorithm = seed % 8 > 3 ? .backlog : .spare
        world.scaling.startsCheap = seed % 5 == 0
        world.scaling.idle = seed % 2 == 0 ? 10 : nil
        world.run()
        for _ in 0..<200 {
            world.step()
            world.check()
        }
        return world
    }
}
