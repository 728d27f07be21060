/// A complete HTTP/1.x head. Its variables, ready for a WSGI environ, are the parser's `variables`.
public struct HTTPHead: Equatable, Sendable {
    /// How the request's body is delimited (RFC 9112 section 6.3).
    public enum Body: Equatable, Sendable {
        /// There is none.
        case none
        /// So many bytes, at least one.
        case length(Int)
        /// Chunks; read them with `ChunkedDecoder`.
        case chunked
    }

    /// What of the method matters to whoever reads and answers. The method itself is REQUEST_METHOD.
    public enum Method: Sendable {
        /// The answer has no body.
        case head
        /// A successful answer ends when the connection does.
        case connect
        /// Everything else.
        case other
    }

    /// Bytes of the buffer that belong to the head; the body starts behind them.
    public internal(set) var size = 0

    /// HEAD, CONNECT or anything else.
    public internal(set) var method = Method.other

    /// The minor version: 0 for HTTP/1.0, otherwise the client understands HTTP/1.1.
    public internal(set) var minorVersion: UInt8 = 0

    /// How the body is delimited.
    public internal(set) var body = Body.none

    /// Whether the client wants the connection to stay (RFC 9112 section 9.3).
    public internal(set) var keepsAlive = false

    /// Whether the client waits for `100 Continue` before it sends the body (RFC 9110 section 10.1.1).
    public internal(set) var expectsContinue = false
}
