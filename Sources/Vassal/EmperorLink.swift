import Kernel
import Protocol

/// The master's end of the control socket: accepts the emperor, and a restarted emperor in its place; sends without ever
/// waiting for it.
final class EmperorLink {
    private let loop: EventLoop
    private let listener: SharedDescriptor
    /// Called when the emperor has gone.
    var onLeave: () -> Void = {}
    private var channel: MessageChannel?
    private var watch: EventLoop.Watch?
    private var outgoing: [Outgoing] = []
    private let onConnect: () -> Void
    private let onOrder: (MasterOrder, [SharedDescriptor]) -> Void
    private let log: (String) -> Void

    /// More waiting messages than this mean that the emperor has stopped reading: the line is cut, and it will come again.
    private static let mostWaiting = 1000

    private struct Outgoing {
        let report: MasterReport
        let descriptors: [SharedDescriptor]
    }

    /// Listens on an inherited socket.
    init(
        _ loop: EventLoop, listener raw: Int32, log: @escaping (String) -> Void, onConnect: @escaping () -> Void,
        onOrder: @escaping (MasterOrder, [SharedDescriptor]) -> Void
    ) throws(SystemError) {
        self.loop = loop
        self.log = log
        self.onConnect = onConnect
        self.onOrder = onOrder
        listener = SharedDescriptor(owning: raw)
        try closeOnExec(raw)
        try setNonBlocking(raw)
        _ = try loop.watch(listener) { [unowned self] _ in accept() }
    }

    /// Whether an emperor is there now.
    var isConnected: Bool { channel != nil }

    /// Sends a report; nothing when no emperor is there: it will ask for all when it comes. Of what an emperor has not read
    /// yet only the newest is sent, so that no more descriptors wait than there are.
    func send(_ report: MasterReport, _ descriptors: [SharedDescriptor] = []) {
        guard channel != nil else { return }
        outgoing.removeAll { report.replaces($0.report) }
        outgoing.append(Outgoing(report: report, descriptors: descriptors))
        flush()
    }

    private func accept() {
        guard case .done(let connection)? = try? acceptConnection(listener.raw, nonBlocking: true) else { return }
        hangUp()
        channel = MessageChannel(connection)
        watch = try? loop.watch(connection) { [unowned self] readiness in
            if readiness.isReadable { receive() }
            flush()
        }
        onConnect()
    }

    private func hangUp() {
        if channel == nil { return }
        if let watch { loop.cancel(watch) }
        watch = nil
        channel = nil
        outgoing = []
        onLeave()
    }

    private func receive() {
        while let channel {
            switch try? channel.receive() {
            case .notYet: return
            case .done(let message?): take(message)
            case .done(nil), nil: return hangUp()
            }
        }
    }

    private func take(_ message: ReceivedMessage) {
        do {
            onOrder(try decodeMessage(MasterOrder.self, message.bytes), message.descriptors)
        } catch {
            log("the emperor sent a message that is not understood here and is ignored: \(error)")
        }
    }

    private func flush() {
        guard let channel else { return }
        while let next = outgoing.first {
            guard let outcome = try? channel.send(encodeMessage(next.report), descriptors: next.descriptors.map(\.raw))
            else {
                return hangUp()
            }
            if case .notYet = outcome { break }
            outgoing.removeFirst()
        }
        if outgoing.count > Self.mostWaiting { return hangUp() }
        guard let watch else { return }
        try? loop.change(watch, to: outgoing.isEmpty ? .readable : [.readable, .writable])
    }
}

extension MasterReport {
    /// Whether whoever reads this needs not read the earlier one.
    func replaces(_ earlier: MasterReport) -> Bool {
        switch (self, earlier) {
        case (.status, .status), (.keep, .keep), (.owns, .owns), (.watch, .watch): true
        default: false
        }
    }
}
