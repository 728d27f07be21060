/// How long clients are waited for, in seconds: the part of an `AppOrder` about that. For the clients of HTTP sockets three
/// of these go before `socket`, where they are given.
public struct ClientTimes: Codable, Hashable, Sendable {
    /// One wait for a client (`socket-timeout`).
    public var socket = 30
    /// One wait for a client to take what is sent (`so-send-timeout`); nil: as any wait.
    public var sending: Int?
    /// One wait for a client of an HTTP socket (`http-timeout`).
    public var http: Int?
    /// A request's whole head, from its first byte on (`http-headers-timeout`); nil: as long as the client is not silent.
    public var httpHead: Int?
    /// A connection between two requests (`http-keepalive`); nil: as any wait; 0: it ends with the answer.
    public var httpIdle: Int?

    /// The defaults.
    public init() {}
}
