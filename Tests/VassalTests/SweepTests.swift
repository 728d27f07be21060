import Kernel
import Testing

@testable import Vassal

/// The end of what nobody knows any more.
@Suite struct SweepTests {
    private let now = Instant(nanoseconds: 1_000_000_000)

    @Test func nothingIsLeftAtOnce() {
        var sweep = Sweep()
        #expect(sweep.step([], at: now) == .over)
    }

    @Test func everybodyIsAskedOnceAndThenKilled() throws {
        let (one, other) = (try process(1), try process(currentProcess()))
        var sweep = Sweep()
        #expect(sweep.step([one], at: now) == .signal([one], .terminate))
        #expect(sweep.step([one, other], at: now + .seconds(1)) == .signal([other], .terminate))
        #expect(sweep.step([other], at: now + .seconds(4)) == .signal([other], .kill))
        #expect(sweep.step([], at: now + .seconds(5)) == .over)
    }

    @Test func atOnceIsAtOnce() throws {
        let one = try process(1)
        var sweep = Sweep()
        sweep.isAtOnce = true
        #expect(sweep.step([one], at: now) == .signal([one], .kill))
    }

    @Test func whatTheKernelDoesNotLetGoOfIsLeftThere() throws {
        let one = try process(1)
        var sweep = Sweep()
        _ = sweep.step([one], at: now)
        #expect(sweep.step([one], at: now + .seconds(11)) == .over)
    }

    private func process(_ pid: Int32) throws -> ProcessIdentity {
        try #require(ProcessIdentity(of: pid))
    }
}
