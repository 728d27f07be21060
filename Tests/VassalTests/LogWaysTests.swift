import Options
import SiteFile
import Testing

@testable import Vassal

@Suite("Ways of the log")
struct LogWaysTests {
    private func ways(_ text: String) -> LogWays {
        let options = text.split(separator: "\n").map { line in
            let parts = line.split(separator: " = ", maxSplits: 1).map(String.init)
            return IniLanguage.Source.option(key: parts[0], value: parts[1], origin: .emperor)
        }
        let surroundings = LiveSurroundings(workingDirectory: "/", isReload: false, commands: .refused("a test"))
        let made = Settings.make(from: IniLanguage.evaluate(options, in: surroundings))
        #expect(made.problems.isEmpty)
        return LogWays(made.settings.logs.loggers)
    }

    private func deliveries(_ ways: LogWays, _ line: String, isRequest: Bool = false) -> [String] {
        ways.deliveries(of: Array("\(line)\n".utf8), isRequest: isRequest)
            .map { "\($0.logger.map(String.init) ?? "log"): \(String(decoding: $0.bytes, as: UTF8.self))" }
    }

    @Test("a line goes to each logger without a name, and to the log where there is none")
    func unnamed() {
        #expect(ways("").areNone)
        #expect(deliveries(ways(""), "a") == ["log: a\n"])
        #expect(deliveries(ways("logger = file:/a\nlogger = x stdio\nlogger = stdio"), "a") == ["0: a\n", "2: a\n"])
        #expect(deliveries(ways("logger = x file:/a"), "a") == ["log: a\n"])
    }

    @Test("a line goes where its route leads, and nowhere else")
    func routes() {
        let ways = ways(
            "logger = x file:/x\nlogger = y file:/y\nlogger = file:/rest\nlog-route = x ^a\nlog-route = y b\nlog-route = z c"
        )
        #expect(deliveries(ways, "a") == ["0: a\n"])
        #expect(deliveries(ways, "ab") == ["0: ab\n", "1: ab\n"])
        #expect(deliveries(ways, "c") == ["2: c\n"])
    }

    @Test("lines about requests have ways of their own where they are told apart")
    func requests() {
        #expect(deliveries(ways("logger = file:/a"), "r", isRequest: true) == ["0: r\n"])
        let apart = ways("logger = file:/a\nreq-logger = file:/r\nlog-drain = .\nlog-req-encoder = prefix >")
        #expect(apart.tellRequestsApart)
        #expect(deliveries(apart, "r", isRequest: true) == ["1: >r\n"])
        #expect(deliveries(apart, "r").isEmpty)
    }

    @Test("lines are left out that are drained, or not asked for")
    func leftOut() {
        let drained = ways("log-drain = ^GET\nlog-drain = 0 bytes")
        #expect(deliveries(drained, "GET").isEmpty && deliveries(drained, "x 0 bytes").isEmpty)
        #expect(deliveries(drained, "POST") == ["log: POST\n"])
        let filtered = ways("log-filter = a\nlog-filter = b\nlog-drain = ab")
        #expect(deliveries(filtered, "xa") == ["log: xa\n"])
        #expect(deliveries(filtered, "c").isEmpty && deliveries(filtered, "ab").isEmpty)
    }

    @Test(
        "encoders change a line in order",
        arguments: [
            ("log-encoder = prefix <\nlog-encoder = suffix >", "<a\"b\n>"), ("log-encoder = nl", "a\"b\n\n"),
            ("log-encoder = format [${msg}] ${none}$x", "[a\"b] $x"), ("log-encoder = format ${msgnl}!", "a\"b\n!"),
            ("log-encoder = json {\"m\":\"${msg}\"}\nlog-encoder = nl", "{\"m\":\"a\\\"b\"}\n"),
            ("log-encoder = json ${msgnl}", "a\\\"b\\n"), ("log-encoder = format ${strftime:%Y} x", "%Y x"),
            ("log-encoder = prefix:other >", "a\"b\n"), ("log-encoder = format ${msg", "${msg"),
        ])
    func encoders(text: String, expected: String) {
        let line = deliveries(ways(text), "a\"b")[0].dropFirst("log: ".count)
        if text.contains("strftime") {
            #expect(line.count == 6 && line.hasPrefix("20") && line.hasSuffix(" x"))
        } else {
            #expect(line == expected)
        }
    }

    @Test("an encoder may be for one logger alone")
    func encodersOfOne() {
        let ways = ways(
            "logger = x stdio\nlogger = stdio\nlog-route = x ^x\nlog-encoder = prefix:x 1\nlog-encoder = prefix 2")
        #expect(deliveries(ways, "x") == ["0: 21x\n"])
        #expect(deliveries(ways, "y") == ["1: 2y\n"])
    }

    @Test("a line in JSON is one whatever is in it")
    func escaped() {
        let text = JSONText.escaped([0x22, 0x5C, 0x0A, 0x0D, 0x09, 0x08, 0x0C, 0x1B, 0x7F, 0x61, 0xC3, 0xA9])
        #expect(String(decoding: text, as: UTF8.self) == "\\\"\\\\\\n\\r\\t\\b\\f\\u001b\\u007faé")
    }

    @Test("a message of syslog has priority, date and name, and no end of a line")
    func syslog() {
        let form = LogTarget.Form.syslog(priority: 30, before: "blog: ", longest: 5)
        let message = String(decoding: form.message(Array("abcdefg\n".utf8), at: 0), as: UTF8.self)
        #expect(message.hasPrefix("<30>") && message.hasSuffix(" blog: abcde"))
        #expect(message.count == "<30>Jan  1 00:00:00 blog: abcde".count)
        #expect(LogTarget.Form.plain(prefix: [0x3E]).message([0x61, 0x0A], at: 0) == [0x3E, 0x61, 0x0A])
    }
}
