import Kernel
import Protocol

/// The worker's end of its channel, and the signals that mean what the master could have said.
final class Master: @unchecked Sendable {
    private let connection: MessageChannel
    private let generation: Int
    private let signalPipe: (read: SharedDescriptor, write: SharedDescriptor)
    private var orphanRule = WorkerOrder.OrphanRule.drain
    /// The master wants nothing accepted yet.
    private(set) var wantsPause = false

    /// What there is to do about what was heard.
    enum Word {
        case nothing
        case drain
        case pause
        case resume
        /// Serve what another worker left.
        case take([(socket: ListeningSocket, descriptor: SharedDescriptor)])
        case orphaned(WorkerOrder.OrphanRule)
    }

    /// What there is to do before anything is served.
    enum Beginning {
        case check(SharedDescriptor)
        case go([Listener], PassingQueue?)
        /// There is nothing to serve: the process is to end.
        case leave
    }

    /// Takes over the channel that came with the order to fork; for a worker of that generation.
    init(_ channel: MessageChannel, generation: Int) throws(SystemError) {
        connection = channel
        self.generation = generation
        signalPipe = try makePipe()
        try setNonBlocking(signalPipe.read.raw)
        try setNonBlocking(signalPipe.write.raw)
    }

    var channel: Int32 { connection.raw }

    var signals: Int32 { signalPipe.read.raw }

    /// Takes over the signals, whatever the app did with them: HUP and TERM drain, INT and QUIT end at once.
    func takeSignals() {
        deliverSignals([.hangUp, .terminate], to: signalPipe.write)
        endOnSignals([.interrupt, .quit])
        ignore(.brokenPipe)
        unblockAllSignals()
    }

    /// Whether a signal arrived; it is taken.
    func tookSignal() -> Bool {
        if case .done(let bytes) = (try? read(signalPipe.read.raw, atMost: 16)) ?? .notYet { return !bytes.isEmpty }
        return false
    }

    /// Has a thread that waits for signals look around.
    func wakeOneThread() {
        writeBytes([0], to: signalPipe.write.raw)
    }

    /// Says something. A master that is gone is noticed where its words are awaited.
    func tell(_ report: WorkerReport, _ descriptors: [Int32] = []) {
        _ = try? connection.send(encodeMessage(report), descriptors: descriptors)
    }

    /// Waits for `go`, or what comes before it.
    func awaitGo() throws(SystemError) -> Beginning {
        let poll = try WorkerPollSet()
        try poll.add(channel, .readable, token: PollToken.channel.rawValue)
        try poll.add(signals, .readable, token: PollToken.signals.rawValue)
        var events = WorkerPollSet.Events(room: 2)
        while true {
            try poll.wait(&events, milliseconds: -1)
            if tookSignal() { return .leave }
            guard case .done(let received) = try connection.receive() else { continue }
            guard let received else { return .leave }
            switch order(received) {
            case .go(let sockets, let rule):
                orphanRule = rule
                return .go(
                    try listeners(sockets, received.descriptors),
                    queue(received.descriptors.dropFirst(sockets.count)))
            case .check: if let connection = received.descriptors.first { return .check(connection) }
            case .drain: return .leave
            case .pause: wantsPause = true
            case .resume: wantsPause = false
            case .take, nil: continue
            }
        }
    }

    private func queue(_ ends: ArraySlice<SharedDescriptor>) -> PassingQueue? {
        guard ends.count == 2, let entrance = ends.first, let exit = ends.last else { return nil }
        return PassingQueue(entrance: entrance, exit: exit, generation: generation)
    }

    private func listeners(
        _ sockets: [ListeningSocket], _ descriptors: [SharedDescriptor]
    ) throws(SystemError) -> [Listener] {
        var listeners: [Listener] = []
        for (socket, descriptor) in zip(sockets, descriptors) {
            listeners.append(try Listener(socket, descriptor))
        }
        return listeners
    }

    /// Has the master know that nothing is heard any more: what it sends from now on it keeps.
    func stopHearing() {
        connection.refuseMessages()
    }

    /// What has arrived since.
    func hear() -> Word {
        while true {
            guard let outcome = try? connection.receive() else { return .orphaned(orphanRule) }
            guard case .done(let received) = outcome else { return .nothing }
            guard let received else { return .orphaned(orphanRule) }
            switch order(received) {
            case .drain: return .drain
            case .pause: return .pause
            case .resume: return .resume
            case .take(let sockets): return .take(Array(zip(sockets, received.descriptors)))
            case .go, .check, nil: continue
            }
        }
    }

    private func order(_ received: ReceivedMessage) -> WorkerOrder? {
        do {
            return try decodeMessage(WorkerOrder.self, received.bytes)
        } catch {
            writeLine("worker: a message of the master was not understood and is ignored: \(error)")
            return nil
        }
    }
}
