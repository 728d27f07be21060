import Kernel
import Testing

@Suite struct BackoffTests {
    private let start = Instant(nanoseconds: 1_000_000_000)

    @Test func delaysDoubleUpToTheLongest() {
        var backoff = Backoff(first: .seconds(1), longest: .seconds(60), atOnce: false)
        let delays = (0..<40).map { _ in backoff.next(at: start) }
        #expect(Array(delays.prefix(7)) == [1, 2, 4, 8, 16, 32, 60].map { Duration.seconds($0) })
        #expect(delays.last == .seconds(60))
    }

    @Test func theFirstTryMayBeAtOnce() {
        var backoff = Backoff(first: .milliseconds(500), longest: .seconds(180), atOnce: true)
        let delays = (0..<4).map { _ in backoff.next(at: start) }
        #expect(delays == [.zero, .milliseconds(500), .seconds(1), .seconds(2)])
    }

    @Test func jitterOnlyShortensAndByAQuarterAtMost() {
        var backoff = Backoff(first: .seconds(4), longest: .seconds(4), atOnce: false)
        #expect(backoff.next(at: start, jitter: 0) == .seconds(4))
        #expect(backoff.next(at: start, jitter: 1) == .seconds(3))
        #expect(backoff.next(at: start, jitter: 7) == .seconds(3))
        #expect(backoff.next(at: start, jitter: -1) == .seconds(4))
    }

    @Test func healthAndResetForget() {
        var backoff = Backoff(first: .seconds(1), longest: .seconds(60), atOnce: false, health: .seconds(60))
        for _ in 0..<3 { _ = backoff.next(at: start) }
        #expect(backoff.next(at: start + .seconds(64)) == .seconds(8), "sixty seconds after the try, not the failure")
        #expect(backoff.next(at: start + .seconds(200)) == .seconds(1))
        backoff.reset()
        #expect(backoff.next(at: start + .seconds(200)) == .seconds(1))
    }
}
