/// What becomes of requests that last too long: the part of an `AppOrder` about that.
public struct Harakiri: Codable, Hashable, Sendable {
    /// Seconds that a request may take from its completion to the end of its answer (`harakiri`).
    public var seconds: Int
    /// What the other threads do is told as well (`harakiri-verbose`).
    public var isVerbose = false
    /// Seconds that it has after a signal was sent to its worker; 0: no signal is sent (`harakiri-graceful-timeout`).
    public var gracefulSeconds = 0
    /// The number of that signal (`harakiri-graceful-signal`).
    public var gracefulSignal: Int32 = 15
    /// It may last on while fewer connections than this wait on the fullest socket (`harakiri-queue-threshold`).
    public var queueThreshold = 0

    /// Requests may last so many seconds.
    public init(seconds: Int) {
        self.seconds = seconds
    }

    /// How long a request may last. Numbers that no clock reaches are brought down, so that adding them cannot overflow.
    public var limit: Duration { .seconds(max(1, min(seconds, Self.longest))) }

    /// How long it may last on after the signal.
    public var gracefulLimit: Duration { .seconds(min(gracefulSeconds, Self.longest)) }

    private static let longest = 1_000_000_000

    /// Seconds after which the master ends a worker whose own watcher has not looked at an overdue request: it is stopped,
    /// or gets no processor.
    public static let grace = 2
}
