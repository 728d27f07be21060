import Testing

@testable import Wire

@Suite struct ResponseErrorTests {
    @Test(arguments: [
        ("", "not like \"200 OK\""), ("2", "not like"), ("20", "not like"), ("2000", "not like"), ("OK", "not like"),
        ("200OK", "not like"), ("abc OK", "not like"), ("+20 OK", "not like"), (" 200 OK", "not like"),
        ("200\tOK", "not like"), ("100 Continue", "none that ends"), ("101 Switching Protocols", "none that ends"),
        ("000 X", "none that ends"), ("200 OK↵X: y", "control character"), ("200 OK\n", "control character"),
        ("200 \r", "control character"), ("200 O\u{0}K", "control character"), ("200 \u{7F}", "control character"),
    ])
    func refusesStatus(_ status: String, _ reason: String) {
        expectError(reason) { () throws(ResponseError) in _ = try ResponseTests.head(status) }
    }

    @Test(arguments: [
        (":a", "without a name"), ("A b:c", "\"A b\""), ("A\r:c", "\"A\\x0d\""), ("A↵B:c", "\"A\\x0d\\x0aB\""),
        ("A\u{0}:c", "\"A\\x00\""), ("A\u{E9}:c", "\"A\\xe9\""), ("A(:c", "\"A(\""), (" A:c", "\" A\""),
        ("A:b↵C: d", "header A contains \\x0d at byte 1"), ("A:b\nc", "header A contains \\x0a at byte 1"),
        ("A:\rb", "header A contains \\x0d at byte 0"), ("A:b\u{0}", "header A contains \\x00 at byte 1"),
        ("A:b↵", "header A contains \\x0d at byte 1"), ("A:\u{1B}", "header A contains \\x1b"),
        ("A:\u{7F}", "header A contains \\x7f"), ("Connection:close↵X: y", "header Connection contains \\x0d"),
        ("Transfer-Encoding:a\n", "header Transfer-Encoding contains \\x0a"),
        ("Content-Length:5↵X: y", "header Content-Length contains"), ("Content-Length:-1", "\"-1\" is no number"),
        ("Content-Length:", "\"\" is no number"), ("Content-Length:5a", "\"5a\" is no number"),
        ("Content-Length:5, 5", "\"5, 5\" is no number"), ("Content-Length:9223372036854775808", "is no number"),
    ])
    func refusesHeaders(_ header: String, _ reason: String) {
        expectError(reason) { () throws(ResponseError) in _ = try ResponseTests.head("200 OK", [header]) }
    }

    @Test func refusesTwoLengths() {
        expectError("two different Content-Length headers, 5 and 6") { () throws(ResponseError) in
            _ = try ResponseTests.head("200 OK", ["Content-Length:5", "content-length:6"])
        }
    }

    private func expectError(_ reason: String, _ body: () throws(ResponseError) -> Void) {
        do throws(ResponseError) {
            try body()
            Issue.record("accepted")
        } catch {
            #expect(error.message.contains(reason), "\(error.message)")
        }
    }
}
