/// The trailer section behind the last chunk (RFC 9112 section 7.1.2): held to the same rules as the headers, then dropped.
struct HTTPTrailers: Sendable {
    private var line: [UInt8] = []
    private var total = 0

    /// Bytes of the whole section.
    private static let limit = 8190

    /// Takes the next byte; true when it was the last of the section.
    mutating func take(_ byte: UInt8) throws(Refusal) -> Bool {
        total += 1
        if total > Self.limit { throw Refusal(431, "over \(Self.limit) bytes of trailers") }
        if line.last == .carriageReturn { return try endLine(byte) }
        if byte.isControl, byte != .carriageReturn {
            throw Refusal(400, "control character \(Refusal.readable(byte)) in a trailer")
        }
        line.append(byte)
        return false
    }

    private mutating func endLine(_ byte: UInt8) throws(Refusal) -> Bool {
        guard byte == .lineFeed else { throw Refusal(400, "a CR in a trailer is not followed by LF") }
        line.removeLast()
        if line.isEmpty { return true }
        let field = try HTTPFieldLine.parse(line.span, line.indices, part: "trailer")
        if Self.isForbidden(line.span, field.name) {
            throw Refusal(400, "a trailer that may only be a header", at: 0, of: line.span)
        }
        line.removeAll(keepingCapacity: true)
        return false
    }

    /// Fields of framing, routing and authentication (RFC 9110 section 6.5.1).
    private static func isForbidden(_ bytes: Span<UInt8>, _ name: Range<Int>) -> Bool {
        for forbidden in ["host", "content-length", "transfer-encoding", "trailer", "authorization", "te"]
        where bytes.holds(anyCase: forbidden, at: name) {
            return true
        }
        return false
    }
}
