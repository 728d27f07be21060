import CLinux
import Glibc

/// Who is at the other end of a connection.
public enum Peer: Equatable, Sendable {
    /// A process of this machine, over a unix socket.
    case local
    /// An address and port ("192.0.2.1", "2001:db8::1"); mapped IPv4 addresses are shown as IPv4.
    case address(String, port: UInt16)

    /// The address in network order, 4 bytes of IPv4 or 16 of IPv6 (inet_pton(3)); none of a unix socket.
    public var bytes: [UInt8] {
        guard case .address(let host, _) = self else { return [] }
        var bytes = [UInt8](repeating: 0, count: host.contains(":") ? 16 : 4)
        return inet_pton(bytes.count == 16 ? AF_INET6 : AF_INET, host, &bytes) == 1 ? bytes : []
    }

    /// Asks the kernel (getpeername(2)); `local` for a peer that has already gone.
    public init(of raw: Int32) {
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let outcome = withUnsafeMutablePointer(to: &storage) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getpeername(raw, $0, &length) }
        }
        let family = Int32(storage.ss_family)
        guard outcome == 0, family == AF_INET || family == AF_INET6 else {
            self = .local
            return
        }
        self = withUnsafeBytes(of: storage) { bytes in
            let port = UInt16(bigEndian: bytes.load(fromByteOffset: 2, as: UInt16.self))
            let offset = family == AF_INET ? 4 : 8
            return .address(Peer.text(family, bytes, offset), port: port)
        }
    }

    private static func text(_ family: Int32, _ bytes: UnsafeRawBufferPointer, _ offset: Int) -> String {
        var room = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        guard let base = bytes.baseAddress,
            inet_ntop(family, base + offset, &room, socklen_t(room.count)) != nil
        else { return "" }
        let text = String(decoding: room.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return text.hasPrefix("::ffff:") && text.contains(".") ? String(text.dropFirst(7)) : text
    }
}

/// The machine's name (gethostname(2)).
public func hostName() -> String {
    var room = [CChar](repeating: 0, count: 256)
    guard gethostname(&room, room.count - 1) == 0 else { return "localhost" }
    return String(decoding: room.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
}
