import Kernel
import Protocol
import Wire

/// Who a connection's client is: whoever is at its other end, or whom that one names in a line of the PROXY protocol
/// before its first request.
enum Introduction: Sendable {
    /// The line may still come.
    case awaited
    /// It did not, or must not.
    case none
    /// It came: REMOTE_ADDR and REMOTE_PORT.
    case made(host: [UInt8], port: [UInt8])

    /// As another worker left it.
    init(_ passed: PassedConnection) {
        self = passed.client.map { .made(host: $0.host, port: $0.port) } ?? (passed.awaitsClient ? .awaited : .none)
    }

    /// Whom it named, for another worker.
    var client: PassedConnection.Client? {
        if case .made(let host, let port) = self { .init(host: host, port: port) } else { nil }
    }

    /// The line may still come.
    var isAwaited: Bool {
        if case .awaited = self { true } else { false }
    }

    /// Looks for the line in what has arrived; returns its size, or nil where more is needed.
    mutating func take(_ bytes: Span<UInt8>) throws(Refusal) -> Int? {
        switch ProxyHeader.parse(bytes) {
        case .needMore: return nil
        case .refused(let refusal): throw refusal
        case .complete(let header):
            switch header.client {
            case .unknown: self = .none
            case .tcp(let address, let port):
                let host = bytes.extracting(address)
                self = .made(host: host.indices.map { host[$0] }, port: Array(String(port).utf8))
            }
            return header.size
        }
    }
}
