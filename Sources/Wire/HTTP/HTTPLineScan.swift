/// Finds the lines of a head in a buffer that grows: no byte is looked at twice, and a byte that no line may contain is
/// refused when it arrives, so that a client speaking something else is not waited for.
struct HTTPLineScan {
    /// The most bytes of a line, its CRLF not counted, and what is answered to longer ones.
    struct Limit {
        let size: Int
        let status: Int
        let what: String
    }

    /// Where the current line starts.
    private(set) var start = 0

    /// The first byte that was not looked at.
    private var position = 0

    /// The next line without its CRLF; nil when its end has not arrived. `head` is the most bytes of all lines.
    mutating func next(_ bytes: Span<UInt8>, _ limit: Limit, head: Int) throws(Refusal) -> Range<Int>? {
        let stop = min(bytes.count, start &+ min(limit.size, head &- start))
        position = bytes.firstControl(in: position..<max(position, stop))
        if position < stop { return try ending(bytes, head) }
        guard position < bytes.count else { return nil }
        if position < head, bytes[position].isControl { return try ending(bytes, head) }
        if position >= head { throw HTTPLineScan.headTooLarge(head) }
        throw Refusal(limit.status, "\(limit.what) is over \(limit.size) bytes", at: start, of: bytes)
    }

    /// The current line, whose first control character is at `position`; that has to be its CRLF.
    private mutating func ending(_ bytes: Span<UInt8>, _ head: Int) throws(Refusal) -> Range<Int>? {
        guard bytes[position] == .carriageReturn else { throw stray(bytes) }
        guard position &+ 1 < bytes.count else { return nil }
        if position &+ 1 >= head { throw HTTPLineScan.headTooLarge(head) }
        guard bytes[position &+ 1] == .lineFeed else { throw stray(bytes) }
        let line = start..<position
        position &+= 2
        start = position
        return line
    }

    private func stray(_ bytes: Span<UInt8>) -> Refusal {
        switch bytes[position] {
        case .lineFeed: Refusal(400, "a line ends with LF alone, not CRLF", at: start, of: bytes)
        case .carriageReturn: Refusal(400, "a CR is not followed by LF", at: start, of: bytes)
        case 0x16 where position == 0: Refusal(400, "TLS spoken to an HTTP socket")
        case 0 where position == 0: Refusal(400, "uwsgi, or something else that is no HTTP, spoken to an HTTP socket")
        case let byte: Refusal(400, "control character \(Refusal.readable(byte)) in a head", at: start, of: bytes)
        }
    }

    private static func headTooLarge(_ head: Int) -> Refusal {
        Refusal(431, "the request's head is over \(head) bytes (buffer-size)")
    }
}
