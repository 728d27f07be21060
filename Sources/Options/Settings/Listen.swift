/// A socket that a site listens on.
public struct Listen: Hashable, Sendable {
    /// What is spoken on a connection.
    public enum Dialect: String, Hashable, Sendable {
        /// The uwsgi protocol: one packet, one answer.
        case uwsgi
        /// HTTP/1.1, the connection closed after each answer.
        case http
        /// HTTP/1.1 with connections kept alive.
        case httpKeepAlive
    }

    /// Where it listens.
    public let address: ListenAddress
    /// What is spoken.
    public var dialect: Dialect
    /// The option that asked for it.
    public let option: String
    /// The address as it was written, without a note after it.
    public let text: String
    /// Where it was written.
    public let origin: Origin
}

/// An address to listen on.
public enum ListenAddress: Hashable, Sendable, CustomStringConvertible {
    /// A host, empty for every interface, and a port, 0 for one that the kernel chooses. IPv6 hosts stand without brackets.
    case tcp(host: String, port: UInt16)
    /// A unix socket's path.
    case unix(path: String)
    /// A name in Linux's abstract namespace, without the leading `@` (unix(7)).
    case abstract(name: String)

    /// As uWSGI writes it.
    public var description: String {
        switch self {
        case .tcp(let host, let port): host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
        case .unix(let path): path
        case .abstract(let name): "@\(name)"
        }
    }
}
