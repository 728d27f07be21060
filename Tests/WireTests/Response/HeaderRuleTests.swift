import Testing

@testable import Wire

@Suite("Rules for headers")
struct HeaderRuleTests {
    private func head(_ rules: HeaderRules, _ headers: [String] = []) throws -> ResponseHead {
        var head = ResponseHead(rules: rules)
        try head.begin(status: Array("200 OK".utf8).span)
        for header in headers {
            let name = Array(header.prefix { $0 != ":" }.utf8)
            let value = Array(header.utf8.dropFirst(name.count + 1))
            try head.add(name: name.span, value: value.span)
        }
        return head
    }

    private func text(_ head: ResponseHead) -> String {
        String(decoding: head.lines.bytes[..<head.lines.used], as: UTF8.self)
    }

    @Test("add behind what the application says, each time anew")
    func additions() throws {
        var head = try head(HeaderRules(adding: [.init(name: "X", value: "a"), .init(name: "X", value: "b")]), ["Y:c"])
        #expect(head.addRules() == 2)
        #expect(text(head) == "Y: c\r\nX: a\r\nX: b\r\n")
        try head.begin(status: Array("404 Not Found".utf8).span)
        #expect(head.addRules() == 2)
        #expect(text(head) == "X: a\r\nX: b\r\n")
    }

    @Test("leave out what could not be sent, or says where a body ends")
    func impossible() throws {
        let names = [
            ("X\r\nY", "a"), ("X", "a\r\nY: b"), ("", "a"), ("Content-Length", "5"), ("Transfer-Encoding", "chunked"),
        ]
        var head = try head(HeaderRules(adding: names.map { HeaderRules.Header(name: $0.0, value: $0.1) }))
        _ = head.addRules()
        #expect(text(head).isEmpty)
        #expect(head.contentLength == nil)
    }

    @Test("take out by name in any case, and nothing else")
    func removals() throws {
        let rules = HeaderRules(adding: [.init(name: "X-A", value: "kept")], removing: ["x-a", "Content-LENGTH"])
        var head = ResponseHead(rules: rules)
        try head.begin(status: Array("200 OK".utf8).span)
        #expect(try !head.add(name: Array("X-a".utf8).span, value: Array("b".utf8).span))
        #expect(try !head.add(name: Array("content-length".utf8).span, value: Array("5".utf8).span))
        #expect(try head.add(name: Array("X-AB".utf8).span, value: Array("c".utf8).span))
        _ = head.addRules()
        #expect(text(head) == "X-AB: c\r\nX-A: kept\r\n")
        #expect(head.contentLength == nil)
    }

    @Test("say who tells the date and the server", arguments: ["Date", "Server"])
    func stamp(name: String) throws {
        for rules in [
            HeaderRules(adding: [.init(name: name, value: "mine")]), HeaderRules(removing: [name.lowercased()]),
        ] {
            let head = try head(rules)
            #expect(head.hasDate == (name == "Date"))
            #expect(head.hasServer == (name == "Server"))
        }
    }

    @Test("hold for errors of the server's own, but for what is about the connection")
    func errors() {
        let rules = HeaderRules(
            adding: [.init(name: "X", value: "a"), .init(name: "Connection", value: "close")], removing: ["Server"])
        var out: [UInt8] = []
        let stamp = ResponseStamp(server: "Emperor", time: 0)
        ErrorResponse.append(status: 500, to: &out, text: Array("why".utf8), rules: rules, stamp: stamp)
        #expect(
            String(decoding: out, as: UTF8.self)
                == "HTTP/1.1 500 Internal Server Error\r\nContent-Type: text/plain; charset=utf-8\r\n"
                + "Date: Thu, 01 Jan 1970 00:00:00 GMT\r\nX: a\r\nContent-Length: 3\r\nConnection: close\r\n\r\nwhy")
    }
}
