import Kernel
import Testing

@testable import Vassal

@Suite struct FifoCommandTests {
    @Test func eachLetterOfUWSGIMeansSomething() {
        let commands = FifoCommand.read(Array("+-BcCEflLpPqQrRsSwW0123456789".utf8))
        #expect(commands.count == 29)
        #expect(!commands.contains { if case .unknown = $0 { true } else { false } })
    }

    @Test func lettersAreReadInOrderAndOnceOnEnd() {
        #expect(FifoCommand.read(Array("rrrl\nl 1q".utf8)) == [.reload("r"), .reopenLog, .slot(1), .stop])
    }

    @Test func whatCountsIsReadEachTime() {
        #expect(
            FifoCommand.read(Array("++--pp CC".utf8)) == [
                .moreWorkers, .moreWorkers, .fewerWorkers, .fewerWorkers, .pauseOrResume, .pauseOrResume, .goCheap,
            ])
    }

    @Test func whatMeansNothingIsSaidTogether() {
        #expect(
            FifoCommand.read([0x78, 0xFF, 0x00, 0x73, 0x7A]) == [
                .unknown([0x78, 0xFF, 0x00]), .status, .unknown([0x7A]),
            ])
    }

    @Test func anythingCanBeWritten() {
        for byte in UInt8.min...UInt8.max { #expect(FifoCommand.read([byte]).count <= 1) }
    }
}

@Suite struct QueueTests {
    @Test func runsThatNobodyWaitsForDoNotPileUp() {
        var scene = Scene(processes: 1)
        for request in 1...3 { scene.bringUp(request) }
        scene.run(4)
        for _ in 0..<100 { scene.run(nil) }
        #expect(scene.life.queue.map(\.request) == [4, nil])
        scene.run(5)
        #expect(scene.life.queue.map(\.request) == [4, 5])
    }
}
