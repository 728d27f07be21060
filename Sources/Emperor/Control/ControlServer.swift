import Kernel
import Protocol

/// The control socket: greets, understands lines, and knows who may ask. What is asked is somebody else's.
final class ControlServer {
    /// Called with each request that may be carried out.
    var onRequest: (ControlRequest, ControlClient) -> Void = { _, _ in }

    private let path: String
    private let loop: EventLoop
    private let listener: SharedDescriptor
    private var clients: [ObjectIdentifier: ControlClient] = [:]
    private var watch: EventLoop.Watch?
    private let owner = Identity.current.uid

    private static let backlog: Int32 = 128
    private static let mostClients = 200
    private static let mode: UInt32 = 0o660
    private static let pause = Duration.seconds(1)

    /// Binds and listens. A socket file that nobody listens on is replaced; one of a live listener is an error.
    init(path: String, loop: EventLoop) throws {
        self.path = path
        self.loop = loop
        if let other = try? connectSocket(.unix(path: path)) {
            throw Refusal("\(path) is in use by \(describe(other)): stop it, or take another --run-dir")
        }
        let temporary = path + ".new"
        try unlink(temporary)
        listener = try bindSocket(.unix(path: temporary))
        try changeMode(temporary, Self.mode)
        try listenSocket(listener.raw, backlog: Self.backlog)
        try rename(temporary, to: path)
        try beginAccepting()
    }

    private func beginAccepting() throws(SystemError) {
        watch = try loop.watch(listener) { [unowned self] _ in accept() }
    }

    /// Without descriptors there is nothing to accept with, and the kernel would say so again at once.
    private func rest() {
        if let watch { loop.cancel(watch) }
        loop.schedule(at: .now + Self.pause) { [unowned self] in try? beginAccepting() }
    }

    /// Removes the socket.
    func end() {
        try? unlink(path)
    }

    private func accept() {
        do {
            guard case .done(let connection) = try acceptConnection(listener.raw, nonBlocking: true) else { return }
            guard clients.count < Self.mostClients else { return }
            let client = try ControlClient(connection, loop: loop)
            let key = ObjectIdentifier(client)
            clients[key] = client
            client.onEnd = { [unowned self] in clients[key] = nil }
            client.onLine = { [unowned self, unowned client] line in take(line, from: client) }
            client.write(
                Greeting(emperor: emperorVersion, protocol: controlProtocolVersion, pid: currentProcess()))
        } catch {
            log("a control connection could not be taken: \(error)")
            rest()
        }
    }

    private func take(_ line: [UInt8], from client: ControlClient) {
        do {
            let request = try decodeMessage(ControlRequest.self, line)
            client.begin()
            guard client.who.uid == 0 || client.who.uid == owner else {
                return client.send(.init(id: request.id, refused: notPermitted(client.who)))
            }
            onRequest(request, client)
        } catch {
            complain(of: line, error, to: client)
        }
    }

    private func notPermitted(_ who: PeerCredentials) -> Ending {
        let name = user(numbered: who.uid)?.name ?? "\(who.uid)"
        return Ending(.notPermitted, "user \(name) may not ask: root and the emperor's user may")
    }

    private func complain(of line: [UInt8], _ error: any Error, to client: ControlClient) {
        let message = try? JSON(line)
        let reason = unknownVerb(message?["verb"]?.string) ?? "\(error)"
        log("pid \(client.who.pid) asked for something that is not understood here: \(reason)")
        guard let id = message?["id"]?.int else { return }
        client.begin()
        client.send(.init(id: Int(id), refused: Ending(.usage, "not understood: \(reason)")))
    }

    private func unknownVerb(_ text: String?) -> String? {
        guard let text, Verb(rawValue: text) == nil else { return nil }
        return "there is no \(text); there are \(Verb.allCases.map(\.rawValue).joined(separator: ", "))"
    }
}

/// Who is at the other end, for people: "pid 12 (socat)".
private func describe(_ connection: SharedDescriptor) -> String {
    guard let who = try? peerCredentials(connection.raw) else { return "another program" }
    return "pid \(who.pid) (\(processName(of: who.pid) ?? "?"))"
}

/// Why the emperor does not start.
struct Refusal: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
