import Kernel

/// Answers in place of a site that has failed: a fixed 503, valid on HTTP and uwsgi sockets alike. Input is discarded
/// until the client closes, so that the answer reaches it; connections and time are bounded.
final class StandIn {
    private let loop: EventLoop
    private var listeners: [EventLoop.Watch] = []
    private var clients: [Int32: (watch: EventLoop.Watch, timer: Timers.Token, connection: SharedDescriptor)] = [:]

    private static let mostClients = 64
    private static let patience = Duration.seconds(5)
    private static let answer: [UInt8] = {
        let body = "This site could not be started.\n"
        let head = [
            "HTTP/1.1 503 Service Unavailable", "Content-Type: text/plain", "Content-Length: \(body.utf8.count)",
            "Retry-After: 5", "Connection: close",
        ]
        return Array((head.joined(separator: "\r\n") + "\r\n\r\n" + body).utf8)
    }()

    /// Begins to answer on these sockets.
    init(_ loop: EventLoop, on sockets: [SharedDescriptor]) {
        self.loop = loop
        for socket in sockets {
            if let watch = try? loop.watch(socket, { [unowned self] _ in accept(socket.raw) }) {
                listeners.append(watch)
            }
        }
    }

    /// Accepts no more and lets go of everybody.
    func end() {
        for watch in listeners { loop.cancel(watch) }
        listeners = []
        for raw in Array(clients.keys) { forget(raw) }
    }

    private func accept(_ listener: Int32) {
        while clients.count < Self.mostClients,
            case .done(let connection)? = try? acceptConnection(listener, nonBlocking: true)
        {
            serve(connection)
        }
        if clients.count == Self.mostClients { listen(false) }
    }

    /// Clients beyond the most wait in the backlog, and we are not woken for them.
    private func listen(_ on: Bool) {
        for watch in listeners { try? loop.change(watch, to: on ? .readable : []) }
    }

    private func serve(_ connection: SharedDescriptor) {
        let raw = connection.raw
        _ = try? write(raw, Self.answer[...])
        shutdownWriting(raw)
        guard let watch = try? loop.watch(connection, { [unowned self] _ in discard(raw) }) else { return }
        let timer = loop.schedule(at: .now + Self.patience) { [unowned self] in forget(raw) }
        clients[raw] = (watch, timer, connection)
    }

    private func discard(_ raw: Int32) {
        while true {
            switch try? read(raw, atMost: 16 * 1024) {
            case .notYet: return
            case .done(let bytes) where !bytes.isEmpty: continue
            case .done, nil: return forget(raw)
            }
        }
    }

    private func forget(_ raw: Int32) {
        guard let client = clients.removeValue(forKey: raw) else { return }
        loop.cancel(client.watch)
        loop.cancel(client.timer)
        if clients.count == Self.mostClients - 1 { listen(true) }
    }
}
