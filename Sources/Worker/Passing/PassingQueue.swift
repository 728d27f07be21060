import Kernel
import Protocol

/// Connections on their way from workers that are busy to the first that is free, whichever that is: all workers of the
/// site share both ends. What is in it is nobody's: a worker that dies takes none of it along.
final class PassingQueue: @unchecked Sendable {
    private let entrance: MessageChannel
    private let exit: MessageChannel
    private let generation: Int

    /// The ends as they came with `go`.
    init(entrance: SharedDescriptor, exit: SharedDescriptor, generation: Int) {
        self.entrance = MessageChannel(entrance)
        self.exit = MessageChannel(exit)
        self.generation = generation
    }

    /// Readable while something is in it.
    var descriptor: Int32 { exit.raw }

    /// A connection that was taken out.
    struct Arrival {
        let passed: PassedConnection
        fileprivate let descriptors: [SharedDescriptor]
        /// A worker of the same generation had it.
        let isOurOwn: Bool
    }

    /// Puts a connection in, which the caller has claimed and still owns: the queue has a descriptor of its own. False: it
    /// is full.
    func put(_ connection: Connection) -> Bool {
        guard let phase = PassedConnection.Phase(connection.phase) else { return false }
        let passed = PassedConnection(
            socket: connection.listener.socket, generation: generation, phase: phase,
            client: connection.introduction.client, awaitsClient: connection.introduction.isAwaited,
            headDeadline: connection.headDeadline?.nanoseconds)
        guard let reader = connection.reader else { return put(passed, [connection.descriptor]) }
        guard let arrived = reader.arrived else { return false }
        if arrived.isEmpty { return put(passed, [connection.descriptor]) }
        guard let file = try? memoryFile("request", holding: arrived) else { return false }
        return withExtendedLifetime(file) { put(passed, [connection.descriptor, file.raw]) }
    }

    private func put(_ passed: PassedConnection, _ descriptors: [Int32]) -> Bool {
        let message = encodeMessage(passed)
        guard message.count <= PassedConnection.mostBytes,
            case .done? = try? entrance.send(message, descriptors: descriptors)
        else { return false }
        return true
    }

    /// Puts back what was taken out and is another's to serve.
    func putBack(_ arrival: Arrival) {
        _ = withExtendedLifetime(arrival) { put(arrival.passed, arrival.descriptors.map(\.raw)) }
    }

    /// Takes out what has been in it longest; nil: it is empty.
    func take() -> Arrival? {
        while let received = receive() {
            guard let passed = try? decodeMessage(PassedConnection.self, received.bytes), !received.descriptors.isEmpty
            else { continue }
            return Arrival(
                passed: passed, descriptors: received.descriptors, isOurOwn: passed.generation == generation)
        }
        return nil
    }

    private func receive() -> ReceivedMessage? {
        do throws(SystemError) {
            // Others take, too: what a look at the length would tell may be gone.
            guard case .done(let message) = try exit.receive(room: PassedConnection.mostBytes) else { return nil }
            return message
        } catch {
            writeLine("worker (pid \(processID())): a connection that another worker passed on is lost: \(error)")
            return nil
        }
    }
}

extension PassingQueue.Arrival {
    /// The connection, as it was in the other worker; nil: it cannot be had, and the client is cut off.
    func connection(_ listeners: [Listener], _ limits: RequestLimits) -> Connection? {
        guard let raw = try? duplicate(descriptors[0].raw),
            let listener = listeners.first(where: { $0.socket == passed.socket })
                ?? (try? Listener(gone: passed.socket, connection: raw))
        else { return nil }
        let connection = Connection(raw, listener)
        connection.phase = ConnectionPhase(passed.phase)
        connection.introduction = Introduction(passed)
        connection.headDeadline = passed.headDeadline.map { Instant(nanoseconds: $0) }
        if descriptors.count > 1 {
            guard let arrived = try? readMemoryFile(descriptors[1].raw) else { return nil }
            connection.reader = RequestReader(limits: limits, arrived: arrived)
        }
        return connection
    }
}

extension PassedConnection.Phase {
    /// Nil for a connection that nothing is wanted from any more.
    fileprivate init?(_ phase: ConnectionPhase) {
        switch phase {
        case .fresh: self = .first
        case .idle: self = .next
        case .reading: self = .rest
        case .lingering: return nil
        }
    }
}

extension ConnectionPhase {
    fileprivate init(_ phase: PassedConnection.Phase) {
        switch phase {
        case .first: self = .fresh
        case .next: self = .idle
        case .rest: self = .reading
        }
    }
}
