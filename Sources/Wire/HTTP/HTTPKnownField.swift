/// The headers that decide how a request is read and answered.
enum HTTPKnownField {
    case host, contentLength, contentType, transferEncoding, connection, expect, cookie

    @inline(__always)
    init?(_ bytes: Span<UInt8>, _ name: Range<Int>) {
        switch name.count {
        case 4 where bytes.holds(anyCase: "host", at: name): self = .host
        case 6 where bytes.holds(anyCase: "cookie", at: name): self = .cookie
        case 6 where bytes.holds(anyCase: "expect", at: name): self = .expect
        case 10 where bytes.holds(anyCase: "connection", at: name): self = .connection
        case 12 where bytes.holds(anyCase: "content-type", at: name): self = .contentType
        case 14 where bytes.holds(anyCase: "content-length", at: name): self = .contentLength
        case 17 where bytes.holds(anyCase: "transfer-encoding", at: name): self = .transferEncoding
        default: return nil
        }
    }
}
