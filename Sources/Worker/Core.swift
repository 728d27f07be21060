import Kernel
import Protocol
import Wire

/// One of a worker's threads: waits for the next thing to do, and does it to its end.
///
/// A connection is accepted only when this core is free, one at a time: connections that wait are any core's of any
/// worker. Of the events of one wait, a listener's comes first: with EPOLLEXCLUSIVE it may have woken this process alone.
final class Core {
    let number: Int
    let service: Service
    let caller: AppCaller
    let limits: RequestLimits
    let patience: Patience

    /// The answer in hand: its head as the app gives it, and bytes on their way out.
    var responseHead = ResponseHead()
    var output: [UInt8] = []
    var stamp = ResponseStamp(server: "Emperor", time: 0)
    /// The date, in seconds since 1970, when the request in hand began.
    private(set) var clock: Int64 = 0
    var log: RequestLog

    private var readers: [RequestReader] = []
    private var events: WorkerPollSet.Events
    /// Connections accepted in a row without a look at what else there is.
    private var acceptedInARow = 0
    private static let mostInARow = 16

    init(_ number: Int, _ service: Service, _ caller: AppCaller) {
        self.number = number
        self.service = service
        self.caller = caller
        limits = service.limits
        patience = service.patience
        log = RequestLog(service, core: number)
        events = WorkerPollSet.Events(room: service.isThreaded ? 1 : 32)
    }

    /// Whether connections may be kept after an answer.
    var mayPersist: Bool { !service.isDraining }

    /// Serves until the worker is done. The interpreter's lock is not held.
    func run() {
        while !service.isDone {
            wait()
            closeExpired()
        }
        service.wakeAll()
    }

    private func wait() {
        do {
            try service.poll.wait(&events, milliseconds: timeout())
        } catch {
            preconditionFailure("\(error)")
        }
        acceptedInARow = 0
        for index in events.indices {
            if case .listener(let listener) = PollToken(rawValue: events.token(at: index)) { acceptFrom(listener) }
        }
        for index in events.indices {
            handle(PollToken(rawValue: events.token(at: index)))
        }
    }

    private func timeout() -> Int32 {
        let next = service.table.nextDeadline
        if next.nanoseconds == .max { return -1 }
        return Int32(clamping: max(0, (next - .now).millisecondsRoundedUp))
    }

    private func handle(_ token: PollToken) {
        switch token {
        case .signals: if service.heedSignals() { acceptQueued() }
        case .channel: if service.hearMaster() { acceptQueued() }
        case .wake, .listener: break
        case .connection(let slot, let generation):
            if let connection = service.table.claim(slot: slot, generation: generation) { serve(connection) }
        }
    }

    /// Serves one connection, and then others that wait: while this core is free the next one is asked for at once.
    private func acceptFrom(_ index: Int) {
        while acceptedInARow < Self.mostInARow, !service.isDraining {
            acceptedInARow += 1
            guard acceptOne(service.listeners[index]) else { return }
        }
    }

    private func acceptOne(_ listener: Listener) -> Bool {
        do throws(SystemError) {
            guard case .done(let descriptor) = try acceptClient(listener.descriptor) else { return false }
            service.countConnection(1)
            serve(Connection(descriptor, listener))
            return true
        } catch {
            note("cannot accept a connection on \(listener.name): \(error)")
            // The connection stays queued and would be reported again at once.
            sleepThread(milliseconds: 100)
            return false
        }
    }

    /// The listeners are out of the poll set: takes what was queued before anybody else could be woken for it.
    private func acceptQueued() {
        let until = Instant.now + patience.drainingAccepts
        for listener in service.listeners {
            while Instant.now < until, acceptOne(listener) {}
        }
        service.queueWasAccepted()
    }

    /// Writes a line to the log.
    func note(_ text: String) {
        writeLine("worker \(service.seat.worker): \(text)")
    }
}

// Connections.
extension Core {
    private func serve(_ connection: Connection) {
        if connection.phase == .lingering { return linger(connection) }
        let reader = connection.reader ?? readers.popLast() ?? RequestReader(limits: limits)
        connection.reader = reader
        while true {
            switch reader.advance(connection.descriptor, connection.listener.wire) {
            case .waiting: return park(connection, reader)
            case .complete:
                switch answer(connection, reader) {
                case .close: return close(connection)
                case .linger: return beginLingering(connection)
                case .keep:
                    connection.phase = .idle
                    if reader.isEmpty { return park(connection, reader) }
                }
            case .refused(let status, let reason): return refuse(connection, status, reason)
            case .ended: return ended(connection, reader)
            case .broken: return close(connection)
            }
        }
    }

    /// Leaves a connection until something happens on it.
    private func park(_ connection: Connection, _ reader: RequestReader) {
        if reader.isEmpty {
            // Idle connections have no buffers.
            connection.reader = nil
            keep(reader)
            park(connection, connection.phase == .fresh ? .fresh : .idle)
        } else {
            park(connection, .reading)
        }
    }

