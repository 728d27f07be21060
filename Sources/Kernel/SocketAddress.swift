import CLinux
import Glibc

/// Where a socket listens or connects to.
public enum SocketAddress: Hashable, Sendable, CustomStringConvertible {
    /// A host and a port; an empty host or "*" means every address of the machine.
    case tcp(host: String, port: UInt16)
    /// A path in the file system.
    case unix(path: String)
    /// A name in Linux's abstract namespace, without its leading NUL.
    case abstract(name: String)

    /// "127.0.0.1:8000", "[::1]:80", "/run/site.sock", "@name".
    public var description: String {
        switch self {
        case .tcp(let host, let port): host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
        case .unix(let path): path
        case .abstract(let name): "@\(name)"
        }
    }

    /// The port of a TCP address.
    public var port: UInt16? {
        if case .tcp(_, let port) = self { return port }
        return nil
    }

    /// Whether a socket of this address is every client's of another, more particular one: all addresses of the machine
    /// at the same port. IPv6's cover IPv4's too (ipv6(7), IPV6_V6ONLY).
    public func covers(_ other: SocketAddress) -> Bool {
        guard case .tcp(let host, let port) = self, case .tcp(let otherHost, port) = other, self != other else {
            return false
        }
        if host == "::" { return true }
        return ["", "*", "0.0.0.0"].contains(host) && !otherHost.contains(":")
    }

    /// The longest path or name in bytes: sun_path holds 108, its NUL included (unix(7)).
    public static let longestPath = 107
}

/// The kernel's form of an address.
struct RawAddress {
    private var storage = sockaddr_storage()
    private var length: socklen_t = 0

    /// Resolves a host by getaddrinfo(3), which may ask a name server when it is not a number.
    init(_ address: SocketAddress) throws(SystemError) {
        switch address {
        case .tcp(let host, let port): try resolve(host: host, port: port, address)
        case .unix(let path): try name(Array(path.utf8), address)
        case .abstract(let text): try name([0] + Array(text.utf8), address)
        }
    }

    var family: Int32 { Int32(storage.ss_family) }

    func withPointer<Result>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Result) -> Result {
        withUnsafePointer(to: storage) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, length) }
        }
    }

    private mutating func name(_ bytes: [UInt8], _ address: SocketAddress) throws(SystemError) {
        guard bytes.count <= SocketAddress.longestPath, !bytes.isEmpty else {
            throw SystemError(call: "bind", code: ENAMETOOLONG, purpose: "socket \(address), \(bytes.count) bytes")
        }
        var raw = sockaddr_un()
        raw.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &raw.sun_path) { $0.copyBytes(from: bytes) }
        let terminator = bytes[0] == 0 ? 0 : 1
        length = socklen_t(MemoryLayout.offset(of: \sockaddr_un.sun_path) ?? 2) + socklen_t(bytes.count + terminator)
        withUnsafeMutableBytes(of: &storage) { target in
            withUnsafeBytes(of: raw) { target.copyMemory(from: $0) }
        }
    }

    private mutating func resolve(host: String, port: UInt16, _ address: SocketAddress) throws(SystemError) {
        if host.isEmpty || host == "*" { return anyAddress(port: port) }
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        let code = getaddrinfo(host, "\(port)", &hints, &list)
        defer { if let list { freeaddrinfo(list) } }
        guard code == 0, let found = list?.pointee, let from = found.ai_addr else {
            throw SystemError(call: "getaddrinfo", code: EADDRNOTAVAIL, purpose: "socket \(address): unknown host")
        }
        length = found.ai_addrlen
        withUnsafeMutableBytes(of: &storage) {
            $0.copyMemory(from: UnsafeRawBufferPointer(start: from, count: Int(found.ai_addrlen)))
        }
    }

    private mutating func anyAddress(port: UInt16) {
        var raw = sockaddr_in()
        raw.sin_family = sa_family_t(AF_INET)
        raw.sin_port = port.bigEndian
        length = socklen_t(MemoryLayout<sockaddr_in>.size)
        withUnsafeMutableBytes(of: &storage) { target in
            withUnsafeBytes(of: raw) { target.copyMemory(from: $0) }
        }
    }
}
