/// The variables that decide how a uwsgi request is read and answered, noted as they come by: the last one counts.
struct UwsgiVariables {
    private var contentLength: Range<Int>?
    private var method: Range<Int>?
    private var serverProtocol: Range<Int>?

    @inline(__always)
    mutating func note(_ name: Range<Int>, _ value: Range<Int>, _ bytes: Span<UInt8>) {
        switch name.count {
        case 14:
            if bytes.holds("CONTENT_LENGTH", at: name) { contentLength = value }
            if bytes.holds("REQUEST_METHOD", at: name) { method = value }
        case 15:
            if bytes.holds("SERVER_PROTOCOL", at: name) { serverProtocol = value }
        default: break
        }
    }

    func head(_ bytes: Span<UInt8>, _ kind: UwsgiHead.Kind, _ end: Int) throws(Refusal) -> UwsgiHead {
        UwsgiHead(
            kind: kind, modifier2: bytes[3], size: end, contentLength: try length(bytes),
            isHead: method.map { bytes.holds("HEAD", at: $0) } ?? false, serverProtocol: serverProtocol)
    }

    private func length(_ bytes: Span<UInt8>) throws(Refusal) -> Int? {
        guard let contentLength, !contentLength.isEmpty else { return nil }
        if let length = bytes.decimal(contentLength) { return length }
        throw Refusal(400, "CONTENT_LENGTH is no number of bytes", at: contentLength.lowerBound, of: bytes)
    }
}
