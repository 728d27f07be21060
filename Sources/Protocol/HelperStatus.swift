/// How something is that runs beside a site's workers: a daemon, or a command that runs at times.
public struct HelperStatus: Codable, Hashable, Sendable {
    /// What it is.
    public enum Kind: String, Codable, Hashable, Sendable {
        case daemon, cron
    }

    /// What it does.
    public enum State: String, Codable, Hashable, Sendable {
        /// It was started, and is not yet what it will be.
        case starting
        case running
        /// It waits for its next start.
        case waiting
        case stopping
    }

    /// What it is.
    public var kind: Kind
    /// The same for as long as its option and whom it runs as are the same.
    public var key: String
    /// What its lines in the log begin with.
    public var name: String
    /// The command of its option.
    public var command: String
    /// What it does.
    public var state: State
    /// Its process; nil while there is none.
    public var pid: Int32?
    /// Clock ticks since boot when that started.
    public var startTime: UInt64?
    /// A variable in the environment of all that came of it.
    public var mark: String?
    /// How often it was started again.
    public var restarts: Int
    /// Why it is as it is, or how the last run ended: one line.
    public var reason: String
    /// The next start, seconds since 1970, where it failed.
    public var nextTry: Double?
    /// The last minute since 1970 in which it was to run.
    public var lastMinute: Int64?

    /// A status with everything in it.
    public init(
        kind: Kind, key: String, name: String, command: String, state: State, pid: Int32? = nil,
        startTime: UInt64? = nil, mark: String? = nil, restarts: Int = 0, reason: String, nextTry: Double? = nil,
        lastMinute: Int64? = nil
    ) {
        self.kind = kind
        self.key = key
        self.name = name
        self.command = command
        self.state = state
        self.pid = pid
        self.startTime = startTime
        self.mark = mark
        self.restarts = restarts
        self.reason = reason
        self.nextTry = nextTry
        self.lastMinute = lastMinute
    }

    /// Its process; nil while there is none.
    public var stamp: ProcessStamp? {
        guard let pid, let startTime else { return nil }
        return ProcessStamp(pid: pid, startTime: startTime)
    }
}
