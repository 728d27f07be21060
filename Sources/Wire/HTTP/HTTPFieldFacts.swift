/// What the headers say about body and connection, gathered in one pass over them (RFC 9112 sections 6 and 9).
struct HTTPFieldFacts {
    private(set) var host: Range<Int>?
    private var contentType: Range<Int>?
    private var contentLength: Int?
    private var transferEncoding = HTTPTransferEncoding()
    private var closes = false
    private var keeps = false
    private var expects = false

    mutating func note(_ field: Field, _ known: HTTPKnownField, _ bytes: Span<UInt8>) throws(Refusal) {
        switch known {
        case .host: try note(host: field, bytes)
        case .contentLength: try note(contentLength: field, bytes)
        case .contentType: try note(contentType: field, bytes)
        case .transferEncoding: try transferEncoding.note(field, bytes)
        case .connection: note(connection: field.value, bytes)
        case .expect: try note(expect: field, bytes)
        case .cookie: break
        }
    }

    /// Body and connection of a request with this method and version.
    func settle(_ head: inout HTTPHead, requiresHost: Bool) throws(Refusal) {
        let persistent = head.minorVersion > 0
        if host == nil, persistent, requiresHost { throw Refusal(400, "an HTTP/1.1 request without a Host header") }
        head.body = try body(persistent)
        head.keepsAlive = (persistent || keeps) && !closes && head.method != .connect
        head.expectsContinue = expects && persistent && head.body != .none
    }

    private func body(_ persistent: Bool) throws(Refusal) -> HTTPHead.Body {
        guard transferEncoding.isPresent else {
            return contentLength.map { $0 == 0 ? .none : .length($0) } ?? .none
        }
        if contentLength != nil { throw Refusal(400, "both Transfer-Encoding and Content-Length") }
        if !persistent { throw Refusal(400, "Transfer-Encoding in an HTTP/1.0 request") }
        if !transferEncoding.isChunked { throw Refusal(400, "Transfer-Encoding that does not end with chunked") }
        return .chunked
    }

    private mutating func note(host field: Field, _ bytes: Span<UInt8>) throws(Refusal) {
        if host != nil { throw Refusal(400, "more than one Host header", at: field.name.lowerBound, of: bytes) }
        guard HTTPHost.isValid(bytes, field.value) else {
            throw Refusal(400, "the Host header is no host and port", at: field.name.lowerBound, of: bytes)
        }
        host = field.value
    }

    private mutating func note(contentLength field: Field, _ bytes: Span<UInt8>) throws(Refusal) {
        if contentLength != nil {
            throw Refusal(400, "more than one Content-Length header", at: field.name.lowerBound, of: bytes)
        }
        guard let length = bytes.decimal(field.value) else {
            throw Refusal(400, "Content-Length is no number of bytes", at: field.name.lowerBound, of: bytes)
        }
        contentLength = length
    }

    private mutating func note(contentType field: Field, _ bytes: Span<UInt8>) throws(Refusal) {
        if contentType != nil {
            throw Refusal(400, "more than one Content-Type header", at: field.name.lowerBound, of: bytes)
        }
        contentType = field.value
    }

    private mutating func note(connection value: Range<Int>, _ bytes: Span<UInt8>) {
        var list = HTTPList(value)
        while let option = list.next(bytes) {
            if bytes.holds(anyCase: "close", at: option) { closes = true }
            if bytes.holds(anyCase: "keep-alive", at: option) { keeps = true }
        }
    }

    private mutating func note(expect field: Field, _ bytes: Span<UInt8>) throws(Refusal) {
        guard bytes.holds(anyCase: "100-continue", at: field.value) else {
            throw Refusal(417, "an expectation other than 100-continue", at: field.name.lowerBound, of: bytes)
        }
        expects = true
    }
}
