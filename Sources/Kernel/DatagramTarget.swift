import CLinux
import Glibc

/// Whoever is sent datagrams, and never waited for: over UDP, or through a unix socket.
public final class DatagramTarget {
    private let name: String
    private let address: RawAddress
    private let descriptor: SharedDescriptor

    /// A socket for datagrams to an address; a host that is no number may be asked for at a name server.
    public init(_ address: SocketAddress) throws(SystemError) {
        name = address.description
        self.address = try RawAddress(address)
        let kind = Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
        let family = self.address.family
        descriptor = SharedDescriptor(owning: try check("socket", for: name) { socket(family, kind, 0) })
    }

    /// Sends one; `notYet` when the other end has too many unread.
    public func send(_ bytes: [UInt8]) throws(SystemError) -> Attempt<Void> {
        let outcome = try attempt("sendto", for: name) {
            address.withPointer { sendto(descriptor.raw, bytes, bytes.count, Int32(MSG_NOSIGNAL), $0, $1) }
        }
        switch outcome {
        case .done: return .done(())
        case .notYet: return .notYet
        }
    }
}
