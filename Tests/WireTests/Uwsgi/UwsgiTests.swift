import Testing

@testable import Wire

@Suite struct UwsgiTests {
    @Test(arguments: served) func serves(_ example: UwsgiCase) { example.check() }

    @Test(arguments: refused) func refuses(_ example: UwsgiCase) { example.check() }

    @Test(arguments: strangers) func namesStrangers(_ example: UwsgiCase) { example.check() }

    /// Every modifier that asks for something else than WSGI.
    @Test(arguments: (1...255).filter { ![22, 30, 100].contains($0) })
    func refusesModifiers(_ modifier: UInt8) {
        let packet = UwsgiPacket([("A", "1")], modifier1: modifier)
        UwsgiCase("modifier", packet.bytes, refused: 501, "modifier \(modifier) is not served").check()
    }

    @Test func showsWhatWasRead() {
        var parser = UwsgiParser()
        let bytes = Array("GET /x HTTP/1.1\r\nHost: a\r\n\r\n".utf8)
        guard case .refused(let refusal) = parser.parse(bytes.span) else {
            Issue.record("HTTP was not refused")
            return
        }
        #expect(refusal.message == "HTTP spoken to a uwsgi socket (read: GET /x HTTP/1.1)")
    }

    /// One packet after the other: nothing of the first is left in the second.
    @Test func startsAfresh() {
        var parser = UwsgiParser()
        let first = UwsgiPacket([("A", "1"), ("CONTENT_LENGTH", "5"), ("REQUEST_METHOD", "HEAD")]).bytes
        let second = UwsgiPacket([("B", "2")]).bytes
        _ = parser.parse(first.span)
        guard case .complete(let head) = parser.parse(second.span) else {
            Issue.record("the second packet is not complete")
            return
        }
        #expect(head.contentLength == nil)
        #expect(!head.isHead)
        #expect(parser.fields == [Field(name: 6..<7, value: 9..<10)])
    }

    @Test func answersPings() {
        var answer: [UInt8] = []
        UwsgiPong.append(to: &answer)
        #expect(answer == [100, 0, 0, 1])
    }

    /// The variables of nginx's uwsgi_params for a POST, and headers.
    static let nginx = [
        ("QUERY_STRING", "a=b"), ("REQUEST_METHOD", "POST"), ("CONTENT_TYPE", "text/plain"), ("CONTENT_LENGTH", "12"),
        ("REQUEST_URI", "/x?a=b"), ("PATH_INFO", "/x"), ("DOCUMENT_ROOT", "/srv"), ("SERVER_PROTOCOL", "HTTP/1.1"),
        ("REQUEST_SCHEME", "http"), ("REMOTE_ADDR", "10.0.0.1"), ("REMOTE_PORT", "4711"), ("SERVER_PORT", "80"),
        ("SERVER_NAME", "a.b"), ("HTTP_HOST", "a.b"), ("HTTP_ACCEPT", "*/*"), ("HTTP_X", ""),
    ]

    private static let long = String(repeating: "v", count: 65527)

