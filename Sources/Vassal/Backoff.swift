import Kernel

/// Growing delays between tries: doubling, forgotten after a time of health. The clock comes from outside.
struct Backoff: Equatable {
    private let atOnce: Bool
    private let first: Duration
    private let longest: Duration
    private var count = 0
    private var lastTry: Instant?

    /// A thing that lasted this long after a try is healthy: the next failure counts as the first.
    private static let health = Duration.seconds(60)

    /// With `atOnce` the first try waits for nothing, and the second one `first`.
    init(first: Duration, longest: Duration, atOnce: Bool) {
        self.atOnce = atOnce
        self.first = first
        self.longest = longest
    }

    /// How long to wait before the next try.
    mutating func next(at now: Instant) -> Duration {
        if let lastTry, now - lastTry > Self.health { count = 0 }
        defer { count += 1 }
        let doublings = atOnce ? count - 1 : count
        let delay = doublings < 0 ? .zero : min(longest, first * (1 << min(doublings, 20)))
        lastTry = now + delay
        return delay
    }
}
