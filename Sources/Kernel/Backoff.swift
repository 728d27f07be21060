/// Growing delays between tries of what failed: twice as long each time, up to a longest one. Clock and chance come from
/// outside.
public struct Backoff: Equatable, Sendable {
    private let first: Duration
    private let longest: Duration
    private let atOnce: Bool
    private let health: Duration?
    private var failures = 0
    private var lastTry: Instant?

    /// With `atOnce` the first try waits for nothing, and the second one `first`. What lasted for `health` after a try is
    /// well again: its next failure counts as a first one. Without that, only `reset` makes it so.
    public init(first: Duration, longest: Duration, atOnce: Bool, health: Duration? = nil) {
        self.first = first
        self.longest = longest
        self.atOnce = atOnce
        self.health = health
    }

    /// Counts a failure; how long to wait before the next try. `jitter`, from 0 up to 1, takes up to a quarter off, so that
    /// those that failed together do not try together.
    public mutating func next(at now: Instant, jitter: Double = 0) -> Duration {
        if let lastTry, let health, now - lastTry > health { reset() }
        let doublings = atOnce ? failures - 1 : failures
        failures += 1
        let full = doublings < 0 ? .zero : min(longest, first * (1 << min(doublings, 20)))
        let delay = full * (1 - min(max(jitter, 0), 1) / 4)
        lastTry = now + delay
        return delay
    }

    /// It is well again, or somebody changed something: the next failure is a first one.
    public mutating func reset() {
        failures = 0
    }
}
