/// The largest heads that are accepted, and what is asked of them beyond the grammar.
public struct HTTPLimits: Sendable {
    /// Bytes of the request line, its CRLF not counted; beyond it 414.
    public var requestLine: Int

    /// Bytes of one header line, its CRLF not counted; beyond it 431.
    public var fieldLine: Int

    /// Number of header lines; beyond it 431.
    public var fields: Int

    /// Bytes of the whole head (`buffer-size`); beyond it 431.
    public var head: Int

    /// Whether an HTTP/1.1 request without Host is refused, as RFC 9112 section 3.2 demands.
    public var requiresHost: Bool

    /// Limits; the defaults let pass what browsers and proxies send, and are those of Apache and gunicorn where they agree
    /// (8190 bytes of a header line with its CRLF).
    public init(
        requestLine: Int = 8190, fieldLine: Int = 8188, fields: Int = 100, head: Int = 65536, requiresHost: Bool = true
    ) {
        self.requestLine = requestLine
        self.fieldLine = fieldLine
        self.fields = fields
        self.head = head
        self.requiresHost = requiresHost
    }
}
