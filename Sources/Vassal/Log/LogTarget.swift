import Kernel
import Options

/// What a logger writes to. Nobody who reads slowly is waited for.
enum LogTarget {
    /// The site's log.
    case log
    case file(LogFile)
    case datagrams(DatagramTarget, form: Form)

    /// What a line is in a datagram.
    enum Form {
        /// Itself, with its end, and before it a text.
        case plain(prefix: [UInt8])
        /// A message of syslog (RFC 3164 section 4.1): priority, date, and a text before the line. At most so many bytes of
        /// the line.
        case syslog(priority: Int, before: String, longest: Int)
    }

    /// The machine's own syslog (syslog(3)).
    private static let syslogSocket = "/dev/log"
    /// Informational (RFC 5424 section 6.2.1), as uWSGI has it.
    private static let severity = 6
    /// uWSGI's (plugins/rsyslog): what 1024 bytes have room for.
    private static let longestRemote = 994
    /// As much as the machine's own takes in any case.
    private static let longestLocal = 8192

    /// Opens one; files with the rights of `identity`, below `directory`.
    init(
        _ target: LoggerSetting.Target, _ rules: LogRules, as identity: Identity?, below directory: String
    ) throws(SystemError) {
        func absolute(_ path: String) -> String { path.hasPrefix("/") ? path : directory + "/" + path }
        switch target {
        case .log: self = .log
        case .file(let path, let longest, let backup):
            var own = rules
            (own.longest, own.backup) = (longest ?? rules.longest, backup.map(absolute))
            self = .file(try LogFile(absolute(path), as: identity, rules: own, emptied: false))
        case .syslog(let name, let facility):
            self = .datagrams(
                try DatagramTarget(.unix(path: Self.syslogSocket)),
                form: .syslog(priority: facility * 8 + Self.severity, before: "\(name): ", longest: Self.longestLocal))
        case .remoteSyslog(let address, let tag, let priority):
            let before = "\(tag ?? "\(hostName()) uwsgi"): "
            self = .datagrams(
                try DatagramTarget(Self.kernelAddress(address)),
                form: .syslog(priority: priority, before: before, longest: Self.longestRemote))
        case .socket(let address, let prefix):
            self = .datagrams(try DatagramTarget(Self.kernelAddress(address)), form: .plain(prefix: Array(prefix.utf8)))
        }
    }

    private static func kernelAddress(_ address: ListenAddress) -> SocketAddress {
        switch address {
        case .tcp(let host, let port): .tcp(host: host, port: port)
        case .unix(let path): .unix(path: path)
        case .abstract(let name): .abstract(name: name)
        }
    }
}

extension LogTarget.Form {
    /// A line as it is sent at a second since 1970.
    func message(_ line: [UInt8], at second: Int64) -> [UInt8] {
        switch self {
        case .plain(let prefix): return prefix + line
        case .syslog(let priority, let before, let longest):
            let text = line.last == 0x0A ? line.dropLast() : line[...]
            let date = localDate(second, form: "%b %e %H:%M:%S")
            return Array("<\(priority)>".utf8) + date + Array(" \(before)".utf8) + text.prefix(longest)
        }
    }
}
