import Testing
import Wire

@Suite struct LimitTests {
    private static func filler(_ size: Int) -> String { String(repeating: "x", count: size) }

    /// `GET /x… HTTP/1.0` of this many bytes.
    private static func requestLine(_ size: Int) -> String { "GET /\(filler(size - 14)) HTTP/1.0" }

    @Test func boundsTheRequestLine() {
        let limits = HTTPLimits(requestLine: 40)
        let path = "/" + Self.filler(26)
        HTTPCase("\(Self.requestLine(40))↵↵", "GET \(path) HTTP/1.0 (close)").check(limits: limits)
        HTTPCase("\(Self.requestLine(41))↵↵", refused: 414, "the request line is over 40 bytes").check(limits: limits)
        HTTPCase(Self.filler(41), refused: 414, "the request line is over 40 bytes").check(limits: limits)
        HTTPCase(Self.filler(40), "incomplete").check(limits: limits)
    }

    @Test func boundsHeaderLines() {
        let limits = HTTPLimits(fieldLine: 20)
        HTTPCase("GET / HTTP/1.0↵X: \(Self.filler(17))↵↵", "GET / HTTP/1.0 HTTP_X=\(Self.filler(17)) (close)")
            .check(limits: limits)
        HTTPCase("GET / HTTP/1.0↵X: \(Self.filler(18))↵↵", refused: 431, "a header line is over 20").check(
            limits: limits)
        HTTPCase("GET / HTTP/1.0↵\(Self.filler(21))", refused: 431, "a header line is over 20").check(limits: limits)
    }

    @Test func boundsTheNumberOfHeaders() {
        let limits = HTTPLimits(fields: 2)
        HTTPCase("GET / HTTP/1.0↵A: 1↵B: 2↵↵", "GET / HTTP/1.0 HTTP_A=1 HTTP_B=2 (close)").check(limits: limits)
        HTTPCase("GET / HTTP/1.0↵A: 1↵B: 2↵C: 3↵↵", refused: 431, "more than 2 headers").check(limits: limits)
        HTTPCase("GET / HTTP/1.0↵A: 1↵A_: 2↵C: 3↵↵", refused: 431, "more than 2 headers").check(limits: limits)
    }

    @Test func boundsTheHead() {
        // 16 bytes of request line, 6 of a header, 2 of the empty line.
        HTTPCase("GET / HTTP/1.0↵A: 1↵↵", "GET / HTTP/1.0 HTTP_A=1 (close)").check(limits: HTTPLimits(head: 24))
        HTTPCase("↵GET / HTTP/1.0↵A: 1↵↵", "GET / HTTP/1.0 HTTP_A=1 (close)").check(limits: HTTPLimits(head: 26))
        for size in 1..<24 {
            HTTPCase("GET / HTTP/1.0↵A: 1↵↵", refused: 431, "head is over \(size) bytes")
                .check(limits: HTTPLimits(head: size))
        }
    }

    /// Nobody is waited for whose line can no longer end in time.
    @Test func boundsTheHeadBeforeALineEnds() {
        let limits = HTTPLimits(head: 20)
        HTTPCase(Self.filler(20), "incomplete").check(limits: limits)
        HTTPCase(Self.filler(21), refused: 431, "head is over 20 bytes").check(limits: limits)
        HTTPCase("GET / HTTP/1.0↵\(Self.filler(5))", refused: 431, "head is over 20 bytes").check(limits: limits)
    }

    @Test func boundsByDefault() {
        HTTPCase("\(Self.requestLine(8190))↵↵", "GET /\(Self.filler(8176)) HTTP/1.0 (close)").check()
        HTTPCase("\(Self.requestLine(8191))↵↵", refused: 414, "over 8190").check()
        HTTPCase("GET / HTTP/1.0↵X:\(Self.filler(8186))↵↵", "GET / HTTP/1.0 HTTP_X=\(Self.filler(8186)) (close)")
            .check()
        HTTPCase("GET / HTTP/1.0↵X:\(Self.filler(8187))↵↵", refused: 431, "over 8188").check()
        let many = (0..<100).map { "X\($0): 1↵" }.joined()
        HTTPCase("GET / HTTP/1.0↵\(many)Y: 1↵↵", refused: 431, "more than 100").check()
        let large = (0..<9).map { "X\($0): \(Self.filler(8000))↵" }.joined()
        HTTPCase("GET / HTTP/1.0↵\(large)↵", refused: 431, "over 65536 bytes").check()
    }

    @Test func letsHostBeMissingWhenToldTo() {
        HTTPCase("GET / HTTP/1.1↵↵", "GET / HTTP/1.1").check(limits: HTTPLimits(requiresHost: false))
    }

    /// A head that drips in is scanned once: the time for 60 KiB in single bytes stays far from quadratic.
    @Test func takesDrippingHeadsInLinearTime() {
        let head = [UInt8](wire: "GET / HTTP/1.0↵" + (0..<80).map { "X\($0): \(Self.filler(700))↵" }.joined())
        let once = ContinuousClock().measure { _ = feed(head, step: head.count) }
        let dripping = ContinuousClock().measure { _ = feed(head, step: 1) }
        #expect(dripping < once * 100 + .milliseconds(200))
    }

    /// Parses growing prefixes of the head.
    private func feed(_ head: [UInt8], step: Int) -> Int {
        var parser = HTTPParser()
        var calls = 0
        for end in stride(from: step, through: head.count, by: step) {
            if case .needMore = parser.parse(head.span.extracting(..<end)) { calls += 1 }
        }
        return calls
    }
}
