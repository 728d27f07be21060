/// Of which requests there is a line in the log, and how it looks: the part of an `AppOrder` about that.
public struct RequestLines: Codable, Hashable, Sendable {
    /// Every request has one (not `disable-logging`).
    public var ofAll = true
    /// Requests that have one although not all have.
    public var exceptions = Exceptions()
    /// The memory of the worker is in it (`memory-report`).
    public var memory = false
    /// Durations are in microseconds instead of milliseconds (`log-micros`).
    public var microseconds = false
    /// The client's address is what X-Forwarded-For says (`log-x-forwarded-for`).
    public var forwardedFor = false
    /// The form that the ini gives it (`log-format`); nil: uWSGI's usual one.
    public var format: String?
    /// What `%(ftime)` in the form becomes, for strftime(3); nil: the date as in Apache's logs.
    public var dateFormat: String?

    /// The lines are JSON objects (`log-json`).
    public var isJSON = false
    /// The lines begin with the mark, by which the master tells them apart from what the app prints.
    public var areMarked = false

    /// Start of heading in ASCII: nothing that a client says can hold it, since control characters are replaced.
    public static let mark: UInt8 = 0x01

    /// What makes a request worth a line. The conditions are uWSGI's (core/logging.c, log_request).
    public struct Exceptions: Codable, Hashable, Sendable {
        /// A status from 400 to 499 (`log-4xx`).
        public var clientErrors = false
        /// A status from 500 to 599 (`log-5xx`).
        public var serverErrors = false
        /// An answer without a body (`log-zero`).
        public var empty = false
        /// Reading from the client or writing to it failed (`log-ioerror`).
        public var failures = false
        /// The answer is a file (`log-sendfile`).
        public var files = false
        /// It took at least so many milliseconds (`log-slow`); 0: however many.
        public var slow = 0
        /// The answer's body has at least so many bytes (`log-big`); 0: however many.
        public var big = 0

        /// None.
        public init() {}
    }

    /// uWSGI's usual line, for every request.
    public init() {}
}
