import Testing

@Suite struct BodyTests {
    @Test(arguments: lengths) func readsLengths(_ example: HTTPCase) { example.check() }

    @Test(arguments: codings) func readsCodings(_ example: HTTPCase) { example.check() }

    @Test(arguments: refused) func refuses(_ example: HTTPCase) { example.check() }

    @Test(arguments: expectations) func knowsExpectations(_ example: HTTPCase) { example.check() }

    private static let post = "POST / HTTP/1.1 HTTP_HOST=a"

    static let lengths = [
        body("Content-Length: 5", "hello", "\(post) CONTENT_LENGTH=5 body=hello"),
        body("content-LENGTH:5", "hello", "\(post) CONTENT_LENGTH=5 body=hello"),
        body("Content-Length: \t5\t ", "hello", "\(post) CONTENT_LENGTH=5 body=hello"),
        body("Content-Length: 0005", "hello", "\(post) CONTENT_LENGTH=0005 body=hello"),
        body("Content-Length: 0", "", "\(post) CONTENT_LENGTH=0"),
        body("Content-Length: 00", "", "\(post) CONTENT_LENGTH=00"),
        body("", "", post),
        body("Content-Length: 4", "a↵b", "\(post) CONTENT_LENGTH=4 body=a↵b"),
        body("Content-Length: 3", "\u{0}\u{FF}\u{7F}", "\(post) CONTENT_LENGTH=3 body=\u{0}\u{FF}\u{7F}"),
        body("Content-Length: 5", "hell", "incomplete"),
        body("Content-Length: 9223372036854775807", "hell", "incomplete"),
        body("Content-Length: 5↵Content_Length: 9", "hello", "\(post) CONTENT_LENGTH=5 body=hello"),
        HTTPCase("GET / HTTP/1.0↵Content-Length: 2↵↵ab", "GET / HTTP/1.0 CONTENT_LENGTH=2 (close) body=ab"),
        HTTPCase("HEAD / HTTP/1.0↵Content-Length: 2↵↵ab", "HEAD / HTTP/1.0 CONTENT_LENGTH=2 (close) body=ab"),
    ]

    static let codings = [
        body("Transfer-Encoding: chunked", "0↵↵", "\(post) HTTP_TRANSFER_ENCODING=chunked"),
        body("Transfer-Encoding: chunked", "1↵a↵0↵↵", "\(post) HTTP_TRANSFER_ENCODING=chunked body=a"),
        body("TRANSFER-encoding:CHUNKED", "1↵a↵0↵↵", "\(post) HTTP_TRANSFER_ENCODING=CHUNKED body=a"),
        body("Transfer-Encoding: , chunked ,", "0↵↵", "\(post) HTTP_TRANSFER_ENCODING=, chunked ,"),
        body("Transfer-Encoding: identity, chunked", "0↵↵", "\(post) HTTP_TRANSFER_ENCODING=identity, chunked"),
        body(
            "Transfer-Encoding: identity↵Transfer-Encoding: chunked", "0↵↵",
            "\(post) HTTP_TRANSFER_ENCODING=identity, chunked"),
        body(
            "Transfer-Encoding: chunked↵TE: trailers", "0↵↵", "\(post) HTTP_TRANSFER_ENCODING=chunked HTTP_TE=trailers"),
    ]

