import Testing

@Suite struct HeaderTests {
    @Test(arguments: served) func serves(_ example: HTTPCase) { example.check() }

    @Test(arguments: refused) func refuses(_ example: HTTPCase) { example.check() }

    @Test(arguments: refusedHosts) func refusesHosts(_ host: String) {
        HTTPCase("GET / HTTP/1.1↵Host: \(host)↵↵", refused: 400, "no host and port").check()
    }

    @Test(arguments: servedHosts) func servesHosts(_ host: String) {
        HTTPCase("GET / HTTP/1.1↵Host: \(host)↵↵", "GET / HTTP/1.1 HTTP_HOST=\(host)").check()
    }

    /// Each control character but the tab, in a name, at the start, in the middle and at the end of a value.
    @Test(arguments: (0...0x1F).filter { ![9, 10, 13].contains($0) } + [0x7F])
    func refusesControls(_ code: UInt8) {
        let character = String(UnicodeScalar(code))
        for line in ["X\(character): a", "X: \(character)a", "X: a\(character)a", "X: a\(character)"] {
            HTTPCase("GET / HTTP/1.1↵\(line)↵↵", refused: 400, "control character").check()
        }
    }

    @Test(arguments: "\"(),/;<=>?@[\\]{} \t\u{80}\u{DF}\u{FF}".map(String.init))
    func refusesInNames(_ character: String) {
        HTTPCase("GET / HTTP/1.1↵X\(character)Y: a↵↵", refused: 400, "name").check()
        HTTPCase("GET / HTTP/1.1↵Host\(character): a↵↵", refused: 400, "name").check()
    }

    @Test(arguments: "!#$%&'*+.^`|~09azAZ".map(String.init))
    func servesInNames(_ character: String) {
        let name = "HTTP_X\(character.uppercased())Y"
        HTTPCase("GET / HTTP/1.0↵X\(character)Y: a↵↵", "GET / HTTP/1.0 \(name)=a (close)").check()
    }

    static let served = [
        header("X: a", "HTTP_X=a"),
        header("X:a", "HTTP_X=a"),
        header("X:", "HTTP_X="),
        header("X: ", "HTTP_X="),
        header("X: \t \t", "HTTP_X="),
        header("X: \t a \t", "HTTP_X=a"),
        header("X: a b\tc", "HTTP_X=a b\tc"),
        header("X: a:b: c", "HTTP_X=a:b: c"),
        header("X::", "HTTP_X=:"),
        header("X: \"(),/;<=>?@[\\]{}", "HTTP_X=\"(),/;<=>?@[\\]{}"),
        header("X: \u{80}\u{E9}\u{FF}", "HTTP_X=\u{80}\u{E9}\u{FF}"),
        header("x-forwarded-for: 1", "HTTP_X_FORWARDED_FOR=1"),
        header("X-FORWARDED-FOR: 1", "HTTP_X_FORWARDED_FOR=1"),
        header("x-a9-z: 1", "HTTP_X_A9_Z=1"),
        header("-: 1", "HTTP__=1"),
        header("Content-Type: text/plain; charset=utf-8", "CONTENT_TYPE=text/plain; charset=utf-8"),
        header("content-TYPE:", "CONTENT_TYPE="),
        header("Content-Typ: a", "HTTP_CONTENT_TYP=a"),
        header("Proxy: a", "HTTP_PROXY=a"),
        header("X: 1↵X: 2", "HTTP_X=1, 2"),
        header("X: 1↵Y: 2↵x: 3↵X: 4", "HTTP_X=1, 3, 4 HTTP_Y=2"),
        header("X: 1↵Y: 2↵Y: 3↵X: 4", "HTTP_X=1, 4 HTTP_Y=2, 3"),
        header("X:↵X: 2", "HTTP_X=, 2"),
        header("X-A: 1↵X-B: 2↵X-AB: 3", "HTTP_X_A=1 HTTP_X_B=2 HTTP_X_AB=3"),
        header("Cookie: a=1↵cookie: b=2", "HTTP_COOKIE=a=1; b=2"),
        header("Cookie: a=1", "HTTP_COOKIE=a=1"),
        header("Accept: a↵Accept: b", "HTTP_ACCEPT=a, b"),
        header("X_Dup: 1", ""),
        header("X-Dup: 1↵x_dup: 2", "HTTP_X_DUP=1"),
        header("x_dup: 2↵X-Dup: 1", "HTTP_X_DUP=1"),
        header("_: 1↵A_: 2↵_A: 3", ""),
        header("Content_Length: 5", ""),
        header("Content_Type: 5", ""),
        header("Transfer_Encoding: chunked", ""),
        header("HTTP-HOST: b", "HTTP_HTTP_HOST=b"),
        header("Upgrade: websocket", "HTTP_UPGRADE=websocket"),
        header("Server: http://127.0.0.1:5984", "HTTP_SERVER=http://127.0.0.1:5984"),
        HTTPCase("GET / HTTP/1.0↵Host_: b↵↵", "GET / HTTP/1.0 (close)"),
    ]

