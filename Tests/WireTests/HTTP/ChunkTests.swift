import Testing

@testable import Wire

@Suite struct ChunkTests {
    @Test(arguments: served) func serves(_ example: HTTPCase) { example.check() }

    @Test(arguments: refused) func refuses(_ example: HTTPCase) { example.check() }

    /// Every byte that ends no size, in the place of a size's first, middle and last character.
    @Test(arguments: (0...255).filter { !"0123456789abcdefABCDEF\r; \t".unicodeScalars.map(\.value).contains($0) })
    func refusesInSizes(_ code: UInt32) {
        guard let scalar = UnicodeScalar(code) else { return }
        for size in ["\(scalar)1", "0\(scalar)1", "1\(scalar)"] {
            Self.refusedChunks("\(size)↵a↵0↵↵", 400, "a chunk's size").check()
        }
    }

    @Test func limitsExtensions() {
        let long = String(repeating: "x", count: 4000)
        Self.chunks("1;\(long)↵a↵0↵↵", "a").check()
        Self.refusedChunks("1;\(long)↵a↵1;\(long)↵b↵0↵↵", 400, "4096 bytes of chunk extensions").check()
    }

    @Test func limitsTrailers() {
        let long = "X: " + String(repeating: "x", count: 4000) + "↵"
        Self.chunks("0↵\(long)\(long)↵", "").check()
        Self.refusedChunks("0↵\(long)\(long)\(long)↵", 431, "8190 bytes of trailers").check()
    }

    static let served = [
        chunks("0↵↵", ""),
        chunks("000↵↵", ""),
        chunks("0000000000000000↵↵", ""),
        chunks("5↵hello↵0↵↵", "hello"),
        chunks("5↵hello↵6↵ world↵0↵↵", "hello world"),
        chunks("005↵hello↵000↵↵", "hello"),
        chunks("A↵0123456789↵0↵↵", "0123456789"),
        chunks("a↵0123456789↵0↵↵", "0123456789"),
        chunks("1E↵all your base are belong to us↵0↵↵", "all your base are belong to us"),
        chunks("2↵↵↵0↵↵", "↵"),
        chunks("6↵0↵↵x↵0↵↵", "0↵↵x"),
        chunks("1;a↵x↵0↵↵", "x"),
        chunks("1;a=b↵x↵0;c↵↵", "x"),
        chunks("1;a=b;c=d↵x↵0↵↵", "x"),
        chunks("1 ;a↵x↵0↵↵", "x"),
        chunks("1\t; a = b ; c↵x↵0↵↵", "x"),
        chunks("1; some; parameters=stuff↵x↵0↵↵", "x"),
        chunks("1;a=\"b\"↵x↵0↵↵", "x"),
        chunks("1;a=\"\"↵x↵0↵↵", "x"),
        chunks("1;a=\"b;c \\\" \t\u{E9}\";d↵x↵0↵↵", "x"),
        chunks("0↵X: a↵↵", ""),
        chunks("0↵X:↵Vary: *↵↵", ""),
        chunks("0↵Content-Type: text/plain↵X_Y: a↵↵", ""),
        HTTPCase(head + "5↵hell", "incomplete"),
        HTTPCase(head + "5↵hello", "incomplete"),
        HTTPCase(head + "5↵hello↵", "incomplete"),
        HTTPCase(head + "0↵", "incomplete"),
        HTTPCase(head + "0↵X: a↵", "incomplete"),
        HTTPCase(head + "7fffffffffffffff↵a", "incomplete"),
    ]