    private func park(_ connection: Connection, _ phase: ConnectionPhase) {
        let deadline =
            phase == .lingering
            ? connection.deadline : Instant.now + patience.limit(phase, draining: service.isDraining)
        service.table.place(connection)
        let token = PollToken.connection(slot: connection.slot, generation: connection.generation).rawValue
        let isPolled = connection.isPolled
        let descriptor = connection.descriptor
        connection.isPolled = true
        service.table.park(connection, phase, until: deadline)
        // From here on another thread may have it.
        do {
            if !isPolled {
                try service.poll.add(descriptor, interest, token: token)
            } else if service.isThreaded {
                try service.poll.rearm(descriptor, interest, token: token)
            }
        } catch {
            preconditionFailure("\(error)")
        }
    }

    private var interest: Interest { service.isThreaded ? [.readable, .oneShot] : .readable }

    private func close(_ connection: Connection) {
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

    private func closeExpired() {
        for connection in service.table.claimExpired(at: .now) {
            switch connection.phase {
            case .fresh, .idle, .lingering: close(connection)
            case .reading:
                refuse(connection, 408, "a request that is still incomplete after \(patience.wait.inSeconds) s without a byte")
            }
        }
    }
}

/// What becomes of a connection after an answer.
enum Sequel {
    case keep
    case close
    /// The client still sends: closing now could keep the answer from it.
    case linger
}

// Answers.
extension Core {
    private func answer(_ connection: Connection, _ reader: RequestReader) -> Sequel {
        guard let head = reader.head else { preconditionFailure("a complete request has a head") }
        if case .uwsgi(let packet) = head, packet.kind == .ping { return pong(connection) }
        let began = Instant.now
        clock = Int64(unixTime())
        service.counters.begin(number, at: began)
        let exchange = Exchange(self, caller, connection, reader, head)
        if !service.staticMaps.answer(exchange) { caller.answer(exchange) }
        finish(exchange, began)
        let sequel = sequel(exchange)
        reader.finishRequest()
        return sequel
    }

    private func finish(_ exchange: Exchange, _ began: Instant) {
        let ended = Instant.now
        let bytes = exchange.headBytes + exchange.bodySent
        service.counters.end(number, began: began, ended: ended, bytes: bytes, raised: exchange.appRaised)
        if service.order.logRequests { log.write(exchange, clock, took: ended - began) }
        service.noticeAge()
    }

    private func sequel(_ exchange: Exchange) -> Sequel {
        if exchange.persists { return .keep }
        return exchange.reader.body.isComplete || exchange.clientIsGone ? .close : .linger
    }

    private func pong(_ connection: Connection) -> Sequel {
        output.removeAll(keepingCapacity: true)
        UwsgiPong.append(to: &output)
        _ = send(connection.descriptor, Span(), Span())
        return .close
    }

    /// Sends what stands in `output` and the two pieces behind it, waiting for the client where it must. False: the client
    /// took nothing for the time that one wait may last, or is gone.
    func send(_ descriptor: Int32, _ piece: Span<UInt8>, _ tail: Span<UInt8>) -> Bool {
        let output = output
        let total = output.count + piece.count + tail.count
        var sent = 0
        while sent < total {
            let outcome = caller.lock.whileSending(isThreaded: service.isThreaded) {
                Kernel.send(descriptor, output.span, piece, tail, skipping: sent)
            }
            switch outcome {
            case .moved(let count): sent += count
            case .notYet: if !waitForRoom(descriptor) { return false }
            case .ended, .broken: return false
            }
        }
        return true
    }

    private func waitForRoom(_ descriptor: Int32) -> Bool {
        caller.lock.without {
            waitUntilReady(descriptor, toWrite: true, milliseconds: patience.wait.millisecondsRoundedUp)
        }
    }
}

// Answers without the app.
extension Core {
    /// Answers a request that is none, says so in the log, and gives the client time to read it: a close would reset the
    /// connection while there is unread input, and the answer would be lost.
    private func refuse(_ connection: Connection, _ status: Int, _ reason: String) {
        note("\(connection.listener.name): answered \(status)\(from(connection)): \(reason)")
        answerError(status, withBody: true)
        guard send(connection.descriptor, Span(), Span()) else { return close(connection) }
        beginLingering(connection)
    }

    /// Throws away what the client still sends, for a while, without keeping this core.
    func beginLingering(_ connection: Connection) {
        endSending(connection.descriptor)
        connection.phase = .lingering
        connection.deadline = .now + patience.linger
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

    private func from(_ connection: Connection) -> String {
        connection.peerHost.isEmpty ? "" : " to \(String(decoding: connection.peerHost, as: UTF8.self))"
    }

    /// Puts an answer of ours in place of the app's.
    func answerError(_ status: Int, withBody: Bool) {
        stamp.set(time: clock)
        output.removeAll(keepingCapacity: true)
        ErrorResponse.append(status: status, to: &output, body: withBody, stamp: stamp)
    }
}
