/// How long to wait before the next try of what failed: the first time not at all, then twice as long each time.
struct Backoff: Equatable {
    /// Failures in a row.
    private(set) var failures = 0

    static let shortest = Duration.milliseconds(500)
    static let longest = Duration.seconds(180)

    /// Counts a failure. `jitter`, from 0 up to 1, takes up to a quarter off, so that sites that failed together do not
    /// try together.
    mutating func next(jitter: Double) -> Duration {
        failures += 1
        guard failures > 1 else { return .zero }
        let doublings = min(failures - 2, 16)
        let full = min(Self.shortest * (1 << doublings), Self.longest)
        return full * (1 - min(max(jitter, 0), 1) / 4)
    }

    /// It is well again, or somebody changed something: the next failure is a first one.
    mutating func reset() {
        failures = 0
    }
}
