import Testing

@testable import Wire

@Suite struct ProxyHeaderTests {
    /// What the bytes, arriving one by one, come to: address and port, or what else.
    private func outcome(_ input: String) -> String {
        let bytes = [UInt8](wire: input)
        for count in 1...bytes.count {
            let parsed = ProxyHeader.parse(bytes.span.extracting(..<count))
            if case .needMore = parsed { continue }
            #expect(parsed == ProxyHeader.parse(bytes.span) || parsed.isRefusal, "differs after \(count) bytes")
            return describe(parsed, bytes)
        }
        return "incomplete"
    }

    private func describe(_ parsed: Parsed<ProxyHeader>, _ bytes: [UInt8]) -> String {
        switch parsed {
        case .needMore: "incomplete"
        case .refused: "refused"
        case .complete(let header): describe(header, bytes)
        }
    }

    private func describe(_ header: ProxyHeader, _ bytes: [UInt8]) -> String {
        switch header.client {
        case .unknown: "unknown \(header.size)"
        case .tcp(let address, let port): "\(text(bytes[address])) \(port) \(header.size)"
        }
    }

    @Test(arguments: [
        ("PROXY TCP4 10.0.0.1 10.0.0.2 56324 443↵GET / HTTP/1.0↵↵", "10.0.0.1 56324 40"),
        ("PROXY TCP4 255.255.255.255 0.0.0.0 65535 0↵", "255.255.255.255 65535 44"),
        ("PROXY TCP6 ::1 ::2 1 2↵", "::1 1 24"), ("PROXY TCP6 :: 1:: 1 2↵", ":: 1 23"),
        ("PROXY TCP6 1:2:3:4:5:6:7:8 a::F 1 2↵", "1:2:3:4:5:6:7:8 1 37"),
        ("PROXY TCP6 ::ffff:10.0.0.1 1:2:3:4:5:6:1.2.3.4 1 2↵", "::ffff:10.0.0.1 1 52"),
        ("PROXY UNKNOWN↵", "unknown 15"), ("PROXY UNKNOWN ffff::1 ffff::2 65535 65535↵", "unknown 43"),
        ("GET / HTTP/1.0↵↵", "unknown 0"), ("P", "incomplete"), ("PUT / HTTP/1.0↵", "unknown 0"),
        ("PROX", "incomplete"), ("PROXY TCP4 10.0.0.1", "incomplete"), ("\u{0}", "unknown 0"),
    ])
    func reads(_ input: String, _ expected: String) {
        #expect(outcome(input) == expected)
    }

    @Test(arguments: [
        "TCP4 10.0.0.1 10.0.0.2 1 2\n", "TCP4 10.0.0.1 10.0.0.2 1↵", "TCP4 10.0.0.1 10.0.0.2 1 2 3↵",
        "TCP4  10.0.0.1 10.0.0.2 1 2↵", "TCP4 10.0.0.1 10.0.0.2 1 2 ↵", "TCP4 10.0.0.1 10.0.0.2 65536 2↵",
        "TCP4 10.0.0.1 10.0.0.2 1 65536↵", "TCP4 10.0.0.1 10.0.0.2 01 2↵", "TCP4 10.0.0.1 10.0.0.2 -1 2↵",
        "TCP4 10.0.0.1 10.0.0.2 1 2x↵", "TCP4 10.0.0.256 10.0.0.2 1 2↵", "TCP4 10.0.0.01 10.0.0.2 1 2↵",
        "TCP4 10.0.0 10.0.0.2 1 2↵", "TCP4 10.0.0.1.1 10.0.0.2 1 2↵", "TCP4 10.0.0.1 x 1 2↵", "TCP4 ::1 ::1 1 2↵",
        "TCP6 10.0.0.1 10.0.0.1 1 2↵", "TCP6 1:2:3:4:5:6:7 ::1 1 2↵", "TCP6 1:2:3:4:5:6:7:8:9 ::1 1 2↵",
        "TCP6 1::2::3 ::1 1 2↵", "TCP6 ::: ::1 1 2↵", "TCP6 :1 ::1 1 2↵", "TCP6 1: ::1 1 2↵", "TCP6 12345:: ::1 1 2↵",
        "TCP6 g:: ::1 1 2↵", "TCP6 1:2:3:4::5:6:7:8 ::1 1 2↵", "TCP6 1.2.3.4::1 ::1 1 2↵", "TCP6 ::1.2.3.4:1 ::1 1 2↵",
        "TCP6 ::1%eth0 ::1 1 2↵", "tcp4 10.0.0.1 10.0.0.2 1 2↵", "TCP5 10.0.0.1 10.0.0.2 1 2↵", "↵", "TCP4↵",
        "UNKNOWN\n", "UNKNOWN " + String(repeating: "x", count: 100) + "↵",
    ])
    func refuses(_ line: String) {
        #expect(outcome("PROXY " + line) == "refused")
    }
}

extension Parsed {
    fileprivate var isRefusal: Bool {
        if case .refused = self { return true }
        return false
    }
}
