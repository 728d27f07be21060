import Testing

@testable import Wire

/// An answer to a request, and the head that is sent for it.
struct ResponseCase: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let request: String
    let status: String
    let headers: [String]
    let bodyLength: Int?
    let expected: String
    let plan: ResponsePlan

    /// The answer `status` with `headers` to a request that starts with `request`; Date and Server are left out of the
    /// expected head.
    init(
        _ request: String, _ status: String, _ headers: [String] = [], bodyLength: Int? = nil, is expected: String,
        _ framing: ResponsePlan.Framing, persists: Bool = true
    ) {
        testDescription = "\(request) → \(status) \(headers)"
        (self.request, self.status, self.headers, self.bodyLength) = (request, status, headers, bodyLength)
        (self.expected, plan) = (expected, ResponsePlan(framing: framing, persists: persists))
    }
}

@Suite struct ResponseTests {
    private static let stamp = ResponseStamp(server: "Emperor", time: 784_111_777)
    private static let stampLines = "Date: Sun, 06 Nov 1994 08:49:37 GMT↵Server: Emperor↵"

    /// The head of an answer whose status and headers are these texts.
    static func head(_ status: String, _ headers: [String] = []) throws(ResponseError) -> ResponseHead {
        var head = ResponseHead()
        try head.begin(status: [UInt8](wire: status).span)
        for header in headers {
            let colon = header.firstIndex(of: ":") ?? header.endIndex
            let name = [UInt8](wire: String(header[..<colon]))
            let value = [UInt8](wire: String(header[colon...].dropFirst()))
            try head.add(name: name.span, value: value.span)
        }
        return head
    }

    /// The parsed head of a request without a body.
    private static func request(_ line: String) -> HTTPHead? {
        var parser = HTTPParser(limits: HTTPLimits(requiresHost: false))
        let bytes = [UInt8](wire: "\(line)↵↵")
        if case .complete(let head) = parser.parse(bytes.span) { return head }
        return nil
    }

    @Test(arguments: cases) func writes(_ example: ResponseCase) throws {
        let request = try #require(Self.request(example.request))
        var out = Array("before".utf8)
        let plan = try Self.head(example.status, example.headers)
            .append(
                to: &out, answering: request, bodyLength: example.bodyLength, mayPersist: true, stamp: Self.stamp)
        #expect(plan == example.plan)
        #expect(text(out).replacing(Self.stampLines, with: "") == "beforeHTTP/1.1 \(example.expected)↵")
        #expect(text(out).contains(Self.stampLines))
    }

