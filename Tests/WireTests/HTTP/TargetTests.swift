import Testing

@Suite struct TargetTests {
    @Test(arguments: served) func serves(_ example: HTTPCase) { example.check() }

    @Test(arguments: refused) func refuses(_ example: HTTPCase) { example.check() }

    static let served = [
        target("/", "/"),
        target("/a/b", "/a/b"),
        target("/a?", "/a"),
        target("/a?b=c&d", "/a ?b=c&d"),
        target("/?", "/"),
        target("/a??b", "/a ??b"),
        target("/a?b?c", "/a ?b?c"),
        target("/a?b%20c", "/a ?b%20c"),
        target("/a?%zz", "/a ?%zz"),
        target("/a#b", "/a"),
        target("/a?b#c", "/a ?b"),
        target("/a#b?c", "/a"),
        target("/a?#", "/a"),
        target("/a%20b", "/a b"),
        target("/a+b", "/a+b"),
        target("/%41%5A%5a", "/AZZ"),
        target("/%2F%2f", "///"),
        target("/%3F", "/?"),
        target("/%25", "/%"),
        target("/%2525", "/%25"),
        target("/%C3%A9", "/\u{C3}\u{A9}"),
        target("/%ff%80", "/\u{FF}\u{80}"),
        target("/%0a", "/\n"),
        target("/%01", "/\u{1}"),
        target("//a//b", "//a//b"),
        target("///", "///"),
        target("/../a", "/../a"),
        target("/a/./b/..", "/a/./b/.."),
        target("/%2e%2e/a", "/../a"),
        target("/a;b=c", "/a;b=c"),
        target("/\"a\"?b=\"c\"", "/\"a\" ?b=\"c\""),
        target("/<>[]{}|\\^`", "/<>[]{}|\\^`"),
        target("/http://b/c", "/http://b/c"),
        target("/a:b@c", "/a:b@c"),
        target("/*", "/*"),
        HTTPCase("OPTIONS * HTTP/1.1↵Host: a↵↵", "OPTIONS - HTTP/1.1 HTTP_HOST=a"),
        HTTPCase("CONNECT b:443 HTTP/1.1↵Host: a↵↵", "CONNECT - HTTP/1.1 HTTP_HOST=b:443 (close)"),
        HTTPCase("CONNECT [::1]:443 HTTP/1.1↵Host: a↵↵", "CONNECT - HTTP/1.1 HTTP_HOST=[::1]:443 (close)"),
        absolute("http://b/c", "b", "/c"),
        absolute("http://b", "b", "/"),
        absolute("http://b/", "b", "/"),
        absolute("http://b?c", "b", "/ ?c"),
        absolute("http://b/c?d=e", "b", "/c ?d=e"),
        absolute("http://b#c", "b", "/"),
        absolute("http://b:80/c", "b:80", "/c"),
        absolute("https://b/c", "b", "/c"),
        absolute("HTTP://b/c", "b", "/c"),
        absolute("http://[::1]:8000/c", "[::1]:8000", "/c"),
        absolute("http://127.0.0.1/%63", "127.0.0.1", "/c"),
        HTTPCase("GET http://b/ HTTP/1.0↵↵", "GET / HTTP/1.0 HTTP_HOST=b (close)"),
    ]

    static let refused = [
        refusedTarget("a", "none of"),
        refusedTarget("foo/bar", "none of"),
        refusedTarget("?a", "none of"),
        refusedTarget("#a", "none of"),
        refusedTarget("*", "none of"),
        refusedTarget("*/a", "none of"),
        refusedTarget("b:443", "none of"),
        refusedTarget("http:/b", "none of"),
        refusedTarget("http:b", "none of"),
        refusedTarget("http://", "none of"),
        refusedTarget("http:///a", "none of"),
        refusedTarget("https://", "none of"),
        refusedTarget("http://?a", "none of"),
        refusedTarget("http://:80/a", "none of"),
        refusedTarget("ftp://b/c", "none of"),
        refusedTarget("://b/c", "none of"),
        refusedTarget("s://]ufd/:", "none of"),
        refusedTarget("http://u@b/c", "none of"),
        refusedTarget("http://u:p@b/c", "none of"),
        refusedTarget("http://b:x/c", "none of"),
        refusedTarget("http://[::1/c", "none of"),
        refusedTarget("http://[]/c", "none of"),
        refusedTarget("http://b\\c/d", "none of"),
        refusedTarget("/%", "percent sign"),
        refusedTarget("/%4", "percent sign"),
        refusedTarget("/%4g", "percent sign"),
        refusedTarget("/%g4", "percent sign"),
        refusedTarget("/%%41", "percent sign"),
        refusedTarget("/100%?a", "percent sign"),
        refusedTarget("/%4?1", "percent sign"),
        refusedTarget("/%00", "percent sign"),
        refusedTarget("/a%00b", "percent sign"),
        refusedTarget("/%u0041", "percent sign"),
        refusedTarget("/\u{E9}", "contains \\xe9"),
        refusedTarget("/\u{80}", "contains \\x80"),
        refusedTarget("/?\u{FF}", "contains \\xff"),
        HTTPCase("OPTIONS ** HTTP/1.1↵Host: a↵↵", refused: 400, "none of"),
        HTTPCase("CONNECT / HTTP/1.1↵Host: a↵↵", refused: 400, "none of"),
        HTTPCase("CONNECT http://b HTTP/1.1↵Host: a↵↵", refused: 400, "none of"),
        HTTPCase("CONNECT u@b:1 HTTP/1.1↵Host: a↵↵", refused: 400, "none of"),
    ]

    private static func target(_ target: String, _ seen: String) -> HTTPCase {
        HTTPCase("GET \(target) HTTP/1.1↵Host: a↵↵", "GET \(seen) HTTP/1.1 HTTP_HOST=a")
    }

    /// The host of an absolute target counts, not that of the header.
    private static func absolute(_ target: String, _ host: String, _ seen: String) -> HTTPCase {
        HTTPCase("GET \(target) HTTP/1.1↵A: 1↵Host: a↵↵", "GET \(seen) HTTP/1.1 HTTP_HOST=\(host) HTTP_A=1")
    }

    private static func refusedTarget(_ target: String, _ reason: String) -> HTTPCase {
        HTTPCase("GET \(target) HTTP/1.1↵Host: a↵↵", refused: 400, reason)
    }
}
