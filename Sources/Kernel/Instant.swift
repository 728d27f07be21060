import CLinux
import Glibc

/// A point on the monotonic clock (clock_gettime(2), CLOCK_MONOTONIC): for deadlines and durations, never for dates.
public struct Instant: Comparable, Hashable, Sendable {
    /// Nanoseconds since an arbitrary start (the machine's boot).
    public let nanoseconds: Int64

    /// An instant at a given count of nanoseconds.
    public init(nanoseconds: Int64) {
        self.nanoseconds = nanoseconds
    }

    /// The clock's reading. Lifecycles never call this: they are given their time.
    public static var now: Instant {
        Instant(nanoseconds: clockReading(CLOCK_MONOTONIC))
    }

    /// Whether one instant comes before the other.
    public static func < (left: Instant, right: Instant) -> Bool {
        left.nanoseconds < right.nanoseconds
    }

    /// The instant a duration later; durations beyond about 292 years wrap around.
    public static func + (left: Instant, right: Duration) -> Instant {
        Instant(nanoseconds: left.nanoseconds &+ right.nanoseconds)
    }

    /// How much later the left instant is than the right one.
    public static func - (left: Instant, right: Instant) -> Duration {
        .nanoseconds(left.nanoseconds &- right.nanoseconds)
    }
}

extension Duration {
    /// The whole duration in nanoseconds, at most about 292 years either way.
    public var nanoseconds: Int64 {
        let (seconds, attoseconds) = components
        let (product, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        return overflow ? (seconds < 0 ? .min : .max) : product &+ attoseconds / 1_000_000_000
    }

    /// The whole duration in milliseconds, rounded up, so that a timer set with it never fires early.
    public var millisecondsRoundedUp: Int64 {
        let nanoseconds = nanoseconds
        return nanoseconds / 1_000_000 + (nanoseconds % 1_000_000 > 0 ? 1 : 0)
    }

    /// Seconds as a fraction, for people to read.
    public var inSeconds: Double {
        Double(nanoseconds) / 1e9
    }
}

/// The date: seconds since 1970 (clock_gettime(2), CLOCK_REALTIME).
public func unixTime() -> Double {
    Double(clockReading(CLOCK_REALTIME)) / 1e9
}

/// The date in whole microseconds since 1970.
public func unixMicroseconds() -> UInt64 {
    UInt64(clamping: clockReading(CLOCK_REALTIME) / 1000)
}

private func clockReading(_ clock: clockid_t) -> Int64 {
    var time = timespec()
    clock_gettime(clock, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
}
