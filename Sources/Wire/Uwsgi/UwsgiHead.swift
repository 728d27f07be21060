/// A complete uwsgi packet; its variables are the parser's `fields`.
public struct UwsgiHead: Equatable, Sendable {
    /// What the packet asks for (uWSGI's modifier1).
    public enum Kind: UInt8, Sendable {
        /// A WSGI request.
        case request = 0
        /// A WSGI request whose SCRIPT_NAME is to be cut off the start of PATH_INFO.
        case requestBelowScriptName = 30
        /// A ping: answer with `UwsgiPong`.
        case ping = 100
    }

    /// What the packet asks for.
    public let kind: Kind

    /// The header's last byte; nginx sends 0.
    public let modifier2: UInt8

    /// Bytes of the buffer that belong to the packet; the body starts behind them.
    public let size: Int

    /// CONTENT_LENGTH in bytes; nil when the variable is missing or empty.
    public let contentLength: Int?

    /// Whether REQUEST_METHOD is HEAD.
    public let isHead: Bool

    /// Where SERVER_PROTOCOL's value stands, when the variable is there.
    public let serverProtocol: Range<Int>?
}
