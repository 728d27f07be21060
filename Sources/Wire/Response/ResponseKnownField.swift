/// The headers of an answer that the server has a say in.
enum ResponseKnownField {
    case contentLength, date, server, connection
    /// Others about the connection alone (RFC 9110 section 7.6.1).
    case hopByHop

    init?(_ name: Span<UInt8>) {
        let all = 0..<name.count
        switch name.count {
        case 2 where name.holds(anyCase: "te", at: all): self = .hopByHop
        case 4 where name.holds(anyCase: "date", at: all): self = .date
        case 6 where name.holds(anyCase: "server", at: all): self = .server
        case 7 where name.holds(anyCase: "trailer", at: all): self = .hopByHop
        case 7 where name.holds(anyCase: "upgrade", at: all): self = .hopByHop
        case 10 where name.holds(anyCase: "connection", at: all): self = .connection
        case 10 where name.holds(anyCase: "keep-alive", at: all): self = .hopByHop
        case 14 where name.holds(anyCase: "content-length", at: all): self = .contentLength
        case 16 where name.holds(anyCase: "proxy-connection", at: all): self = .hopByHop
        case 17 where name.holds(anyCase: "transfer-encoding", at: all): self = .hopByHop
        default: return nil
        }
    }
}
