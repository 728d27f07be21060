import Wire

/// A request's body while it arrives. Its decoded bytes stand in the reader's storage from `next` to `end`, raw ones that
/// are not understood yet from `raw` on; positions, no bytes, are kept here.
struct RequestBody {
    /// The first byte that nobody has taken.
    private(set) var next = 0
    /// Behind the last decoded byte.
    private(set) var end = 0
    /// The first raw byte: of the rest of the body or, when that is complete, of the next request.
    private(set) var raw = 0
    /// All of it has arrived.
    private(set) var isComplete = true
    /// Bytes of the body that have arrived, decoded.
    private(set) var received = 0
    /// Its length where the head says it.
    private(set) var length: Int?

    private var decoder: ChunkedDecoder?

    /// No body.
    init() {}

    /// A body that starts at `start`.
    init(_ kind: HTTPHead.Body, at start: Int) {
        (next, end, raw) = (start, start, start)
        switch kind {
        case .none: length = 0
        case .length(let count):
            length = count
            isComplete = count == 0
        case .chunked:
            decoder = ChunkedDecoder()
            isComplete = false
        }
    }

    /// Decoded bytes that can be taken.
    var available: Range<Int> { next..<end }

    /// So many of them are taken.
    mutating func take(_ count: Int) {
        next += min(count, end - next)
    }

    /// Everything decoded was taken: more may be put where the body began.
    mutating func rewind(to start: Int) {
        (next, end, raw) = (start, start, start)
    }

    /// Understands the raw bytes up to `used`, which is moved down where decoding left a gap.
    mutating func decode(_ storage: inout [UInt8], used: inout Int) throws(Refusal) {
        if isComplete { return }
        if let length {
            let count = min(length - received, used - raw)
            advance(by: count)
            raw += count
            isComplete = received == length
        } else {
            try decodeChunks(&storage, &used)
        }
    }

    private mutating func decodeChunks(_ storage: inout [UInt8], _ used: inout Int) throws(Refusal) {
        while var decoder {
            let step = decoder.next(storage.span.extracting(first: used), from: &raw)
            self.decoder = decoder
            switch step {
            case .data(let range):
                storage.move(range, to: end)
                advance(by: range.count)
            case .needMore:
                (raw, used) = (end, end)
                return
            case .finished:
                isComplete = true
                self.decoder = nil
            case .refused(let refusal): throw refusal
            }
        }
    }

    private mutating func advance(by count: Int) {
        end += count
        received += count
    }
}
