import Kernel
import Protocol

/// What a connection is waiting for, which decides how long it may.
enum ConnectionPhase {
    /// Accepted; nothing has arrived yet.
    case fresh
    /// Part of a request has arrived.
    case reading
    /// Kept after an answer; the next request may come or not.
    case idle
    /// Answered early: what the client still sends is thrown away until it has read the answer (RFC 9112 section 9.6).
    case lingering
}

/// One connection. At any time it belongs to the thread that claimed it from the table, or, parked there, to nobody; that
/// is why it may be handed from thread to thread.
final class Connection: @unchecked Sendable {
    let descriptor: Int32
    let listener: Listener
    let peer: Peer

    var phase = ConnectionPhase.fresh
    /// When waiting ends.
    var deadline = Instant(nanoseconds: .max)
    /// When the head that is arriving must be complete, where that is bounded.
    var headDeadline: Instant?
    /// What has arrived of a request; nil while there is nothing.
    var reader: RequestReader?

    // The table's own notes.
    var slot = -1
    var generation: UInt32 = 0
    var isParked = false
    var isPolled = false

    /// Who its client is, where a proxy says it.
    var introduction = Introduction.none
    private let peerHost: [UInt8]
    private let peerPort: [UInt8]

    init(_ descriptor: Int32, _ listener: Listener) {
        self.descriptor = descriptor
        self.listener = listener
        peer = listener.tellsPeers ? Peer(of: descriptor) : .local
        switch peer {
        case .local: (peerHost, peerPort) = ([], [])
        case .address(let host, let port): (peerHost, peerPort) = (Array(host.utf8), Array(String(port).utf8))
        }
    }

    deinit {
        closeDescriptor(descriptor)
    }

    /// The client's address as it becomes REMOTE_ADDR.
    var clientHost: [UInt8] {
        if case .made(let host, _) = introduction { host } else { peerHost }
    }

    /// A proxy has said who the client is.
    var isIntroduced: Bool {
        if case .made = introduction { true } else { false }
    }

    /// The client's port as it becomes REMOTE_PORT.
    var clientPort: [UInt8] {
        if case .made(_, let port) = introduction { port } else { peerPort }
    }

    /// Whether whoever is at its other end is believed what it says of others.
    func isTrusted(by trusted: TrustedPeers) -> Bool {
        if listener.isUnix { return true }
        return trusted.include(listener.tellsPeers ? peer : Peer(of: descriptor))
    }
}
