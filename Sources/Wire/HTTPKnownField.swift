/// The headers that decide how a request is read and answered.
enum HTTPKnownField {
    case host, contentLength, contentType, transferEncoding, connection, expect, cookie

    @inline(__always)
    init?(_ bytes: Span<UInt8>, _ name: Range<Int>) {
        switch name.count {
        case 4 where bytes.holds(anyCase: "host".utf8, at: name): self = .host
        case 6 where bytes.holds(anyCase: "cookie".utf8, at: name): self = .cookie
        case 6 where bytes.holds(anyCase: "expect".utf8, at: name): self = .expect
        case 10 where bytes.holds(anyCase: "connection".utf8, at: name): self = .connection
        case 12 where bytes.holds(anyCase: "content-type".utf8, at: name): self = .contentType
        case 14 where bytes.holds(anyCase: "content-length".utf8, at: name): self = .contentLength
        case 17 where bytes.holds(anyCase: "transfer-encoding".utf8, at: name): self = .transferEncoding
        default: return nil
        }
    }
}
