import Kernel
import Protocol

// The life of a connection, from its acceptance to its end.
extension Core {
    /// Serves a connection as far as it goes: until it has to wait, or is over.
    func serve(_ connection: Connection) {
        if connection.phase == .lingering { return linger(connection) }
        let reader = connection.reader ?? readers.popLast() ?? RequestReader(limits: limits)
        connection.reader = reader
        while true {
            switch reader.advance(connection) {
            case .waiting(let hasBegun): return park(connection, reader, hasBegun: hasBegun)
            case .complete:
                switch answer(connection, reader) {
                case .close: return close(connection)
                case .linger: return beginLingering(connection)
                case .keep:
                    connection.phase = .idle
                    if reader.finishRequest() { return park(connection, reader, hasBegun: false) }
                }
            case .refused(let status, let reason): return refuse(connection, status, reason)
            case .ended: return ended(connection, reader)
            case .broken: return close(connection)
            }
        }
    }

    /// Leaves a connection until something happens on it.
    private func park(_ connection: Connection, _ reader: RequestReader, hasBegun: Bool) {
        if !hasBegun {
            // Idle connections have no buffers.
            connection.reader = nil
            keep(reader)
            park(connection, connection.phase == .fresh ? .fresh : .idle)
        } else {
            if connection.phase != .reading {
                connection.headDeadline = patience(with: connection).head.map { .now + $0 }
            }
            if reader.hasHead { connection.headDeadline = nil }
            park(connection, .reading)
        }
    }

    /// How long its client is waited for.
    func patience(with connection: Connection) -> ClientPatience {
        connection.listener.wire == .http ? patience.http : patience.uwsgi
    }

    /// Leaves it in this phase, in which nothing of a request is in hand unless it is `.reading`.
    func park(_ connection: Connection, _ phase: ConnectionPhase) {
        service.park(connection, phase, until: deadline(of: connection, phase))
    }

    private func deadline(of connection: Connection, _ phase: ConnectionPhase) -> Instant {
        if phase == .lingering { return connection.deadline }
        let next = Instant.now + patience(with: connection).limit(phase, draining: service.isDraining)
        guard phase == .reading, let head = connection.headDeadline else { return next }
        return min(next, head)
    }

    /// Forgets a connection, which closes it.
    func close(_ connection: Connection) {
        service.table.remove(connection)
        if let reader = connection.reader { keep(reader) }
        connection.reader = nil
        service.countConnection(-1)
    }

    private func keep(_ reader: RequestReader) {
        reader.reset()
        if readers.count < 8 { readers.append(reader) }
    }

    /// The client has ended its side: between requests that is its right, within one it is worth an answer.
    private func ended(_ connection: Connection, _ reader: RequestReader) {
        if reader.isEmpty { return close(connection) }
        refuse(connection, 400, "the client ended its side within a request")
    }

    /// Ends the waits whose time is over. Their time passed also while this core was with another client and heard nobody:
    /// who has spoken meanwhile is served.
    func closeExpired() {
        for connection in service.table.claimExpired(at: .now) {
            if connection.phase != .lingering, waitUntilReady(connection.descriptor, toWrite: false, milliseconds: 0) {
                serve(connection)
                continue
            }
            switch connection.phase {
            case .fresh, .idle, .lingering: close(connection)
            case .reading: refuse(connection, 408, lateness(of: connection))
            }
        }
    }

    private func lateness(of connection: Connection) -> String {
        let patience = patience(with: connection)
        if let head = patience.head, let deadline = connection.headDeadline, deadline <= .now {
            return "a head that was not complete after \(head.inSeconds) s"
        }
        return "half a request, and then nothing for \(patience.wait.inSeconds) s"
    }

    /// Throws away what the client still sends, for a while, without keeping this core.
    func beginLingering(_ connection: Connection) {
        endSending(connection.descriptor)
        connection.phase = .lingering
        connection.deadline = .now + ClientPatience.linger
        linger(connection)
    }

    private func linger(_ connection: Connection) {
        var rubbish = [UInt8](repeating: 0, count: 16 * 1024)
        for _ in 0..<64 {
            switch receive(connection.descriptor, into: &rubbish, from: 0) {
            case .moved: continue
            case .notYet: return park(connection, .lingering)
            case .ended, .broken: return close(connection)
            }
        }
        park(connection, .lingering)
    }
}
