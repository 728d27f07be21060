import Kernel

/// When to look again, and which files to leave alone because somebody still writes to them.
/// A file is acted on when it is closed after writing, renamed or deleted; only a write that is not closed waits.
struct Hints {
    private var quietAt: [String: Instant] = [:]
    private var dueAt: Instant

    /// How long a file that was written to must be left alone before it counts as written.
    static let quiet = Duration.milliseconds(50)

    /// The first look is due at once.
    init(at now: Instant) {
        dueAt = now
    }

    /// The earliest instant that asks for a scan.
    var next: Instant {
        quietAt.values.min().map { min($0, dueAt) } ?? dueAt
    }

    /// Takes a hint about a file; `nil` where it is about a directory itself or about lost hints.
    mutating func take(_ kind: DirectoryWatcher.Hint.Kind, of path: String?, at now: Instant) {
        switch (kind, path) {
        case (.touched, let path?): quietAt[path] = now + Self.quiet
        case (.written, let path?), (.removed, let path?):
            quietAt[path] = nil
            dueAt = min(dueAt, now)
        case (.watchEnded, _), (.overflowed, _), (.touched, nil), (.written, nil), (.removed, nil):
            dueAt = min(dueAt, now)
        }
    }

    /// Takes note that a scan begins now and that the next one is due after `interval`; returns the files that are still
    /// being written to.
    mutating func beginScan(at now: Instant, interval: Duration) -> Set<String> {
        quietAt = quietAt.filter { $0.value > now }
        dueAt = now + interval
        return Set(quietAt.keys)
    }
}
