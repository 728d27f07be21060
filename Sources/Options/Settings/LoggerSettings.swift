/// Where lines of the log go besides the log itself, which of them, and what is made of them.
public struct LoggerSettings: Hashable, Sendable {
    /// Loggers of all lines, or of those that are about no request (`logger`).
    public var loggers: [LoggerSetting] = []
    /// Loggers of lines about requests (`req-logger`).
    public var requestLoggers: [LoggerSetting] = []
    /// Lines that go to a named logger alone (`log-route`).
    public var routes: [LogRouteSetting] = []
    /// Lines about requests that do (`log-req-route`).
    public var requestRoutes: [LogRouteSetting] = []
    /// Lines that go nowhere (`log-drain`).
    public var drains: [Pattern] = []
    /// Where there are some, lines that fit none of them go nowhere (`log-filter`).
    public var filters: [Pattern] = []
    /// What is made of a line, in order (`log-encoder`).
    public var encoders: [LogEncoderSetting] = []
    /// What is made of a line about a request (`log-req-encoder`).
    public var requestEncoders: [LogEncoderSetting] = []

    /// Everything goes to the site's log, as it is.
    public init() {}

    /// Lines about requests have ways of their own.
    public var tellRequestsApart: Bool { !requestLoggers.isEmpty || !requestRoutes.isEmpty }

    /// Everything that a regular expression is in.
    public var patterns: [Pattern] { drains + filters + (routes + requestRoutes).map(\.pattern) }
}

/// `[ID] KIND[:ARGUMENTS]`.
public struct LoggerSetting: Hashable, Sendable {
    /// What it is called by routes; nil: it gets what no route took.
    public let id: String?
    /// Where it writes to.
    public let target: Target

    /// Where a logger writes to.
    public enum Target: Hashable, Sendable {
        /// The site's log.
        case log
        /// A file, rotated where it is longer than that many bytes, under that name.
        case file(path: String, longest: Int?, backup: String?)
        /// The machine's syslog, under a name and a facility (syslog(3)).
        case syslog(name: String, facility: Int)
        /// A syslog elsewhere, by datagrams; what stands before the line, and its priority.
        case remoteSyslog(address: ListenAddress, tag: String?, priority: Int)
        /// Datagrams; what stands before the line.
        case socket(address: ListenAddress, prefix: String)
    }
}

/// `ID EXPRESSION`.
public struct LogRouteSetting: Hashable, Sendable {
    /// The logger.
    public let id: String
    /// The lines.
    public let pattern: Pattern
}

/// `KIND[:ID] [TEXT]`.
public struct LogEncoderSetting: Hashable, Sendable {
    /// What it does.
    public let kind: Kind
    /// The logger for whose lines it does so; nil: for all.
    public let id: String?
    /// The rest of its value.
    public let text: String

    /// What is made of a line.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        case prefix, suffix, nl, format, json
    }
}