    static let cases = [
        ResponseCase("GET / HTTP/1.1", "200 OK", ["A:1", "B:2"], is: "200 OK↵A: 1↵B: 2↵" + chunked, .chunked),
        ResponseCase("GET / HTTP/1.1", "200 OK", bodyLength: 5, is: "200 OK↵Content-Length: 5↵", .length(5)),
        ResponseCase("GET / HTTP/1.1", "200 OK", bodyLength: 0, is: "200 OK↵Content-Length: 0↵", .length(0)),
        ResponseCase(
            "GET / HTTP/1.1", "200 OK", ["content-LENGTH: 5 ", "A:1"], is: "200 OK↵A: 1↵Content-Length: 5↵", .length(5)),
        ResponseCase(
            "GET / HTTP/1.1", "200 OK", ["Content-Length:5"], bodyLength: 7, is: "200 OK↵Content-Length: 5↵", .length(5)
        ),
        ResponseCase(
            "GET / HTTP/1.1", "200 OK", ["Content-Length:5", "Content-Length:5"], is: "200 OK↵Content-Length: 5↵",
            .length(5)),
        ResponseCase("GET / HTTP/1.1", "200", is: "200 OK↵" + chunked, .chunked),
        ResponseCase("GET / HTTP/1.1", "200 ", is: "200 OK↵" + chunked, .chunked),
        ResponseCase("GET / HTTP/1.1", "404", is: "404 Not Found↵" + chunked, .chunked),
        ResponseCase("GET / HTTP/1.1", "299", is: "299 Unknown↵" + chunked, .chunked),
        ResponseCase("GET / HTTP/1.1", "999 No", is: "999 No↵" + chunked, .chunked),
        ResponseCase("GET / HTTP/1.1", "200 Tr\u{E8}s bien", is: "200 Tr\u{E8}s bien↵" + chunked, .chunked),
        ResponseCase("GET / HTTP/1.1", "200 OK", ["A:", "A:2"], is: "200 OK↵A: ↵A: 2↵" + chunked, .chunked),
        ResponseCase(
            "GET / HTTP/1.1", "200 OK", ["Set-Cookie:a\tb\u{E9}"], is: "200 OK↵Set-Cookie: a\tb\u{E9}↵" + chunked,
            .chunked),
        ResponseCase("HEAD / HTTP/1.1", "200 OK", is: "200 OK↵", .none),
        ResponseCase("HEAD / HTTP/1.1", "200 OK", bodyLength: 0, is: "200 OK↵", .none),
        ResponseCase("HEAD / HTTP/1.1", "200 OK", ["Content-Length:5"], is: "200 OK↵Content-Length: 5↵", .none),
        ResponseCase("GET / HTTP/1.1", "204 No Content", is: "204 No Content↵", .none),
        ResponseCase("GET / HTTP/1.1", "204", ["Content-Length:0"], bodyLength: 0, is: "204 No Content↵", .none),
        ResponseCase("GET / HTTP/1.1", "304", bodyLength: 0, is: "304 Not Modified↵", .none),
        ResponseCase("GET / HTTP/1.1", "304", ["Content-Length:9"], is: "304 Not Modified↵Content-Length: 9↵", .none),
        ResponseCase("GET / HTTP/1.1", "205", bodyLength: 0, is: "205 Reset Content↵Content-Length: 0↵", .length(0)),
        ResponseCase("GET / HTTP/1.0", "200 OK", is: "200 OK↵" + close, .untilClose, persists: false),
        ResponseCase(
            "GET / HTTP/1.0", "200 OK", bodyLength: 5, is: "200 OK↵Content-Length: 5↵" + close, .length(5),
            persists: false),
        ResponseCase(
            "GET / HTTP/1.0↵Connection: keep-alive", "200 OK", is: "200 OK↵" + close, .untilClose, persists: false),
        ResponseCase(
            "GET / HTTP/1.0↵Connection: keep-alive", "200 OK", bodyLength: 5,
            is: "200 OK↵Content-Length: 5↵Connection: keep-alive↵", .length(5)),
        ResponseCase("HEAD / HTTP/1.0↵Connection: keep-alive", "200 OK", is: "200 OK↵Connection: keep-alive↵", .none),
        ResponseCase(
            "GET / HTTP/1.1↵Connection: close", "200 OK", is: "200 OK↵" + chunked + close, .chunked, persists: false),
        ResponseCase(
            "GET / HTTP/1.1", "200 OK", ["Connection:x, Close"], is: "200 OK↵" + chunked + close, .chunked,
            persists: false),
        ResponseCase("GET / HTTP/1.1", "200 OK", ["Connection:keep-alive"], is: "200 OK↵" + chunked, .chunked),
        ResponseCase(
            "GET / HTTP/1.1", "200 OK",
            [
                "Transfer-Encoding:chunked", "Keep-Alive:timeout=5", "Upgrade:x", "TE:x", "Trailer:x",
                "Proxy-Connection:close", "A:1",
            ], is: "200 OK↵A: 1↵" + chunked, .chunked),
        ResponseCase(
            "CONNECT a:1 HTTP/1.1", "200 OK", ["Content-Length:5"], is: "200 OK↵" + close, .untilClose, persists: false),
        ResponseCase(
            "CONNECT a:1 HTTP/1.1", "405", bodyLength: 2, is: "405 Method Not Allowed↵Content-Length: 2↵" + close,
            .length(2), persists: false),
    ]

    private static let chunked = "Transfer-Encoding: chunked↵"
    private static let close = "Connection: close↵"

    @Test func ownsDateAndServerOnlyOnce() throws {
        let request = try #require(Self.request("GET / HTTP/1.1"))
        var out: [UInt8] = []
        _ = try Self.head("200 OK", ["Date:d", "sERVER:s"])
            .append(to: &out, answering: request, bodyLength: 1, mayPersist: true, stamp: Self.stamp)
        #expect(text(out) == "HTTP/1.1 200 OK↵Date: d↵sERVER: s↵Content-Length: 1↵↵")
    }

    @Test func closesWhenTheServerWantsTo() throws {
        let request = try #require(Self.request("GET / HTTP/1.1"))
        var out: [UInt8] = []
        let plan = try Self.head("200 OK")
            .append(to: &out, answering: request, bodyLength: 1, mayPersist: false, stamp: Self.stamp)
        #expect(text(out) == "HTTP/1.1 200 OK↵\(Self.stampLines)Content-Length: 1↵Connection: close↵↵")
        #expect(plan == ResponsePlan(framing: .length(1), persists: false))
    }