    static let refused = [
        refusedHeader("X", "no colon"),
        refusedHeader("X a", "blank in or behind"),
        refusedHeader(": a", "no name"),
        refusedHeader(":", "no name"),
        refusedHeader("X : a", "blank in or behind"),
        refusedHeader("X\t: a", "blank in or behind"),
        refusedHeader("Content-Length : 3", "blank in or behind"),
        refusedHeader("Transfer-Encoding : chunked", "blank in or behind"),
        refusedHeader(" X: a", "folded"),
        refusedHeader("\tX: a", "folded"),
        refusedHeader("X: a↵ b", "folded"),
        refusedHeader("X: a↵\tb", "folded"),
        refusedHeader("X:↵ b", "folded"),
        refusedHeader("X: a↵ ↵Y: b", "folded"),
        refusedHeader("X: a\nY: b", "LF alone"),
        refusedHeader("X: a\n\nY: b", "LF alone"),
        refusedHeader("X: a\rY: b", "CR is not followed"),
        refusedHeader("X: a\r\r\nY: b", "CR is not followed"),
        refusedHeader("\rX: a", "CR is not followed"),
        refusedHeader("X: a↵\n", "LF alone"),
        refusedHeader("X: a↵\rY", "CR is not followed"),
        refusedHeader("Host: b", "more than one Host"),
        refusedHeader("HOST: a", "more than one Host"),
        refusedHeader("Content-Type: a↵Content-Type: b", "more than one Content-Type"),
        refusedHeader("Content-Type: a↵content-type: a", "more than one Content-Type"),
        HTTPCase("GET / HTTP/1.1↵↵", refused: 400, "without a Host"),
        HTTPCase("GET / HTTP/1.1↵A: b↵↵", refused: 400, "without a Host"),
        HTTPCase("GET http://b/ HTTP/1.1↵↵", refused: 400, "without a Host"),
        HTTPCase("GET / HTTP/1.1↵Host_: b↵↵", refused: 400, "without a Host"),
        HTTPCase("GET / HTTP/1.0↵Host: a↵Host: a↵↵", refused: 400, "more than one Host"),
    ]

    static let servedHosts = [
        "", "a", "a.b.c", "a:80", "a:", "127.0.0.1:8000", "[::1]", "[::1]:80", "[v1.a:b]", "0.0.0.0=5000", "a_b",
        "%41", "A-b~c!$&'()*+,;=",
    ]

    static let refusedHosts = [
        "a b", "a/b", "a@b", "u:p@b", "a:80:80", "a:b", "a:8 0", ":a", "[::1", "[]", "[a/b]", "[::1]a", "[::1]:a",
        "::1]",
        "a?b", "a#b", "a\\b", "\"a\"", "<a>", "a, b", "\u{E9}", "http://a",
    ]

    private static func header(_ lines: String, _ seen: String) -> HTTPCase {
        HTTPCase("GET / HTTP/1.1↵Host: a↵\(lines)↵↵", "GET / HTTP/1.1 HTTP_HOST=a\(seen.isEmpty ? "" : " " + seen)")
    }

    private static func refusedHeader(_ lines: String, _ reason: String) -> HTTPCase {
        HTTPCase("GET / HTTP/1.1↵Host: a↵\(lines)↵↵", refused: 400, reason)
    }
}
