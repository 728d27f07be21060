import CLinux
import Glibc

/// What a socket carries.
public enum SocketKind: Sendable {
    /// Bytes in order.
    case stream
    /// Datagrams in order, with a connection.
    case messages
}

/// Binds a socket without listening on it, so that no client can reach it yet. Close-on-exec and non-blocking; TCP with
/// SO_REUSEADDR, so that connections of an earlier owner that linger do not stand in the way. `sharingPort`: beside sockets
/// of other addresses that share the port now (`sharePort`).
public func bindSocket(
    _ address: SocketAddress, kind: SocketKind = .stream, sharingPort: Bool = false
) throws(SystemError) -> SharedDescriptor {
    let raw = try RawAddress(address)
    let socket = try openSocket(family: raw.family, kind: kind)
    if case .tcp = address { try setOption(socket.raw, SOL_SOCKET, SO_REUSEADDR, 1) }
    if sharingPort { try sharePort(socket.raw, true) }
    try check("bind", for: "socket \(address)") {
        raw.withPointer { bind(socket.raw, $0, $1) }
    }
    return socket
}

/// Begins to listen, or changes the backlog of a socket that does (listen(2)).
public func listenSocket(_ raw: Int32, backlog: Int32) throws(SystemError) {
    try check("listen", for: "a backlog of \(backlog)") { listen(raw, backlog) }
}

/// Whether other sockets of this user may be bound to the port of this one, on addresses of which one covers the other
/// (socket(7), SO_REUSEPORT).
public func sharePort(_ raw: Int32, _ on: Bool) throws(SystemError) {
    try setOption(raw, SOL_SOCKET, SO_REUSEPORT, on ? 1 : 0)
}

/// Has a listening TCP socket ignore clients that come from now on, who will try again; handshakes that began go on, and
/// what is queued stays. Other sockets cannot do that.
public func ignoreNewcomers(_ raw: Int32) throws(SystemError) {
    try check("setsockopt", for: "SO_ATTACH_FILTER") { cl_drop_newcomers(raw) }
}

/// Has a listening unix socket refuse clients that come from now on; what is queued stays. Whoever waits on it finds it
/// readable for ever (shutdown(2), SHUT_RD).
public func refuseNewcomers(_ raw: Int32) {
    shutdown(raw, Int32(SHUT_RD))
}

/// Whether `refuseNewcomers` or `endListening` was done to a listening unix socket, by whoever holds it: it stays so.
public func refusesNewcomers(_ raw: Int32) -> Bool {
    var asked = pollfd(fd: raw, events: readHangUp, revents: 0)
    return poll(&asked, 1, 0) > 0 && asked.revents & readHangUp != 0
}

/// POLLRDHUP of poll(2), which only comes with _GNU_SOURCE.
private let readHangUp: Int16 = 0x2000

/// Takes `ignoreNewcomers` back.
public func heedNewcomers(_ raw: Int32) throws(SystemError) {
    try check("setsockopt", for: "SO_DETACH_FILTER") { cl_admit_newcomers(raw) }
}

/// Ends a listening socket, whoever else holds it (shutdown(2)): new clients are refused. What a unix socket has queued
/// may still be accepted; what a TCP socket has queued is reset.
public func endListening(_ raw: Int32) {
    shutdown(raw, Int32(SHUT_RDWR))
}

/// Gives a socket to a user, in whose name it then shares its port (socket(7)).
public func changeOwner(ofSocket raw: Int32, uid: UInt32, gid: UInt32) throws(SystemError) {
    try check("fchown", for: "a socket") { fchown(raw, uid, gid) }
}

/// Connects and waits until that is done. Close-on-exec, blocking.
public func connectSocket(
    _ address: SocketAddress, kind: SocketKind = .stream
) throws(SystemError) -> SharedDescriptor {
    let raw = try RawAddress(address)
    let socket = try openSocket(family: raw.family, kind: kind)
    try setNonBlocking(socket.raw, false)
    try check("connect", for: "\(address)") {
        raw.withPointer { connect(socket.raw, $0, $1) }
    }
    return socket
}

/// Who listens on a unix socket.
public enum SocketHolder: Hashable, Sendable {
    /// The file is left over from a listener that has gone.
    case nobody
    /// The process that called listen(2); it may have gone since.
    case process(Int32)
    /// Somebody who does not accept now, or whom we may not ask.
    case unknown
}

