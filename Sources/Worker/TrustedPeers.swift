import Kernel
import Protocol

/// Whom this worker believes what it says of others (`forwarded-allow-ips`).
struct TrustedPeers {
    private let networks: [AppOrder.Network]

    init(_ order: AppOrder) {
        networks = order.trustedPeers
    }

    /// Processes of this machine on a unix socket, which its permissions have let in, and those in one of the networks.
    func include(_ peer: Peer) -> Bool {
        if peer == .local { return true }
        let address = peer.bytes
        return networks.contains { $0.contains(address) }
    }
}

extension AppOrder.Network {
    fileprivate func contains(_ address: [UInt8]) -> Bool {
        guard bytes.count == address.count else { return false }
        return address.indices.allSatisfy { index in
            let counting = min(8, max(0, bits - index * 8))
            let mask = UInt8(truncatingIfNeeded: 0xFF00 >> counting)
            return address[index] & mask == bytes[index] & mask
        }
    }
}
