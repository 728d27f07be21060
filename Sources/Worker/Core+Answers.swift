import Kernel
import Protocol
import Wire

/// What becomes of a connection after an answer.
enum Sequel {
    case keep
    case close
    /// The client still sends: closing now could keep the answer from it.
    case linger
}

// Answers.
extension Core {
    /// Answers a complete request.
    func answer(_ connection: Connection, _ reader: RequestReader) -> Sequel {
        let request = reader.request()
        if case .uwsgi(let packet) = request.head, packet.kind == .ping { return pong(connection) }
        let began = Instant.now
        clock = Int64(unixTime())
        service.counters.begin(number, at: began)
        if service.table.parked > 0 { service.bell?.ring() }
        let exchange = Exchange(self, connection, reader, request)
        if let mounts = caller.apps.mounts { exchange.choose(from: mounts) }
        service.counters.name(number, request.text, method: exchange.facts.method, uri: exchange.facts.uri)
        watch?.begin(exchange, at: began)
        respond(exchange)
        if watch?.end() == false { sleepForEver() }
        finish(exchange, began)
        return sequel(exchange)
    }

    /// A file or the app answers, unless a route does. As in uWSGI files are looked for before routes change anything.
    private func respond(_ exchange: Exchange) {
        let file = service.files.find(exchange)
        if !service.requestRoutes.isEmpty, service.requestRoutes.run(exchange, service.files) == .isOver { return }
        if let file { file.send(exchange) } else { caller.answer(exchange) }
    }

    private func finish(_ exchange: Exchange, _ began: Instant) {
        let ended = Instant.now
        let bytes = exchange.headBytes + exchange.bodySent
        service.counters.end(number, began: began, ended: ended, bytes: bytes, raised: exchange.appRaised)
        log.write(exchange, clock, took: ended - began)
        service.noticeAge()
    }

    private func sequel(_ exchange: Exchange) -> Sequel {
        if exchange.persists { return .keep }
        return exchange.bodyIsComplete || exchange.clientIsGone ? .close : .linger
    }

    private func pong(_ connection: Connection) -> Sequel {
        var answer: [UInt8] = []
        UwsgiPong.append(to: &answer)
        writer.clear()
        writer.append(answer)
        _ = send(connection, Span(), Span())
        return .close
    }

    /// Sends what stands in the writer's output and the two pieces behind it, waiting for the client where it must. False: the client
    /// took nothing for the time that one wait may last, or is gone.
    func send(_ connection: Connection, _ piece: Span<UInt8>, _ tail: Span<UInt8>) -> Bool {
        let output = writer.output
        let total = output.count + piece.count + tail.count
        var sent = 0
        while sent < total {
            let outcome = caller.lock.whileSending(isThreaded: service.isThreaded) {
                Kernel.send(connection.descriptor, output.span, piece, tail, skipping: sent)
            }
            switch outcome {
            case .moved(let count): sent += count
            case .notYet: if !waitForRoom(connection) { return false }
            case .ended, .broken: return false
            }
        }
        return true
    }

    /// Waits until a client takes more; false: it did not in the time that it has.
    func waitForRoom(_ connection: Connection) -> Bool {
        let limit = patience(with: connection).sending.millisecondsRoundedUp
        return caller.lock.without {
            waitUntilReady(connection.descriptor, toWrite: true, milliseconds: limit)
        }
    }
}

// Answers without the app.
extension Core {
    /// Answers a request that is none, says so in the log, and gives the client time to read it: a close would reset the
    /// connection while there is unread input, and the answer would be lost.
    func refuse(_ connection: Connection, _ status: Int, _ reason: String) {
        note("\(connection.listener.name): answered \(status)\(from(connection)): \(reason)")
        _ = writer.writeError(status, withBody: true, time: Int64(unixTime()))
        guard send(connection, Span(), Span()) else { return close(connection) }
        beginLingering(connection)
    }

    private func from(_ connection: Connection) -> String {
        connection.clientHost.isEmpty ? "" : " to \(String(decoding: connection.clientHost, as: UTF8.self))"
    }

    /// Something is to be sent before the next piece.
    var hasOutput: Bool { !writer.output.isEmpty }
}