/// Finds out by connecting, without ever waiting, who listens on a unix socket. A full backlog (EAGAIN), a socket of
/// another kind (EPROTOTYPE) and one that we may not connect to (EACCES) are somebody's.
public func probeSocket(_ path: String) throws(SystemError) -> SocketHolder {
    let raw = try RawAddress(.unix(path: path))
    let socket = try openSocket(family: AF_UNIX, kind: .stream)
    do throws(SystemError) {
        let outcome = try attempt("connect", for: path) { raw.withPointer { Int(connect(socket.raw, $0, $1)) } }
        guard case .done = outcome else { return .unknown }
        return .process(try peerCredentials(socket.raw).pid)
    } catch {
        return error.code == ECONNREFUSED || error.code == ENOENT ? .nobody : .unknown
    }
}

/// Two connected ends of a stream, close-on-exec and non-blocking: what one says only the other can hear (socketpair(2)).
public func streamPair() throws(SystemError) -> (SharedDescriptor, SharedDescriptor) {
    var ends: [Int32] = [-1, -1]
    let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue) | Int32(SOCK_NONBLOCK.rawValue)
    try check("socketpair") { socketpair(AF_UNIX, kind, 0, &ends) }
    return (SharedDescriptor(owning: ends[0]), SharedDescriptor(owning: ends[1]))
}

/// Accepts one connection; close-on-exec.
public func acceptConnection(_ listener: Int32, nonBlocking: Bool) throws(SystemError) -> Attempt<SharedDescriptor> {
    switch try attempt("accept4", { cl_accept(listener, nonBlocking ? 1 : 0) }) {
    case .notYet: return .notYet
    case .done(let raw): return .done(SharedDescriptor(owning: raw))
    }
}

/// The port of a bound TCP socket: what the kernel chose where 0 was asked for. Nil for unix sockets.
public func localPort(_ raw: Int32) throws(SystemError) -> UInt16? {
    var storage = sockaddr_storage()
    var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
    try check("getsockname") {
        withUnsafeMutablePointer(to: &storage) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(raw, $0, &length) }
        }
    }
    guard storage.ss_family == sa_family_t(AF_INET) || storage.ss_family == sa_family_t(AF_INET6) else { return nil }
    return withUnsafeBytes(of: storage) { UInt16(bigEndian: $0.load(fromByteOffset: 2, as: UInt16.self)) }
}

/// Who is at the other end of a unix socket, as of its connect (SO_PEERCRED).
public struct PeerCredentials: Hashable, Sendable {
    /// The process that connected; it may have gone since.
    public let pid: Int32
    /// Its effective user.
    public let uid: UInt32
    /// Its effective group.
    public let gid: UInt32
}

/// Asks the kernel who is at the other end of a unix socket.
public func peerCredentials(_ raw: Int32) throws(SystemError) -> PeerCredentials {
    var who = cl_sender()
    var length = socklen_t(MemoryLayout<cl_sender>.size)
    try check("getsockopt", for: "SO_PEERCRED") { getsockopt(raw, SOL_SOCKET, SO_PEERCRED, &who, &length) }
    return PeerCredentials(pid: who.pid, uid: who.uid, gid: who.gid)
}

/// The most connections that a listener may hold waiting on this machine (net.core.somaxconn).
public func largestBacklog() -> Int32 {
    let text = (try? readFile("/proc/sys/net/core/somaxconn", limit: 64)) ?? []
    let digits = String(decoding: text.prefix { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }, as: UTF8.self)
    return Int32(digits) ?? 4096
}

private func openSocket(family: Int32, kind: SocketKind) throws(SystemError) -> SharedDescriptor {
    let type =
        switch kind {
        case .stream: Int32(SOCK_STREAM.rawValue)
        case .messages: Int32(SOCK_SEQPACKET.rawValue)
        }
    let flags = Int32(SOCK_CLOEXEC.rawValue) | Int32(SOCK_NONBLOCK.rawValue)
    return SharedDescriptor(owning: try check("socket") { socket(family, type | flags, 0) })
}

private func setOption(_ raw: Int32, _ level: Int32, _ name: Int32, _ value: Int32) throws(SystemError) {
    var value = value
    try check("setsockopt") { setsockopt(raw, level, name, &value, socklen_t(MemoryLayout<Int32>.size)) }
}