    /// One value serves many answers, and nothing of the first is left in the second.
    @Test func startsAfresh() throws {
        let request = try #require(Self.request("GET / HTTP/1.1"))
        var head = try Self.head("404 Gone", ["Content-Length:5", "Connection:close", "Date:d", "Server:s", "A:1"])
        try head.begin(status: [UInt8](wire: "200 OK").span)
        var out: [UInt8] = []
        let plan = head.append(to: &out, answering: request, bodyLength: nil, mayPersist: true, stamp: Self.stamp)
        #expect(text(out) == "HTTP/1.1 200 OK↵\(Self.stampLines)\(Self.chunked)↵")
        #expect(plan == ResponsePlan(framing: .chunked, persists: true))
        #expect(head.status == 200)
        #expect(head.contentLength == nil)
    }

    @Test(arguments: [
        ("HTTP/1.1", "HTTP/1.1"), ("HTTP/1.0", "HTTP/1.0"), ("HTTP/2.0", "HTTP/2.0"), ("", "HTTP/1.0"),
        ("HTTP/1.1↵X: y", "HTTP/1.0"), ("HTTP/11", "HTTP/1.0"), ("HTTP/a.1", "HTTP/1.0"), ("HTTP/1.1 ", "HTTP/1.0"),
        ("http/1.1", "HTTP/1.0"),
    ])
    func writesForUwsgi(_ sent: String, _ written: String) throws {
        var out: [UInt8] = []
        let plan = try Self.head("200", ["A:1", "Connection:close", "Content-Length:5"])
            .append(to: &out, serverProtocol: [UInt8](wire: sent).span, isHead: false)
        #expect(text(out) == "\(written) 200 OK↵A: 1↵Content-Length: 5↵↵")
        #expect(plan == ResponsePlan(framing: .length(5), persists: false))
    }

    @Test(arguments: [
        ("200 OK", false, ResponsePlan.Framing.untilClose), ("200 OK", true, .none), ("204 No Content", false, .none),
        ("304 Not Modified", false, .none),
    ])
    func framesForUwsgi(_ status: String, _ isHead: Bool, _ framing: ResponsePlan.Framing) throws {
        var out: [UInt8] = []
        let version = Array("HTTP/1.1".utf8)
        let plan = try Self.head(status).append(to: &out, serverProtocol: version.span, isHead: isHead)
        #expect(text(out) == "HTTP/1.1 \(status)↵↵")
        #expect(plan == ResponsePlan(framing: framing, persists: false))
    }

    @Test func writesErrors() {
        var out: [UInt8] = []
        ErrorResponse.append(status: 431, to: &out, stamp: Self.stamp)
        #expect(
            text(out)
                == "HTTP/1.1 431 Request Header Fields Too Large↵Content-Type: text/plain↵\(Self.stampLines)"
                + "Content-Length: 32↵Connection: close↵↵Request Header Fields Too Large\n")
        out = []
        ErrorResponse.append(status: 400, to: &out, body: false, stamp: Self.stamp)
        #expect(text(out).hasSuffix("Content-Length: 12↵Connection: close↵↵"))
    }

    @Test(arguments: [
        (1, "1↵"), (9, "9↵"), (10, "a↵"), (255, "ff↵"), (65536, "10000↵"), (Int.max, "7fffffffffffffff↵"),
    ])
    func writesChunkSizes(_ size: Int, _ line: String) {
        var out: [UInt8] = []
        ChunkedEncoder.appendSize(size, to: &out)
        #expect(text(out) == line)
    }

    /// What the encoder writes, the decoder reads.
    @Test func chunksThereAndBack() {
        var out: [UInt8] = []
        for chunk in ["hello", " ", "world"] {
            ChunkedEncoder.appendSize(chunk.utf8.count, to: &out)
            out += Array(chunk.utf8) + ChunkedEncoder.end
        }
        out += ChunkedEncoder.last
        let input = [UInt8](wire: "POST / HTTP/1.1↵Host: a↵Transfer-Encoding: chunked↵↵") + out
        let seen = HTTPConnection.outcome(of: [input[...]]).seen
        #expect(seen == ["POST / HTTP/1.1 HTTP_HOST=a HTTP_TRANSFER_ENCODING=chunked body=hello world"])
    }
}
