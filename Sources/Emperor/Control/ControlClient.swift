import Kernel
import Protocol

/// One connection to the control socket. It never makes the emperor wait: what the client does not read is kept, up to
/// a limit, and who reads nothing is hung up on.
final class ControlClient {
    let who: PeerCredentials
    private let connection: SharedDescriptor
    private let loop: EventLoop
    private var watch: EventLoop.Watch?
    private var splitter = LineSplitter(limit: ControlClient.longestLine)
    private var outbox: [UInt8] = []
    private var hasFinished = false
    /// Requests without their last reply.
    private var open = 0

    /// Called with each line.
    var onLine: ([UInt8]) -> Void = { _ in }
    /// Called once, when the connection is over.
    var onEnd: () -> Void = {}

    private static let longestLine = 1 << 20
    private static let mostUnread = 16 << 20
    private static let piece = 64 << 10

    init(_ connection: SharedDescriptor, loop: EventLoop) throws(SystemError) {
        self.connection = connection
        self.loop = loop
        who = try peerCredentials(connection.raw)
        watch = try loop.watch(connection) { [weak self] readiness in self?.serve(readiness) }
    }

    /// Takes note that a request wants replies.
    func begin() {
        open += 1
    }

    /// Sends a reply; an `end` or `refused` is the last one to its request.
    func send(_ reply: ControlReply) {
        if reply.end != nil || reply.refused != nil { open -= 1 }
        write(reply)
    }

    /// Sends one message as a line.
    func write(_ message: some Encodable) {
        guard watch != nil else { return }
        outbox += encodeMessage(message) + [UInt8(ascii: "\n")]
        if outbox.count > Self.mostUnread { return end() }
        flush()
    }

    /// Hangs up.
    func end() {
        guard let watch else { return }
        loop.cancel(watch)
        self.watch = nil
        onEnd()
    }

    private func serve(_ readiness: Readiness) {
        if readiness.isWritable { flush() }
        guard readiness.isReadable else { return }
        // Nothing more is read from who has finished: this can only mean that both directions are closed.
        if hasFinished { end() } else { read() }
    }

    private func read() {
        do {
            guard case .done(let bytes) = try Kernel.read(connection.raw, atMost: Self.piece) else { return }
            if bytes.isEmpty { return finish() }
            guard let lines = splitter.feed(bytes) else { return end() }
            for line in lines where !line.isEmpty { onLine(line) }
        } catch {
            end()
        }
    }

    /// The client says nothing more; it may still wait for replies.
    private func finish() {
        hasFinished = true
        flush()
    }

    private func flush() {
        do {
            while !outbox.isEmpty, case .done(let count) = try Kernel.write(connection.raw, outbox[...]) {
                outbox.removeFirst(count)
            }
            try settle()
        } catch {
            end()
        }
    }

    private func settle() throws(SystemError) {
        guard let watch else { return }
        if hasFinished, open == 0, outbox.isEmpty { return end() }
        var interest: Interest = hasFinished ? [] : .readable
        if !outbox.isEmpty { interest.insert(.writable) }
        try loop.change(watch, to: interest)
    }
}