    static let served = [
        UwsgiCase(
            "nginx", UwsgiPacket(nginx), nginx.map { "\($0)=\($1)" }.joined(separator: " ") + " (body 12) (HTTP/1.1)"),
        UwsgiCase("one variable", UwsgiPacket([("A", "1")]), "A=1"),
        UwsgiCase("empty value", UwsgiPacket([("A", "")]), "A="),
        UwsgiCase("empty values", UwsgiPacket([("A", ""), ("B", ""), ("C", "")]), "A= B= C="),
        UwsgiCase("duplicates", UwsgiPacket([("A", "1"), ("A", "2")]), "A=1 A=2"),
        UwsgiCase("any byte in a value", UwsgiPacket([("A", "\u{0}\u{1}\n\u{FF}=")]), "A=\u{0}\u{1}\n\u{FF}="),
        UwsgiCase("any byte in a name", UwsgiPacket([("\u{0}\u{FF}", "1")]), "\u{0}\u{FF}=1"),
        UwsgiCase("255 bytes", UwsgiPacket([("A", String(repeating: "v", count: 255))]), "A=" + long.prefix(255)),
        UwsgiCase("256 bytes", UwsgiPacket([("A", String(repeating: "v", count: 256))]), "A=" + long.prefix(256)),
        UwsgiCase("257 bytes of name", UwsgiPacket([(String(long.prefix(257)), "1")]), long.prefix(257) + "=1"),
        UwsgiCase("the largest", UwsgiPacket([("ABCD", long)]), "ABCD=" + long),
        UwsgiCase("modifier2", UwsgiPacket([("A", "1")], modifier2: 7), "modifier2=7 A=1"),
        UwsgiCase(
            "modifier 30", UwsgiPacket([("SCRIPT_NAME", "/a")], modifier1: 30), "requestBelowScriptName SCRIPT_NAME=/a"),
        UwsgiCase("ping", UwsgiPacket([], modifier1: 100), "ping"),
        UwsgiCase("ping with variables", UwsgiPacket([("A", "1")], modifier1: 100), "ping A=1"),
        UwsgiCase("HEAD", UwsgiPacket([("REQUEST_METHOD", "HEAD")]), "REQUEST_METHOD=HEAD (head)"),
        UwsgiCase("head", UwsgiPacket([("REQUEST_METHOD", "head")]), "REQUEST_METHOD=head"),
        UwsgiCase(
            "the last method counts", UwsgiPacket([("REQUEST_METHOD", "HEAD"), ("REQUEST_METHOD", "GET")]),
            "REQUEST_METHOD=HEAD REQUEST_METHOD=GET"),
        UwsgiCase("no length", UwsgiPacket([("CONTENT_LENGTH", "")]), "CONTENT_LENGTH="),
        UwsgiCase("length 0", UwsgiPacket([("CONTENT_LENGTH", "0")]), "CONTENT_LENGTH=0 (body 0)"),
        UwsgiCase("length 007", UwsgiPacket([("CONTENT_LENGTH", "007")]), "CONTENT_LENGTH=007 (body 7)"),
        UwsgiCase(
            "the largest length", UwsgiPacket([("CONTENT_LENGTH", "9223372036854775807")]),
            "CONTENT_LENGTH=9223372036854775807 (body 9223372036854775807)"),
        UwsgiCase(
            "the last length counts", UwsgiPacket([("CONTENT_LENGTH", "5"), ("CONTENT_LENGTH", "6")]),
            "CONTENT_LENGTH=5 CONTENT_LENGTH=6 (body 6)"),
        UwsgiCase(
            "the last length counts, even empty", UwsgiPacket([("CONTENT_LENGTH", "x"), ("CONTENT_LENGTH", "")]),
            "CONTENT_LENGTH=x CONTENT_LENGTH="),
        UwsgiCase("another name", UwsgiPacket([("content_length", "x")]), "content_length=x"),
        UwsgiCase("a name like it", UwsgiPacket([("CONTENT_LENGTI", "x")]), "CONTENT_LENGTI=x"),
        UwsgiCase(
            "protocol", UwsgiPacket([("SERVER_PROTOCOL", "HTTP/2.0")]), "SERVER_PROTOCOL=HTTP/2.0 (HTTP/2.0)"),
        UwsgiCase("empty protocol", UwsgiPacket([("SERVER_PROTOCOL", "")]), "SERVER_PROTOCOL= ()"),
        UwsgiCase(
            "as many as allowed", UwsgiPacket((0..<128).map { ("V\($0)", "") }),
            (0..<128).map { "V\($0)=" }.joined(separator: " ")),
        UwsgiCase(
            "as large as allowed", UwsgiPacket([("A", "1")]), "A=1",
            limits: UwsgiParser.Limits(bufferSize: 6, variables: 1)),
        UwsgiCase("header alone", UwsgiPacket(block: [], size: 5), "incomplete"),
        UwsgiCase("part of a block", UwsgiPacket(block: [1, 0, 65, 1], size: 6), "incomplete"),
    ]

