/// A request target taken apart (RFC 9112 section 3.2). A fragment, which no client should send, is cut off.
struct HTTPTarget {
    /// Still encoded; empty for `*` and for CONNECT. `..` stays: the application sees what the client asked for.
    private(set) var path: Range<Int>

    /// Behind the question mark.
    private(set) var query: Range<Int>

    /// Host and port of an absolute target, which outrank the Host header.
    private(set) var authority: Range<Int>?

    /// An absolute target without a path, which means `/` (RFC 9110 section 4.2.3).
    private(set) var isRoot = false

    init(_ bytes: Span<UInt8>, _ line: HTTPRequestLine) throws(Refusal) {
        let target = line.target
        path = target.upperBound..<target.upperBound
        query = path
        if bytes.holds("CONNECT", at: line.method) {
            authority = try Self.authority(bytes, target, of: target)
        } else if bytes[target.lowerBound] == UInt8(ascii: "/") {
            split(bytes, target)
        } else if bytes.holds("*", at: target) {
            guard bytes.holds("OPTIONS", at: line.method) else { throw Self.malformed(bytes, target) }
        } else {
            try takeAbsolute(bytes, target)
        }
    }

    /// Path, query and fragment of what starts with the path.
    private mutating func split(_ bytes: Span<UInt8>, _ range: Range<Int>) {
        let end = bytes.first(UInt8(ascii: "#"), in: range) ?? range.upperBound
        let mark = bytes.first(UInt8(ascii: "?"), in: range.lowerBound..<end) ?? end
        path = range.lowerBound..<mark
        query = min(mark + 1, end)..<end
    }

    private mutating func takeAbsolute(_ bytes: Span<UInt8>, _ target: Range<Int>) throws(Refusal) {
        guard let start = Self.afterScheme(bytes, target) else { throw Self.malformed(bytes, target) }
        var end = start
        while end < target.upperBound, !Self.endsAuthority(bytes[end]) { end += 1 }
        authority = try Self.authority(bytes, start..<end, of: target)
        split(bytes, end..<target.upperBound)
        isRoot = path.isEmpty
    }

    /// Where the host starts behind `http://` or `https://`.
    private static func afterScheme(_ bytes: Span<UInt8>, _ target: Range<Int>) -> Int? {
        let at = target.lowerBound
        if target.count > 7, bytes.holds(anyCase: "http://", at: at..<at + 7) { return at + 7 }
        if target.count > 8, bytes.holds(anyCase: "https://", at: at..<at + 8) { return at + 8 }
        return nil
    }

    private static func endsAuthority(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "/") || byte == UInt8(ascii: "?") || byte == UInt8(ascii: "#")
    }

    private static func authority(
        _ bytes: Span<UInt8>, _ range: Range<Int>, of target: Range<Int>
    ) throws(Refusal) -> Range<Int> {
        guard !range.isEmpty, bytes[range.lowerBound] != .colon, HTTPHost.isValid(bytes, range) else {
            throw malformed(bytes, target)
        }
        return range
    }

    private static func malformed(_ bytes: Span<UInt8>, _ target: Range<Int>) -> Refusal {
        Refusal(
            400, "the request target is none of /path, http://host/path, * (OPTIONS)", at: target.lowerBound, of: bytes)
    }
}
