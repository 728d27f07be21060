/// Transfer-Encoding over all its lines (RFC 9112 section 6.1): chunked, once and last. `identity`, which old clients send
/// before it, says nothing; other codings are not implemented.
struct HTTPTransferEncoding {
    private(set) var isPresent = false
    private(set) var isChunked = false

    mutating func note(_ field: Field, _ bytes: Span<UInt8>) throws(Refusal) {
        isPresent = true
        var list = HTTPList(field.value)
        while let coding = list.next(bytes) {
            if isChunked { throw Refusal(400, "a transfer coding after chunked", at: field.name.lowerBound, of: bytes) }
            if bytes.holds(anyCase: "chunked", at: coding) {
                isChunked = true
            } else if !bytes.holds(anyCase: "identity", at: coding) {
                throw Refusal(501, "a transfer coding other than chunked", at: field.name.lowerBound, of: bytes)
            }
        }
    }
}