    static let refused = [
        UwsgiCase("empty", [0, 0, 0, 0], refused: 400, "without variables"),
        UwsgiCase("empty, modifier 30", [30, 0, 0, 0], refused: 400, "without variables"),
        wrong("nameless", UwsgiPacket.text("") + UwsgiPacket.text("1"), "variable 1 has no name"),
        wrong(
            "nameless second",
            UwsgiPacket.text("A") + UwsgiPacket.text("1") + UwsgiPacket.text("") + UwsgiPacket.text("2"),
            "variable 2 has no name"),
        wrong("zeros", [0, 0, 0, 0], "variable 1 has no name"),
        wrong("one byte", [1], "longer than its packet"),
        wrong("a length without text", [1, 0], "longer than its packet"),
        wrong("a name without a value", UwsgiPacket.text("A"), "variable 1, at byte 7, is longer than"),
        wrong("half a value's length", UwsgiPacket.text("A") + [1], "longer than its packet"),
        wrong("a value without text", UwsgiPacket.text("A") + [1, 0], "longer than its packet"),
        wrong("a name too long", UwsgiPacket.text("AB", length: 3), "longer than its packet"),
        wrong("a name far too long", UwsgiPacket.text("AB", length: 65535), "longer than its packet"),
        wrong("a value too long", UwsgiPacket.text("A") + UwsgiPacket.text("1", length: 2), "longer than its packet"),
        wrong(
            "a value far too long", UwsgiPacket.text("A") + UwsgiPacket.text("1", length: 65535),
            "longer than its packet"),
        wrong("a byte left", UwsgiPacket([("A", "1")]).bytes.dropFirst(4) + [0], "variable 2, at byte 10, is longer"),
        wrong("big endian", [0, 1, 65, 0, 1, 49], "longer than its packet"),
        wrong("all ones", [UInt8](repeating: 255, count: 300), "longer than its packet"),
        length("-1"), length("+1"), length(" 1"), length("1 "), length("1_0"), length("0x1"), length("a"),
        length("9223372036854775808"), length("99999999999999999999999"), length("1,1"), length("\u{0}"),
        UwsgiCase(
            "one variable too many", UwsgiPacket((0..<129).map { ("V\($0)", "") }).bytes, refused: 413,
            "more than 128 variables (max-vars 64)"),
        UwsgiCase(
            "two where one is allowed", UwsgiPacket([("A", "1"), ("B", "2")]).bytes, refused: 413,
            "more than 1 variables", limits: UwsgiParser.Limits(variables: 1)),
        UwsgiCase(
            "a byte too large", UwsgiPacket([("A", "1")]).bytes, refused: 413,
            "6 bytes of variables, buffer-size is 5", limits: UwsgiParser.Limits(bufferSize: 5)),
        UwsgiCase(
            "too large, seen from the header", [0, 0, 16, 0], refused: 413, "4096 bytes of variables",
            limits: UwsgiParser.Limits(bufferSize: 4095)),
    ]

    static let strangers = [
        http("GET / HTTP/1.1↵Host: a↵↵"), http("POST / HTTP/1.1↵"), http("HEAD / HTTP/1.0↵↵"), http("PUT / HTTP/1.1↵"),
        http("DELETE / HTTP/1.1↵"), http("OPTIONS * HTTP/1.1↵"), http("PATCH / HTTP/1.1↵"), http("PRI * HTTP/2.0↵↵"),
        http("PROXY TCP4 1.2.3.4 1.2.3.4 1 2↵"), http("CONNECT a:1 HTTP/1.1↵"),
        UwsgiCase("TLS", [0x16, 3, 1, 2, 0, 1, 0, 1], refused: 400, "TLS spoken"),
        UwsgiCase("TLS 1.3", [0x16, 3, 3, 2], refused: 400, "TLS spoken"),
        UwsgiCase("modifier 22", [0x16, 4, 0, 0], refused: 501, "modifier 22"),
        UwsgiCase("SSH", Array("SSH-2.0-x".utf8), refused: 501, "modifier 83 is not"),
        UwsgiCase("lower case", Array("get / HTTP/1.1".utf8), refused: 501, "modifier 103"),
        UwsgiCase("FastCGI", [1, 1, 0, 1, 0, 8, 0, 0], refused: 501, "modifier 1 is not served"),
    ]

    private static func wrong(_ name: String, _ block: some Sequence<UInt8>, _ reason: String) -> UwsgiCase {
        UwsgiCase(name, UwsgiPacket(block: Array(block)).bytes, refused: 400, reason)
    }

    private static func length(_ value: String) -> UwsgiCase {
        UwsgiCase(
            "length \(value)", UwsgiPacket([("CONTENT_LENGTH", value), ("A", "1")]).bytes, refused: 400,
            "CONTENT_LENGTH is no number")
    }

    private static func http(_ text: String) -> UwsgiCase {
        UwsgiCase(text, [UInt8](wire: text), refused: 400, "HTTP spoken to a uwsgi socket")
    }
}
