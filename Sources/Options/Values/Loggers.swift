/// A value that is none, and why, as the rest of a sentence that begins with it.
struct Misreading: Error {
    let text: String

    init(_ text: String) { self.text = text }
}

extension LoggerSetting {
    /// Reads `[ID] KIND[:ARGUMENTS]` (uWSGI's core/logging.c, setup_choosen_logger).
    init(reading text: String) throws(Misreading) {
        let parts = text.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let hasID = parts.count == 2 && !parts[0].isEmpty && parts[0].utf8.allSatisfy(\.isASCIILetterOrDigit)
        let rest = hasID ? parts[1] : text
        let named = rest.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        target = try Target(kind: named[0], arguments: named.count > 1 ? named[1] : "")
        id = hasID ? parts[0] : nil
    }

    /// What is wrong with one; nil: nothing.
    static func misreading(_ text: String) -> String? {
        do throws(Misreading) {
            _ = try LoggerSetting(reading: text)
            return nil
        } catch {
            return error.text
        }
    }
}

extension LoggerSetting.Target {
    init(kind: String, arguments: String) throws(Misreading) {
        switch kind {
        case "stdio": self = .log
        case "fd":
            guard ["1", "2"].contains(arguments) else { throw Misreading("names a descriptor that no master has") }
            self = .log
        case "file": self = try Self.file(arguments)
        case "syslog": self = try Self.syslog(arguments)
        case "rsyslog": self = try Self.remoteSyslog(arguments)
        case "socket":
            let parts = arguments.parts(at: ",", most: 2)
            self = .socket(address: try Self.address(parts[0], port: nil), prefix: parts.count > 1 ? parts[1] : "")
        default:
            throw Misreading("is no logger that there is: use file, stdio, syslog, rsyslog or socket")
        }
    }

    /// `PATH`, or `logfile=PATH,maxsize=BYTES,backupname=PATH`.
    private static func file(_ text: String) throws(Misreading) -> Self {
        guard text.contains("=") else {
            if text.isEmpty { throw Misreading("names no file") }
            return .file(path: text, longest: nil, backup: nil)
        }
        var values: [String: String] = [:]
        for part in text.split(separator: ",") {
            guard let pair = Mapping(String(part)), ["logfile", "maxsize", "backupname"].contains(pair.key) else {
                throw Misreading("has a part that is none of logfile=, maxsize=, backupname=: \(part)")
            }
            values[pair.key] = pair.value
        }
        guard let path = values["logfile"], !path.isEmpty else { throw Misreading("names no logfile=") }
        let longest = values["maxsize"].map { Int($0) ?? -1 }
        if longest == -1 { throw Misreading("has a maxsize that is no number of bytes") }
        return .file(path: path, longest: longest == 0 ? nil : longest, backup: values["backupname"])
    }

    /// `NAME[,FACILITY]`.
    private static func syslog(_ text: String) throws(Misreading) -> Self {
        let parts = text.parts(at: ",", most: 2)
        guard parts.count > 1 else { return .syslog(name: text.isEmpty ? "uwsgi" : text, facility: 3) }
        guard let facility = facilities[parts[1]] else { throw Misreading("names no facility of syslog: \(parts[1])") }
        return .syslog(name: parts[0], facility: facility)
    }

    /// RFC 5424 section 6.2.1, by the names of syslog.h.
    private static let facilities: [String: Int] = {
        let names = "kern user mail daemon auth syslog lpr news uucp cron authpriv ftp"
        var facilities: [String: Int] = ["security": 4]
        for (number, name) in names.split(separator: " ").enumerated() { facilities[String(name)] = number }
        for number in 0..<8 { facilities["local\(number)"] = 16 + number }
        return facilities
    }()

    /// `ADDRESS[:PORT][,TAG[,PRIORITY]]`.
    private static func remoteSyslog(_ text: String) throws(Misreading) -> Self {
        let parts = text.parts(at: ",", most: 3)
        let priority = parts.count > 2 ? Int(parts[2]) : 29
        guard let priority, (0...191).contains(priority) else {
            throw Misreading("has a priority that is none: \(parts[2])")
        }
        return .remoteSyslog(
            address: try address(parts[0], port: 514), tag: parts.count > 1 ? parts[1] : nil, priority: priority)
    }

    /// A path, or `HOST:PORT`; `port` where there is none.
    private static func address(_ text: String, port: UInt16?) throws(Misreading) -> ListenAddress {
        if text.hasPrefix("/") { return .unix(path: text) }
        let colon = text.lastIndex(of: ":")
        let host = colon.map { String(text[..<$0]) } ?? text
        let number = colon.map { UInt16(text[text.index(after: $0)...]) } ?? port
        guard let number, !host.isEmpty else { throw Misreading("names no HOST:PORT and no path of a socket") }
        return .tcp(host: host, port: number)
    }
}

extension LogRouteSetting {
    /// Reads `ID EXPRESSION`; nil where it is none.
    init?(_ text: String, option: String, origin: Origin) {
        let parts = text.parts(at: " ", most: 2)
        guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else { return nil }
        self.init(id: parts[0], pattern: Pattern(text: parts[1], option: option, origin: origin))
    }
}

extension LogEncoderSetting {
    /// Reads `KIND[:ID] [TEXT]`; nil where there is no such kind.
    init?(_ text: String) {
        let parts = text.parts(at: " ", most: 2)
        let head = parts[0].parts(at: ":", most: 2)
        guard let kind = Kind(rawValue: head[0]) else { return nil }
        self.init(kind: kind, id: head.count > 1 ? head[1] : nil, text: parts.count > 1 ? parts[1] : "")
    }
}

extension String {
    fileprivate func parts(at mark: Character, most: Int) -> [String] {
        split(separator: mark, maxSplits: most - 1, omittingEmptySubsequences: false).map(String.init)
    }
}

extension UInt8 {
    fileprivate var isASCIILetterOrDigit: Bool {
        (0x30...0x39).contains(self) || (0x41...0x5A).contains(self) || (0x61...0x7A).contains(self)
    }
}
