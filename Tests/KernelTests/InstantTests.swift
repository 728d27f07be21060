import Kernel
import Testing

@Suite struct InstantTests {
    @Test func instantsAndDurationsAddUp() {
        let start = Instant(nanoseconds: 5)
        #expect(start + .seconds(2) - start == .seconds(2))
        #expect(start < start + .nanoseconds(1))
        #expect(start + .nanoseconds(-5) == Instant(nanoseconds: 0))
    }

    @Test(arguments: [
        (Duration.milliseconds(1500), Int64(1_500_000_000)), (.seconds(-2), -2_000_000_000), (.nanoseconds(7), 7),
        (.seconds(Int64.max), .max), (.seconds(Int64.min), .min),
    ])
    func nanosecondsStopAtTheirLimits(duration: Duration, nanoseconds: Int64) {
        #expect(duration.nanoseconds == nanoseconds)
    }

    @Test(arguments: [
        (Duration.zero, Int64(0)), (.nanoseconds(1), 1), (.milliseconds(1), 1), (.microseconds(1001), 2),
        (.nanoseconds(-1), 0),
    ])
    func timeoutsAreRoundedUp(duration: Duration, milliseconds: Int64) {
        #expect(duration.millisecondsRoundedUp == milliseconds)
    }

    @Test func secondsAreForPeople() {
        #expect(Duration.milliseconds(1250).inSeconds == 1.25)
    }

    @Test func theClockNeverGoesBack() {
        let first = Instant.now
        #expect(first <= Instant.now)
    }
}