    static let refused = [
        refusedChunks("↵", 400, "starts with \\x0d"),
        refusedChunks("↵hello↵0↵↵", 400, "starts with \\x0d"),
        refusedChunks(" 5↵hello↵0↵↵", 400, "starts with "),
        refusedChunks(" ;a↵hello↵0↵↵", 400, "starts with"),
        refusedChunks(";a↵hello↵0↵↵", 400, "starts with ;"),
        refusedChunks("-5↵hello↵0↵↵", 400, "starts with -"),
        refusedChunks("+5↵hello↵0↵↵", 400, "starts with +"),
        refusedChunks("0x5↵hello↵0↵↵", 400, "contains x"),
        refusedChunks("5_0↵hello↵0↵↵", 400, "contains _"),
        refusedChunks("5\nhello↵0↵↵", 400, "contains \\x0a"),
        refusedChunks("5 ↵hello↵0↵↵", 400, "extension, at \\x0d"),
        refusedChunks("5\t↵hello↵0↵↵", 400, "extension, at \\x0d"),
        refusedChunks("5 a↵hello↵0↵↵", 400, "extension, at a"),
        refusedChunks("0 ↵↵", 400, "extension, at \\x0d"),
        refusedChunks("5\n;↵hello↵0↵↵", 400, "contains \\x0a"),
        refusedChunks("5\rhello↵0↵↵", 400, "instead of a line end"),
        refusedChunks("5\r\rhello↵0↵↵", 400, "instead of a line end"),
        refusedChunks("5↵helloo↵0↵↵", 400, "o instead of a line end behind a chunk, which"),
        refusedChunks("5↵hello0↵↵", 400, "0 instead of a line end behind a chunk, which"),
        refusedChunks("5↵hello\n0↵↵", 400, "\\x0a instead of a line end"),
        refusedChunks("5↵hello\r0↵↵", 400, "0 instead of a line end"),
        refusedChunks("5↵hello↵↵", 400, "starts with \\x0d"),
        refusedChunks("4↵hello↵0↵↵", 400, "o instead of a line end"),
        refusedChunks("8000000000000000↵", 400, "beyond all bounds"),
        refusedChunks("ffffffffffffffff↵", 400, "beyond all bounds"),
        refusedChunks("10000000000000005↵hello↵0↵↵", 400, "beyond all bounds"),
        refusedChunks("00000000000000005↵hello↵0↵↵", 400, "beyond all bounds"),
        refusedChunks("5;↵hello↵0↵↵", 400, "extension, at \\x0d"),
        refusedChunks("5; ↵hello↵0↵↵", 400, "extension, at \\x0d"),
        refusedChunks("5;;a↵hello↵0↵↵", 400, "extension, at ;"),
        refusedChunks("5;=b↵hello↵0↵↵", 400, "extension, at ="),
        refusedChunks("5;a=↵hello↵0↵↵", 400, "extension, at \\x0d"),
        refusedChunks("5;a==b↵hello↵0↵↵", 400, "extension, at ="),
        refusedChunks("5;a b↵hello↵0↵↵", 400, "extension, at b"),
        refusedChunks("5;a ↵hello↵0↵↵", 400, "extension, at \\x0d"),
        refusedChunks("5;a=b c↵hello↵0↵↵", 400, "extension, at c"),
        refusedChunks("5;a=b ↵hello↵0↵↵", 400, "extension, at \\x0d"),
        refusedChunks("5;a=\"b↵hello↵0↵↵", 400, "extension, at \\x0d"),
        refusedChunks("5;a=\"b\"c↵hello↵0↵↵", 400, "extension, at c"),
        refusedChunks("5;a=\"\\↵hello↵0↵↵", 400, "extension, at \\x0d"),
        refusedChunks("5;a=\"\u{1}\"↵hello↵0↵↵", 400, "extension, at \\x01"),
        refusedChunks("5;a\u{0}↵hello↵0↵↵", 400, "extension, at \\x00"),
        refusedChunks("5;a\nb↵hello↵0↵↵", 400, "extension, at \\x0a"),
        refusedChunks("5;a=val\rue↵hello↵0↵↵", 400, "u instead of a line end"),
        refusedChunks("0↵X↵↵", 400, "trailer line has no colon"),
        refusedChunks("0↵X : a↵↵", 400, "trailer's name"),
        refusedChunks("0↵: a↵↵", 400, "trailer has no name"),
        refusedChunks("0↵ X: a↵↵", 400, "trailer is folded"),
        refusedChunks("0↵X: a↵ b↵↵", 400, "trailer is folded"),
        refusedChunks("0↵X: a\n↵", 400, "control character \\x0a in a trailer"),
        refusedChunks("0↵X: a\u{0}↵↵", 400, "control character \\x00 in a trailer"),
        refusedChunks("0↵X: a\rb↵↵", 400, "CR in a trailer"),
        refusedChunks("0↵\n", 400, "control character \\x0a in a trailer"),
        refusedChunks("0↵\rx", 400, "CR in a trailer"),
        refusedChunks("0↵Content-Length: 5↵↵", 400, "only be a header"),
        refusedChunks("0↵content-length: 5↵↵", 400, "only be a header"),
        refusedChunks("0↵Transfer-Encoding: chunked↵↵", 400, "only be a header"),
        refusedChunks("0↵Host: b↵↵", 400, "only be a header"),
        refusedChunks("0↵Trailer: X↵↵", 400, "only be a header"),
        refusedChunks("0↵Authorization: X↵↵", 400, "only be a header"),
        refusedChunks("0↵TE: X↵↵", 400, "only be a header"),
        refusedChunks("0↵GET / HTTP/1.1↵↵", 400, "trailer's name"),
    ]

    private static let head = "POST / HTTP/1.1↵Host: a↵Transfer-Encoding: chunked↵↵"
    private static let seen = "POST / HTTP/1.1 HTTP_HOST=a HTTP_TRANSFER_ENCODING=chunked"

    /// A body, and behind it a request that shows where it ended.
    private static func chunks(_ body: String, _ decoded: String) -> HTTPCase {
        HTTPCase(
            head + body + "GET /next HTTP/1.0↵↵", decoded.isEmpty ? seen : "\(seen) body=\(decoded)",
            "GET /next HTTP/1.0 (close)")
    }

    private static func refusedChunks(_ body: String, _ status: Int, _ reason: String) -> HTTPCase {
        HTTPCase(head + body, refused: status, reason)
    }
}
