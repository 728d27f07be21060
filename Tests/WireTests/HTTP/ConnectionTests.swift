import Testing

@Suite struct ConnectionTests {
    @Test(arguments: persistence) func persists(_ example: HTTPCase) { example.check() }

    @Test(arguments: pipelines) func readsPipelines(_ example: HTTPCase) { example.check() }

    static let persistence = [
        HTTPCase("GET /1 HTTP/1.1↵Host: a↵↵" + next, "GET /1 HTTP/1.1 HTTP_HOST=a", "GET /n HTTP/1.0 (close)"),
        HTTPCase("GET /1 HTTP/1.0↵↵" + next, "GET /1 HTTP/1.0 (close)"),
        connection("close", "(close)"),
        connection("Close", "(close)"),
        connection("CLOSE", "(close)"),
        connection("foo, close", "(close)"),
        connection("close, foo", "(close)"),
        connection("keep-alive, close", "(close)"),
        connection("close, keep-alive", "(close)"),
        connection(",,close,", "(close)"),
        connection("close\t,x", "(close)"),
        connection("keep-alive", nil),
        connection("Keep-Alive", nil),
        connection("", nil),
        connection("closed", nil),
        connection("clos", nil),
        connection("close=1", nil),
        connection("\"close\"", nil),
        connection("upgrade", nil),
        HTTPCase(
            "GET /1 HTTP/1.1↵Host: a↵Connection: x↵Connection: close↵↵" + next,
            "GET /1 HTTP/1.1 HTTP_HOST=a HTTP_CONNECTION=x, close (close)"),
        HTTPCase(
            "GET /1 HTTP/1.0↵Connection: keep-alive↵↵" + next, "GET /1 HTTP/1.0 HTTP_CONNECTION=keep-alive",
            "GET /n HTTP/1.0 (close)"),
        HTTPCase(
            "GET /1 HTTP/1.0↵connection: x, KEEP-ALIVE↵↵" + next, "GET /1 HTTP/1.0 HTTP_CONNECTION=x, KEEP-ALIVE",
            "GET /n HTTP/1.0 (close)"),
        HTTPCase(
            "GET /1 HTTP/1.0↵Connection: keep-alive, close↵↵" + next,
            "GET /1 HTTP/1.0 HTTP_CONNECTION=keep-alive, close (close)"),
    ]

    static let pipelines = [
        HTTPCase(
            "GET /1 HTTP/1.1↵Host: a↵↵GET /2 HTTP/1.1↵Host: b↵↵GET /3 HTTP/1.1↵Host: c↵↵",
            "GET /1 HTTP/1.1 HTTP_HOST=a", "GET /2 HTTP/1.1 HTTP_HOST=b", "GET /3 HTTP/1.1 HTTP_HOST=c"),
        HTTPCase(
            "POST /1 HTTP/1.1↵Host: a↵Content-Length: 19↵↵GET /2 HTTP/1.1↵↵" + next,
            "POST /1 HTTP/1.1 HTTP_HOST=a CONTENT_LENGTH=19 body=GET /2 HTTP/1.1↵↵", "GET /n HTTP/1.0 (close)"),
        HTTPCase(
            "GET /1 HTTP/1.1↵Host: a↵A: 1↵↵GET /2 HTTP/1.1↵Host: a↵B: 2↵↵", "GET /1 HTTP/1.1 HTTP_HOST=a HTTP_A=1",
            "GET /2 HTTP/1.1 HTTP_HOST=a HTTP_B=2"),
        HTTPCase("GET /1 HTTP/1.1↵Host: a↵↵↵" + next, "GET /1 HTTP/1.1 HTTP_HOST=a", "GET /n HTTP/1.0 (close)"),
        HTTPCase("↵GET /1 HTTP/1.1↵Host: a↵↵↵" + next, "GET /1 HTTP/1.1 HTTP_HOST=a", "GET /n HTTP/1.0 (close)"),
        HTTPCase("GET /1 HTTP/1.1↵Host: a↵↵GET", "GET /1 HTTP/1.1 HTTP_HOST=a", "incomplete"),
        HTTPCase("GET /1 HTTP/1.1↵Host: a↵↵bad↵", "GET /1 HTTP/1.1 HTTP_HOST=a", then: 400, "not METHOD"),
        HTTPCase(
            "GET /1 HTTP/1.1↵Host: a↵↵\u{0}\u{0}", "GET /1 HTTP/1.1 HTTP_HOST=a", then: 400, "no HTTP"),
        HTTPCase("GET /1 HTTP/1.1↵Host: a↵↵↵↵" + next, "GET /1 HTTP/1.1 HTTP_HOST=a", then: 400, "empty lines"),
        HTTPCase(
            "GET /1 HTTP/1.1↵Host: a↵Connection: close↵↵\u{0}",
            "GET /1 HTTP/1.1 HTTP_HOST=a HTTP_CONNECTION=close (close)"),
    ]

    private static let next = "GET /n HTTP/1.0↵↵"

    /// A request with this Connection header and another behind it, which is read only when the connection stays.
    private static func connection(_ value: String, _ mark: String?) -> HTTPCase {
        let first = "GET /1 HTTP/1.1↵Host: a↵Connection: \(value)↵↵"
        guard let mark else {
            return HTTPCase(
                first + next, "GET /1 HTTP/1.1 HTTP_HOST=a HTTP_CONNECTION=\(value)", "GET /n HTTP/1.0 (close)")
        }
        return HTTPCase(first + next, "GET /1 HTTP/1.1 HTTP_HOST=a HTTP_CONNECTION=\(value) \(mark)")
    }
}
