import Kernel
import Testing

@Suite struct TimersTests {
    private func at(_ nanoseconds: Int64) -> Instant { Instant(nanoseconds: nanoseconds) }

    @Test func earlierTimersComeFirstAndEqualOnesInTheirOrder() {
        var timers = Timers()
        var fired: [String] = []
        for (instant, name) in [(30, "late"), (10, "first"), (20, "second"), (10, "first too")] {
            _ = timers.schedule(at: at(Int64(instant))) { fired.append(name) }
        }
        #expect(timers.next == at(10))
        timers.takeDue(at: at(20)).forEach { $0() }
        #expect(fired == ["first", "first too", "second"])
        #expect(timers.next == at(30))
    }

    @Test func aTimerIsDueAtItsInstantAndNotBefore() {
        var timers = Timers()
        _ = timers.schedule(at: at(10)) {}
        #expect(timers.takeDue(at: at(9)).isEmpty)
        #expect(timers.takeDue(at: at(10)).count == 1)
        #expect(timers.takeDue(at: at(10)).isEmpty)
        #expect(timers.next == nil)
    }

    @Test func cancelledTimersAreGoneAndOthersStay() {
        var timers = Timers()
        var fired: [Int] = []
        let tokens = (0..<4).map { number in timers.schedule(at: at(5)) { fired.append(number) } }
        timers.cancel(tokens[1])
        timers.cancel(tokens[1])
        timers.takeDue(at: at(5)).forEach { $0() }
        timers.cancel(tokens[2])
        #expect(fired == [0, 2, 3])
    }
}