    static let refused =
        ["-1", "+1", "0_1", "1_0", "0x5", "5a", "a", "5.0", "5,", "5, 5", "5,5", "5 5", "0 1", "1e3", "", "\"5\""]
        .map { refusedBody("Content-Length: \($0)", 400, "no number of bytes") } + [
            refusedBody("Content-Length: 9223372036854775808", 400, "no number of bytes"),
            refusedBody("Content-Length: 18446744073709551621", 400, "no number of bytes"),
            refusedBody("Content-Length: 99999999999999999999999999999999", 400, "no number of bytes"),
            refusedBody("Content-Length: 5↵Content-Length: 5", 400, "more than one Content-Length"),
            refusedBody("Content-Length: 5↵content-length: 6", 400, "more than one Content-Length"),
            refusedBody("Content-Length: 0↵Content-Length: 0", 400, "more than one Content-Length"),
            refusedBody("Content-Length: 3↵Transfer-Encoding: chunked", 400, "both"),
            refusedBody("Transfer-Encoding: chunked↵Content-Length: 3", 400, "both"),
            refusedBody("Transfer-Encoding: chunked↵Content-Length: 0", 400, "both"),
            refusedBody("Transfer-Encoding: identity↵Content-Length: 3", 400, "both"),
            refusedBody("Transfer-Encoding:", 400, "does not end with chunked"),
            refusedBody("Transfer-Encoding: ,", 400, "does not end with chunked"),
            refusedBody("Transfer-Encoding: identity", 400, "does not end with chunked"),
            refusedBody("Transfer-Encoding: chunked, chunked", 400, "after chunked"),
            refusedBody("Transfer-Encoding: chunked↵Transfer-Encoding: chunked", 400, "after chunked"),
            refusedBody("Transfer-Encoding: chunked, identity", 400, "after chunked"),
            refusedBody("Transfer-Encoding: chunked↵Transfer-Encoding: identity", 400, "after chunked"),
            refusedBody("Transfer-Encoding: identity, chunked, identity, chunked", 400, "after chunked"),
            refusedBody("Transfer-Encoding: chunked↵Transfer-Encoding: gzip", 400, "after chunked"),
            refusedBody("Transfer-Encoding: gzip", 501, "other than chunked"),
            refusedBody("Transfer-Encoding: gzip, chunked", 501, "other than chunked"),
            refusedBody("Transfer-Encoding: gzip↵Transfer-Encoding: chunked", 501, "other than chunked"),
            refusedBody("Transfer-Encoding: xchunked", 501, "other than chunked"),
            refusedBody("Transfer-Encoding: chunkedx", 501, "other than chunked"),
            refusedBody("Transfer-Encoding: chunke", 501, "other than chunked"),
            refusedBody("Transfer-Encoding: chunked;a=b", 501, "other than chunked"),
            refusedBody("Transfer-Encoding: \"chunked\"", 501, "other than chunked"),
            refusedBody("Transfer-Encoding: chunked chunked", 501, "other than chunked"),
            refusedBody("Transfer-Encoding: \u{A0}chunked", 501, "other than chunked"),
            HTTPCase("POST / HTTP/1.0↵Transfer-Encoding: chunked↵↵0↵↵", refused: 400, "HTTP/1.0"),
            HTTPCase("POST / HTTP/1.0↵Transfer-Encoding: identity↵↵", refused: 400, "HTTP/1.0"),
        ]

    static let expectations = [
        body(
            "Content-Length: 1↵Expect: 100-continue", "a",
            "\(post) CONTENT_LENGTH=1 HTTP_EXPECT=100-continue (continue) body=a"),
        body(
            "Expect: 100-Continue↵Content-Length: 1", "a",
            "\(post) HTTP_EXPECT=100-Continue CONTENT_LENGTH=1 (continue) body=a"),
        body(
            "Expect: 100-continue↵Transfer-Encoding: chunked", "0↵↵",
            "\(post) HTTP_EXPECT=100-continue HTTP_TRANSFER_ENCODING=chunked (continue)"),
        body("Expect: 100-continue", "", "\(post) HTTP_EXPECT=100-continue"),
        body("Expect: 100-continue↵Content-Length: 0", "", "\(post) HTTP_EXPECT=100-continue CONTENT_LENGTH=0"),
        HTTPCase(
            "POST / HTTP/1.0↵Expect: 100-continue↵Content-Length: 1↵↵a",
            "POST / HTTP/1.0 HTTP_EXPECT=100-continue CONTENT_LENGTH=1 (close) body=a"),
        refusedBody("Expect: 200-ok", 417, "expectation"),
        refusedBody("Expect:", 417, "expectation"),
        refusedBody("Expect: 100-continue, x", 417, "expectation"),
        refusedBody("Expect: 100-continue↵Expect: y", 417, "expectation"),
    ]

    private static func body(_ headers: String, _ body: String, _ seen: String) -> HTTPCase {
        HTTPCase("POST / HTTP/1.1↵Host: a↵\(headers.isEmpty ? "" : headers + "↵")↵\(body)", seen)
    }

    private static func refusedBody(_ headers: String, _ status: Int, _ reason: String) -> HTTPCase {
        HTTPCase("POST / HTTP/1.1↵Host: a↵\(headers)↵↵hello", refused: status, reason)
    }
}
