import Testing
import Wire

@Suite("A log format")
struct LogFormatTests {
    @Test(
        "is read as uWSGI reads it",
        arguments: [
            ("", []),
            ("just text", [.text("just text")]),
            ("%(uri)", [.word(.uri)]),
            ("a%(uri)b", [.text("a"), .word(.uri), .text("b")]),
            ("%(method) %(uri)", [.word(.method), .text(" "), .word(.uri)]),
            ("%(method)%(uri)", [.word(.method), .word(.uri)]),
            ("%%(uri)", [.text("%"), .word(.uri)]),
            ("% (uri) x(uri) %uri %", [.text("% (uri) x(uri) %uri %")]),
            ("%(a%(uri)", [.text("%(a"), .word(.uri)]),
            ("%(var.HTTP_X)%(var.)", [.variable(Array("HTTP_X".utf8)), .variable([])]),
            ("%(metric.worker.0.requests)", [.text("0")]),
            ("%(nope)%(URI)", [.unknown, .unknown]),
            ("\"%(rssM)\"", [.text("\""), .process(.rssM), .text("\"")]),
        ] as [(String, [LogFormat.Piece])])
    func pieces(text: String, pieces: [LogFormat.Piece]) {
        #expect(LogFormat(text).pieces == pieces)
    }

    @Test("knows all of uWSGI's names")
    func names() {
        let names = """
            uri method user addr host proto uagent referer status rsize hsize size cl micros msecs secs tmsecs tmicros \
            time ltime ftime ctime epoch pid wid switches vars core vsz rss vszM rssM pktsize modifier1 modifier2 headers \
            werr rerr ioerr
            """.split(separator: " ")
        for name in names where LogFormat("%(\(name))").pieces == [.unknown] { Issue.record("\(name)") }
        #expect(names.count == 39)
    }

    @Test("takes what has no end, or no name, for text", arguments: ["%(uri", "a%(", "%()", "%(%(", ")%("])
    func text(text: String) {
        #expect(LogFormat(text).pieces == [.text(text)])
    }

    @Test("is made of any text")
    func anything() {
        let symbols = ["%", "(", ")", "u", "uri", "%(", "%(uri)", "ü", "\n"]
        var random = SystemRandomNumberGenerator()
        for _ in 0..<2000 {
            let parts = (0..<Int.random(in: 0..<12, using: &random)).map { _ in
                symbols.randomElement(using: &random) ?? ""
            }
            let text = parts.joined()
            let kept = LogFormat(text).pieces.compactMap { piece in
                if case .text(let bytes) = piece { bytes.count } else { nil }
            }
            #expect(kept.reduce(0, +) <= text.utf8.count, "\(text)")
        }
    }
}

extension LogFormat.Piece {
    fileprivate static func text(_ text: String) -> Self { .text(Array(text.utf8)) }
}
