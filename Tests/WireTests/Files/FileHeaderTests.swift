import Testing

@testable import Wire

@Suite("Headers about files")
struct FileHeaderTests {
    private func ranges(_ text: String, size: Int = 100) -> ByteRanges {
        ByteRanges(Array(text.utf8).span, size: size)
    }

    @Test(
        "ranges of bytes are the parts that the file has",
        arguments: [
            ("bytes=0-9", [0..<10]), ("bytes=90-", [90..<100]), ("bytes=-1", [99..<100]), ("bytes=-1000", [0..<100]),
            ("bytes=99-99999999999999999999999", [99..<100]), ("BYTES=0-0", [0..<1]), ("bytes=0-99", [0..<100]),
            ("bytes=0-1, 5-6 ,-2", [0..<2, 5..<7, 98..<100]), ("bytes=500-,0-1", [0..<2]),
            ("bytes=5-6,0-1", [5..<7, 0..<2]),
        ])
    func parts(text: String, expected: [Range<Int>]) {
        #expect(ranges(text) == .parts(expected))
    }

    @Test(
        "what is no range of bytes is the whole file",
        arguments: [
            "", "bytes", "bytes=", "bytes=,", "lines=0-1", "bytes=a-b", "bytes=5-4", "bytes=1", "bytes=-",
            "bytes=0-1,x",
            "bytes=--1", "bytes=0x1-2", "bytes=1 -2", "bytes=0-99,0-99", "bytes=0-,1-",
            "bytes=" + (0..<65).map { "\($0)-\($0)" }.joined(separator: ","),
        ])
    func whole(text: String) {
        #expect(ranges(text) == .whole)
    }

    @Test("what the file does not have cannot be satisfied")
    func unsatisfiable() {
        for text in ["bytes=100-", "bytes=100-200,300-", "bytes=-0"] { #expect(ranges(text) == .unsatisfiable) }
        #expect(ranges("bytes=0-", size: 0) == .unsatisfiable)
        #expect(ranges("bytes=-5", size: 0) == .unsatisfiable)
    }

    @Test("a tag is found in a list, weak or strong")
    func tags() {
        func has(_ list: String) -> Bool { EntityTags.list(Array(list.utf8).span, has: Array("\"a-1\"".utf8).span) }
        for list in ["\"a-1\"", "W/\"a-1\"", "\"x\", \"a-1\"", "\"x\",W/\"a-1\" , \"y\"", "*", " * "] {
            #expect(has(list))
        }
        for list in ["", "a-1", "\"a-1", "\"a\"", "\"a-12\"", "\",\"a-1\",\"", "**"] { #expect(!has(list)) }
    }

    @Test("a coding is taken unless its weight is nothing")
    func codings() {
        func takes(_ header: String) -> Bool { ContentCodings.header(Array(header.utf8).span, takes: "gzip") }
        for header in ["gzip", "GZIP;q=0.1", "br, gzip", "*", "br;q=1,*;q=0.5", "gzip ; q=1", "*;q=0, gzip"] {
            #expect(takes(header))
        }
        for header in ["", "br", "gzip;q=0", "gzip; q=0.000", "*, gzip;q=0", "gzipped", "x-gzip"] {
            #expect(!takes(header))
        }
    }

    private func seconds(_ text: [UInt8]) -> Int64? { HTTPDate.seconds(text.span) }

    @Test("a date is read as it is written", arguments: [0, 784_111_777, 951_782_400, 1_709_164_800, 4_102_444_800])
    func dates(second: Int64) {
        var text: [UInt8] = []
        HTTPDate.append(second, to: &text)
        #expect(seconds(text) == second)
    }

    @Test(
        "what is no date of that form is none",
        arguments: [
            "", "0", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994", "Sun, 06 Nov 1994 08:49:37 UTC",
            "Sun, 06 Nov 1994 24:49:37 GMT", "Sun, 06 Now 1994 08:49:37 GMT", "Sun, 0x Nov 1994 08:49:37 GMT",
            "Sun, 00 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1969 08:49:37 GMT",
        ])
    func noDates(text: String) {
        #expect(seconds(Array(text.utf8)) == nil)
    }
}
