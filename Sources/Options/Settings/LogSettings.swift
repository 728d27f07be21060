/// Logs.
public struct LogSettings: Hashable, Sendable {
    /// The log, opened before privileges are given up.
    public var file: String?
    /// The log, opened afterwards.
    public var fileOfUser: String?
    /// `daemonize`: the log of a process that goes into the background.
    public var daemonize: String?
    /// Requests are logged.
    public var requests = true
    /// Request lines tell the memory of the worker.
    public var memory = false
    /// Requests that are logged although requests are not.
    public var exceptions = LogExceptions()
    /// Request lines tell durations in microseconds.
    public var microseconds = false
    /// Request lines tell the address in X-Forwarded-For.
    public var forwardedFor = false
    /// The form of request lines; nil for the usual one.
    public var format: String?
    /// Dates in that form follow `date`.
    public var formatsDate = false
    /// Begins each line: a form for strftime(3), or the usual one where it is empty; nil: nothing does.
    public var date: String?
    /// The log is rotated when it is longer, bytes; nil for never.
    public var longest: Int?
    /// The rotated log's name; nil for the log's with the time of its rotation.
    public var backup: String?
    /// So many rotated logs stay; 0 for all.
    public var kept = 10
    /// The log is opened again at each reload.
    public var reopensAtReload = false
    /// The log is emptied when the master starts.
    public var isEmptiedAtStart = false
    /// The log is given to whom the site runs as.
    public var belongsToUser = false
    /// Permission bits of the log; nil for those of a new one.
    public var mode: UInt32?
    /// Request lines are JSON.
    public var isJSON = false
    /// Where lines go.
    public var loggers = LoggerSettings()
}

/// Requests that are logged although requests are not (`disable-logging`).
public struct LogExceptions: Hashable, Sendable {
    /// Answered with a status from 400 to 499.
    public var clientErrors = false
    /// Answered with a status from 500 to 599.
    public var serverErrors = false
    /// Answered without a body.
    public var empty = false
    /// Broken off by a failure to read or write.
    public var failures = false
    /// Answered with a file.
    public var files = false
    /// Lasting so long or longer, milliseconds; 0 for none.
    public var slow = 0
    /// Answered with a body of so many bytes or more; 0 for none.
    public var big = 0
}
