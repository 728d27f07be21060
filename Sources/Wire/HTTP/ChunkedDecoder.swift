/// Reads a chunked body (RFC 9112 section 7.1) as it arrives. Every byte given is consumed, so nothing has to be kept for
/// it; payload is handed out as ranges of the input. Extensions are checked and ignored, trailers checked and dropped.
public struct ChunkedDecoder: Sendable {
    /// What came out of the input.
    public enum Step: Equatable, Sendable {
        /// Payload: a range of the input, never empty.
        case data(Range<Int>)
        /// All input is consumed and the body goes on.
        case needMore
        /// The body is complete; what follows it is the next request.
        case finished
        /// The body is malformed: nothing after it can be trusted, answer and close.
        case refused(Refusal)
    }

    private enum State {
        case size(digits: Int)
        case extensions(ChunkExtension)
        case sizeLineFeed
        case data
        case dataReturn
        case dataLineFeed
        case trailers
        case finished
        case refused(Refusal)
    }

    private var state = State.size(digits: 0)

    /// The chunk's size while it is read, then what is left of the chunk.
    private var left = 0

    private var extensionBytes = 0
    private var trailers = HTTPTrailers()

    /// Bytes of extensions that are put up with in a whole body; real clients send none.
    private static let extensionLimit = 4096

    /// A decoder for one body.
    public init() {}

    /// The next piece of payload in `bytes` at or after `position`, which is moved behind what was consumed.
    public mutating func next(_ bytes: Span<UInt8>, from position: inout Int) -> Step {
        while true {
            if case .finished = state { return .finished }
            if case .refused(let refusal) = state { return .refused(refusal) }
            guard position < bytes.count else { return .needMore }
            if case .data = state { return .data(payload(bytes, &position)) }
            do throws(Refusal) {
                state = try after(bytes[position])
                position += 1
            } catch {
                state = .refused(error)
            }
        }
    }

    private mutating func payload(_ bytes: Span<UInt8>, _ position: inout Int) -> Range<Int> {
        let start = position
        let size = min(left, bytes.count - start)
        position = start + size
        left -= size
        if left == 0 { state = .dataReturn }
        return start..<position
    }

    private mutating func after(_ byte: UInt8) throws(Refusal) -> State {
        switch state {
        case .size(let digits): return try afterSize(byte, digits)
        case .extensions(var parts): return try afterExtension(byte, &parts)
        case .sizeLineFeed:
            try expect(.lineFeed, byte, "behind a chunk's size")
            return left == 0 ? .trailers : .data
        case .dataReturn:
            try expect(.carriageReturn, byte, "behind a chunk, which is longer than its size")
            return .dataLineFeed
        case .dataLineFeed:
            try expect(.lineFeed, byte, "behind a chunk")
            return .size(digits: 0)
        case .trailers: return try trailers.take(byte) ? .finished : .trailers
        case .data, .finished, .refused: return state
        }
    }

    private mutating func afterSize(_ byte: UInt8, _ digits: Int) throws(Refusal) -> State {
        if let digit = byte.hexValue {
            guard digits < 16, left >> 59 == 0 else { throw Refusal(400, "a chunk's size is beyond all bounds") }
            left = left << 4 | Int(digit)
            return .size(digits: digits + 1)
        }
        if digits == 0 { throw Refusal(400, "a chunk's size starts with \(Refusal.readable(byte))") }
        if byte == .carriageReturn { return .sizeLineFeed }
        guard byte.isBlank || byte == UInt8(ascii: ";") else {
            throw Refusal(400, "a chunk's size contains \(Refusal.readable(byte))")
        }
        var parts = ChunkExtension.gap
        return try afterExtension(byte, &parts)
    }

    private mutating func afterExtension(_ byte: UInt8, _ parts: inout ChunkExtension) throws(Refusal) -> State {
        if byte == .carriageReturn, parts.mayEnd { return .sizeLineFeed }
        extensionBytes += 1
        if extensionBytes > Self.extensionLimit {
            throw Refusal(400, "over \(Self.extensionLimit) bytes of chunk extensions")
        }
        guard let next = parts.after(byte) else {
            throw Refusal(400, "a malformed chunk extension, at \(Refusal.readable(byte))")
        }
        return .extensions(next)
    }

    private func expect(_ wanted: UInt8, _ byte: UInt8, _ place: String) throws(Refusal) {
        if byte == wanted { return }
        throw Refusal(400, "\(Refusal.readable(byte)) instead of a line end \(place)")
    }
}
