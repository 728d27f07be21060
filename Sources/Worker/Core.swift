import Kernel
import Protocol
import Wire

/// One of a worker's threads: waits for the next thing to do, and does it to its end.
///
/// A connection is accepted only when this core is free, one at a time: connections that wait are any core's of any
/// worker. Of the events of one wait, the master's come first, since they say whether more is to be accepted, and then a
/// listener's: with EPOLLEXCLUSIVE it may have woken this process alone.
final class Core {
    let number: Int
    let service: Service
    let caller: AppCaller
    let limits: RequestLimits
    let patience: Patience
    /// What the watcher sees of this core; nil without harakiri.
    let watch: RequestWatch?

    /// The answer in hand.
    var writer: AnswerWriter
    /// The date, in seconds since 1970, when the request in hand began.
    var clock: Int64 = 0
    var log: RequestLog

    /// Readers that no connection needs now.
    var readers: [RequestReader] = []
    private var events: WorkerPollSet.Events
    /// Connections accepted in a row without a look at what else there is.
    private static let mostInARow = 16
    /// In so much time nobody will have said anything. After longer a look is worth its system call.
    private static let moment = Duration.milliseconds(1)

    init(_ number: Int, _ service: Service, _ caller: AppCaller) {
        self.number = number
        self.service = service
        self.caller = caller
        limits = service.limits
        patience = service.patience
        writer = AnswerWriter(service.headerRules)
        watch = service.watches.isEmpty ? nil : service.watches[number]
        log = RequestLog(service, core: number)
        events = WorkerPollSet.Events(room: service.isThreaded ? 1 : 32)
    }

    /// Whether connections may be kept after an answer.
    var mayPersist: Bool { patience.http.keeps && !service.isDraining && !service.isPaused }

    /// Serves until the worker is done. The interpreter's lock is not held.
    func run() {
        watch?.enter()
        repeat {
            while !service.isDone {
                wait()
                closeExpired()
            }
        } while takeOurOwn()
        service.wakeAll()
    }

    private func wait() {
        do {
            try service.poll.wait(&events, milliseconds: timeout())
        } catch {
            preconditionFailure("\(error)")
        }
        for index in events.indices { obey(PollToken(rawValue: events.token(at: index))) }
        for index in events.indices { accept(event: index) }
        for index in events.indices { handle(PollToken(rawValue: events.token(at: index))) }
    }

    private func timeout() -> Int32 {
        let next = service.table.nextDeadline
        if next.nanoseconds == .max { return -1 }
        return Int32(clamping: max(0, (next - .now).millisecondsRoundedUp))
    }

    private func obey(_ token: PollToken) {
        switch token {
        case .signals: if service.heedSignals() { acceptQueued() }
        case .channel:
            if service.hearMaster() { acceptQueued() }
            for connection in service.takeInherited() { park(connection, .fresh) }
        case .listener, .passed, .wake, .connection: break
        }
    }

    private func accept(event: Int) {
        switch PollToken(rawValue: events.token(at: event)) {
        case .listener(let index): events.hasEnded(at: event) ? leave(index) : acceptFrom(index)
        case .passed: takePassed()
        case .signals, .channel, .wake, .connection: break
        }
    }

    private func handle(_ token: PollToken) {
        guard case .connection(let slot, let generation) = token,
            let connection = service.table.claim(slot: slot, generation: generation)
        else { return }
        serve(connection)
    }

    /// Serves a connection that waits and, as long as nothing else does, the next: while this core is free one is asked
    /// for at once, before the poll set, unless the last one took so long that the master may have spoken.
    private func acceptFrom(_ index: Int) {
        inARow { acceptOne(service.listeners[index], isDraining: false) }
    }

    private func inARow(_ serveNext: () -> Bool) {
        for _ in 0..<(events.indices.count == 1 ? Self.mostInARow : 1) {
            let began = Instant.now
            guard serveNext(), Instant.now - began < Self.moment else { return }
        }
    }

    /// The same with connections that other workers have passed on.
    private func takePassed() {
        inARow { serveOne { service.acceptsOthers ? service.takePassed() : nil } }
    }

    /// This worker ends: what it passed on and nobody has taken yet is its own again. Not where requests were taken from
    /// cores, as another worker is on its way then.
    private func takeOurOwn() -> Bool {
        !service.isCondemned && serveOne { service.takeOurOwn() }
    }

    /// The master has shut a socket down that the site does not want any more: what it still has is served.
    private func leave(_ index: Int) {
        while acceptOne(service.listeners[index], isDraining: false) {}
        service.leave(index)
    }

    /// Accepts and serves one connection; false when there is none for us.
    private func acceptOne(_ listener: Listener, isDraining: Bool) -> Bool {
        serveOne {
            guard service.isDraining == isDraining, !service.isPaused, let descriptor = accept(listener) else {
                return nil
            }
            return service.connection(descriptor, listener)
        }
    }

    /// Serves a connection that comes to this worker; false when there is none.
    @inline(__always)
    private func serveOne(_ next: () -> Connection?) -> Bool {
        // Counted before it is there: who sees the worker drained must have been seen to drain.
        service.countConnection(1)
        guard let connection = next() else {
            service.countConnection(-1)
            return false
        }
        serve(connection)
        return true
    }

    private func accept(_ listener: Listener) -> Int32? {
        do throws(SystemError) {
            guard case .done(let descriptor) = try acceptClient(listener.descriptor) else { return nil }
            return descriptor
        } catch {
            makeWay(listener, error)
            return nil
        }
    }

    /// Where no descriptor is left, the connection that has been idle longest gives up its own. The one that could not be
    /// accepted stays queued, and will be reported again.
    private func makeWay(_ listener: Listener, _ error: SystemError) {
        note("cannot accept a connection on \(listener.name): \(error)")
        if error.isOutOfDescriptors, let idle = service.table.claimIdlest() { return close(idle) }
        sleepThread(milliseconds: 100)
    }

    /// The listeners are out of the poll set: takes what was queued before anybody else could be woken for it.
    private func acceptQueued() {
        service.acceptsQueue(number)
        let until = Instant.now + patience.drainingAccepts
        for listener in service.listeners {
            while Instant.now < until, acceptOne(listener, isDraining: true) {}
        }
        service.queueWasAccepted()
    }

    /// Writes a line to the log.
    func note(_ text: String) {
        writeLine("worker \(service.seat.worker): \(text)")
    }
}
