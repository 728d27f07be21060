import Foundation
import Kernel
import Testing

/// What becomes of listening sockets that change, or go.
@Suite struct ListeningTests {
    private func listener(_ host: String = "127.0.0.1") throws -> (socket: SharedDescriptor, address: SocketAddress) {
        let server = try bindSocket(.tcp(host: host, port: 0))
        try listenSocket(server.raw, backlog: 8)
        return (server, .tcp(host: "127.0.0.1", port: try #require(try localPort(server.raw))))
    }

    private func accepts(_ server: SharedDescriptor) -> Bool {
        guard case .done? = try? acceptConnection(server.raw, nonBlocking: true) else { return false }
        return true
    }

    @Test(arguments: [
        ("", "127.0.0.1", true), ("*", "10.0.0.1", true), ("0.0.0.0", "127.0.0.1", true), ("::", "::1", true),
        ("::", "127.0.0.1", true), ("::", "", true), ("", "::1", false), ("127.0.0.1", "", false),
        ("127.0.0.1", "127.0.0.1", false),
    ])
    func allAddressesCoverEach(host: String, other: String, covers: Bool) {
        #expect(SocketAddress.tcp(host: host, port: 80).covers(.tcp(host: other, port: 80)) == covers)
        #expect(!SocketAddress.tcp(host: host, port: 80).covers(.tcp(host: other, port: 81)))
        #expect(!SocketAddress.tcp(host: host, port: 80).covers(.unix(path: "/run/a")))
    }

    @Test func aMoreParticularAddressIsBoundBesideOneThatSharesItsPort() throws {
        let (all, address) = try listener("")
        #expect(try #require(throws: SystemError.self) { try bindSocket(address) }.isAddressInUse)
        try sharePort(all.raw, true)
        let one = try bindSocket(address, sharingPort: true)
        try listenSocket(one.raw, backlog: 8)
        try sharePort(all.raw, false)
        _ = try connectSocket(address)
        #expect(accepts(one), "the more particular one gets its clients")
        #expect(!accepts(all))
    }

    @Test func newcomersAreIgnoredWhileTheQueueStays() throws {
        let (server, address) = try listener()
        let queued = try connectSocket(address)
        try ignoreNewcomers(server.raw)
        let newcomer = try beginConnecting(address)
        #expect(!waitUntilReady(newcomer.raw, toWrite: true, milliseconds: 100))
        #expect(accepts(server), "who was queued")
        #expect(!accepts(server))
        try heedNewcomers(server.raw)
        #expect(waitUntilReady(newcomer.raw, toWrite: true, milliseconds: 10_000), "TCP tries again")
        #expect(accepts(server))
        withExtendedLifetime(queued) {}
    }

    private func beginConnecting(_ address: SocketAddress) throws -> SharedDescriptor {
        var raw = sockaddr_in()
        raw.sin_family = sa_family_t(AF_INET)
        raw.sin_port = try #require(address.port).bigEndian
        raw.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        let descriptor = SharedDescriptor(owning: socket(AF_INET, kind, 0))
        let code = withUnsafePointer(to: raw) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor.raw, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        #expect(code == -1 && errno == EINPROGRESS)
        return descriptor
    }

    @Test func aSocketThatWasShutDownRefusesAndEndsForWhoWaits() throws {
        let (server, address) = try listener()
        let copy = SharedDescriptor(owning: try duplicate(server.raw))
        let poll = try WorkerPollSet()
        try poll.add(copy.raw, .readable, token: 7)
        endListening(server.raw)
        var events = WorkerPollSet.Events(room: 1)
        try poll.wait(&events, milliseconds: 10_000)
        let (count, hasEnded) = (events.indices.count, events.hasEnded(at: 0))
        #expect(count == 1)
        #expect(hasEnded)
        #expect(try acceptClient(copy.raw) == .notYet)
        #expect(try #require(throws: SystemError.self) { try connectSocket(address) }.code == ECONNREFUSED)
        let next = try bindSocket(address)
        try listenSocket(next.raw, backlog: 1)
    }

    @Test func whatAUnixSocketHasQueuedMayStillBeAccepted() throws {
        let scratch = try Scratch()
        let server = try bindSocket(.unix(path: scratch("s")))
        try listenSocket(server.raw, backlog: 8)
        let queued = try connectSocket(.unix(path: scratch("s")))
        endListening(server.raw)
        #expect(throws: SystemError.self) { try connectSocket(.unix(path: scratch("s"))) }
        #expect(accepts(server))
        #expect(!accepts(server))
        withExtendedLifetime(queued) {}
    }

    @Test func bothEndsOfAPairSpeak() throws {
        let (one, other) = try streamPair()
        #expect(try read(one.raw, atMost: 10) == .notYet)
        try writeAll(other.raw, Array("up?".utf8), purpose: "test")
        #expect(try readNow(one.raw) == Array("up?".utf8))
    }

    @Test func aProcessThatIsWorthLessSaysSo() throws {
        let child = try spawn(SpawnRequest("/bin/cat", arguments: ["cat"], environment: [], descriptors: []))
        defer { signalChild(child, .kill) }
        let usual = try #require(MemoryPressure(of: child))
        try usual.raised(by: 100).apply(to: child)
        #expect(MemoryPressure(of: child)?.adjustment == min(1000, usual.adjustment + 100))
        try usual.apply(to: child)
        #expect(MemoryPressure(of: child) == usual)
        #expect(MemoryPressure(adjustment: 5000).raised(by: .max).adjustment == 1000)
        #expect(MemoryPressure(of: -1) == nil)
    }

    @Test func aUnixSocketThatRefusesNewcomersIsKnownAsSuch() throws {
        let scratch = try Scratch()
        let server = try bindSocket(.unix(path: scratch("a.sock")))
        try listenSocket(server.raw, backlog: 8)
        #expect(!refusesNewcomers(server.raw))
        refuseNewcomers(server.raw)
        #expect(refusesNewcomers(server.raw))
    }
}
