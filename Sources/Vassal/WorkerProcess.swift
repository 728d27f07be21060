import Kernel
import Protocol

/// What the master holds of one worker: its channel, and its pid once the kernel has vouched for it.
final class WorkerProcess {
    let record: WorkerRecord
    let channel: MessageChannel
    var watch: EventLoop.Watch?
    /// As the kernel vouched for it with the first message.
    private(set) var pid: Int32?
    /// Whom signals go to; nil while it is unknown, and where it had gone before its first message was read.
    private(set) var identity: ProcessIdentity?

    init(_ record: WorkerRecord, channel: MessageChannel) {
        self.record = record
        self.channel = channel
    }

    /// "worker 2 (pid 4711)".
    var title: String {
        var known = record
        known.pid = pid
        return known.title
    }

    /// Takes note of who sent the first message.
    func recognise(_ sender: Int32?) {
        guard pid == nil, let sender else { return }
        pid = sender
        identity = ProcessIdentity(of: sender)
    }

    /// Says something to the worker; false: it does not listen any more. One that has gone is found out by its end.
    @discardableResult
    func order(_ order: WorkerOrder, _ descriptors: [Int32] = []) -> Bool {
        if case .done? = try? channel.send(encodeMessage(order), descriptors: descriptors) { return true }
        return false
    }
}
