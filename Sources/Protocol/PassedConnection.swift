/// Worker to worker: a connection whose client spoke while its worker was busy, for the first of the site's workers that is
/// free. It goes through a queue that the master makes and all of them have, one message each, never longer than
/// `mostBytes`. Attached: the connection and, where part of a request had arrived, a memory file that holds it.
public struct PassedConnection: Codable, Hashable, Sendable {
    /// What it was waiting for.
    public enum Phase: String, Codable, Hashable, Sendable {
        /// Its first request.
        case first
        /// A further request.
        case next
        /// The rest of a request.
        case rest
    }

    /// Whom a proxy speaks for.
    public struct Client: Codable, Hashable, Sendable {
        /// The address, as text.
        public var host: [UInt8]
        /// The port, as text.
        public var port: [UInt8]

        /// A client.
        public init(host: [UInt8], port: [UInt8]) {
            self.host = host
            self.port = port
        }
    }

    /// The socket that it came from.
    public var socket: ListeningSocket
    /// The generation of the worker that passes it on.
    public var generation: Int
    /// What it was waiting for.
    public var phase: Phase
    /// The client that a proxy named; nil: whoever is at the connection's other end.
    public var client: Client?
    /// A proxy may still name one.
    public var awaitsClient: Bool
    /// When the head that is arriving has to be complete, in nanoseconds on the monotonic clock; nil: unbounded.
    public var headDeadline: Int64?

    /// The room that a message needs at most: names of sockets are paths or addresses.
    public static let mostBytes = 4096

    /// A connection and what is known of it.
    public init(
        socket: ListeningSocket, generation: Int, phase: Phase, client: Client? = nil, awaitsClient: Bool = false,
        headDeadline: Int64?
    ) {
        self.socket = socket
        self.generation = generation
        self.phase = phase
        self.client = client
        self.awaitsClient = awaitsClient
        self.headDeadline = headDeadline
    }
}
