import Kernel
import Protocol

/// A connection to one master: orders out, reports in. It never waits: what the master does not take yet is kept here.
final class MasterLink {
    private let channel: MessageChannel
    private let loop: EventLoop
    private var watch: EventLoop.Watch?
    private var outbox: [(bytes: [UInt8], descriptors: [SharedDescriptor])] = []

    /// Called with each report and the descriptors that came with it.
    var onReport: (MasterReport, [SharedDescriptor]) -> Void = { _, _ in }
    /// Called once when the other end has closed.
    var onEnd: () -> Void = {}
    /// Called with what could not be understood.
    var onNonsense: (String) -> Void = { _ in }

    /// One master gets that much of a turn; the rest comes with the next.
    private static let mostReportsInATurn = 32

    init(_ channel: MessageChannel, loop: EventLoop) throws(SystemError) {
        self.channel = channel
        self.loop = loop
        watch = try loop.watch(channel) { [weak self] readiness in self?.serve(readiness) }
    }

    /// Sends an order with borrowed descriptors, now or when the master takes it.
    func send(_ order: MasterOrder, descriptors: [SharedDescriptor] = []) {
        outbox.append((encodeMessage(order), descriptors))
        flush()
    }

    /// Hears what the other end said before it went, and hangs up.
    func finish() {
        onEnd = {}
        while readOne() {}
        close()
    }

    /// Hangs up.
    func close() {
        if let watch { loop.cancel(watch) }
        watch = nil
    }

    private func serve(_ readiness: Readiness) {
        if readiness.isWritable { flush() }
        if readiness.isReadable { read() }
    }

    private func flush() {
        guard let watch else { return }
        do {
            while let next = outbox.first {
                guard case .done = try channel.send(next.bytes, descriptors: next.descriptors.map(\.raw)) else { break }
                outbox.removeFirst()
            }
            try loop.change(watch, to: outbox.isEmpty ? .readable : [.readable, .writable])
        } catch {
            outbox = []
        }
    }

    private func read() {
        for _ in 0..<Self.mostReportsInATurn {
            guard readOne() else { return }
        }
    }

    /// Takes one report; false when there is none.
    private func readOne() -> Bool {
        guard watch != nil else { return false }
        do {
            guard case .done(let message) = try channel.receive() else { return false }
            if let message { take(message) } else { end() }
        } catch {
            end()
        }
        return watch != nil
    }

    private func take(_ message: ReceivedMessage) {
        do {
            onReport(try decodeMessage(MasterReport.self, message.bytes), message.descriptors)
        } catch {
            onNonsense("\(error)")
        }
    }

    private func end() {
        close()
        onEnd()
    }
}
