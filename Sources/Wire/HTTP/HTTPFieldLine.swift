/// `name ":" OWS value OWS`, taken apart (RFC 9112 section 5). Controls were refused when the line was found.
enum HTTPFieldLine {
    /// The field on a line that is not empty. `part` names the section for the log, a header or a trailer.
    static func parse(_ bytes: Span<UInt8>, _ line: Range<Int>, part: String = "header") throws(Refusal) -> Field {
        var end = line.lowerBound
        while end < line.upperBound, bytes[end].isToken { end &+= 1 }
        guard end < line.upperBound, bytes[end] == .colon, end > line.lowerBound else {
            throw malformed(bytes, line, end, part)
        }
        return Field(name: line.lowerBound..<end, value: bytes.trimmed(end &+ 1..<line.upperBound))
    }

    private static func malformed(_ bytes: Span<UInt8>, _ line: Range<Int>, _ end: Int, _ part: String) -> Refusal {
        let start = line.lowerBound
        if bytes[start].isBlank { return Refusal(400, "a \(part) is folded over two lines", at: start, of: bytes) }
        if bytes[start] == .colon { return Refusal(400, "a \(part) has no name", at: start, of: bytes) }
        guard end < line.upperBound else { return Refusal(400, "a \(part) line has no colon", at: start, of: bytes) }
        if bytes[end].isBlank { return Refusal(400, "a blank in or behind a \(part)'s name", at: start, of: bytes) }
        return Refusal(400, "a \(part)'s name contains \(Refusal.readable(bytes[end]))", at: start, of: bytes)
    }
}
