/// What a written head promises the client, to be kept by whoever sends the body.
public struct ResponsePlan: Equatable, Sendable {
    /// How the body is delimited (RFC 9112 section 6.3).
    public enum Framing: Equatable, Sendable {
        /// No body follows, whatever the application yields (HEAD, 204, 304).
        case none
        /// Exactly so many bytes; less means that the connection has to be closed, more must not be sent.
        case length(Int)
        /// Chunks; write them with `ChunkedEncoder`.
        case chunked
        /// Everything until the connection is closed.
        case untilClose
    }

    /// How the body is delimited.
    public let framing: Framing

    /// Whether the connection may serve another request after this one.
    public let persists: Bool
}
