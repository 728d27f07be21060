import Kernel
import Protocol

/// A listening socket that came with `go`.
final class Listener: Sendable {
    let descriptor: Int32
    let wire: WireProtocol
    let name: String
    let isUnix: Bool
    /// SERVER_NAME and SERVER_PORT of requests in HTTP.
    let serverName: [UInt8]
    let serverPort: [UInt8]

    /// Stands behind a connection that another worker passed on and whose socket this one does not have any more.
    init(gone socket: ListeningSocket, connection: Int32) throws(SystemError) {
        descriptor = -1
        wire = socket.wire
        name = socket.name
        isUnix = try localPort(connection) == nil
        serverName = Array(hostName().utf8)
        serverPort = Self.port(socket, isUnix)
    }

    private static func port(_ socket: ListeningSocket, _ isUnix: Bool) -> [UInt8] {
        let port = Array(socket.name.utf8).split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false).last
        return isUnix ? Array("80".utf8) : Array(port ?? [])
    }

    /// Takes over the descriptor, which stays open as long as the process: `drain` takes it out of the poll set.
    init(_ socket: ListeningSocket, _ descriptor: SharedDescriptor) throws(SystemError) {
        self.descriptor = try duplicate(descriptor.raw)
        wire = socket.wire
        name = socket.name
        isUnix = try localPort(descriptor.raw) == nil
        serverName = Array(hostName().utf8)
        serverPort = Self.port(socket, isUnix)
        if !isUnix { sendAtOnce(descriptor.raw) }
    }

    /// Stands behind the connection that a health check comes by; nobody listens.
    static let ofHealthCheck = Listener()

    private init() {
        descriptor = -1
        wire = .http
        name = "health-check"
        isUnix = true
        serverName = Array(hostName().utf8)
        serverPort = Array("80".utf8)
    }

    /// As the master names it.
    var socket: ListeningSocket { ListeningSocket(wire: wire, name: name) }

    /// The client's address is asked for with each connection: in a uwsgi packet the proxy says whose it is.
    var tellsPeers: Bool { wire == .http && !isUnix }
}
