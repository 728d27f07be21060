import Kernel
import Protocol

/// What the master holds of one worker: its channel, and its pid once the kernel has vouched for it.
final class WorkerProcess {
    let record: WorkerRecord
    let channel: MessageChannel
    var watch: EventLoop.Watch?
    var identity: ProcessIdentity?

    init(_ record: WorkerRecord, channel: MessageChannel) {
        self.record = record
        self.channel = channel
    }

    /// Says something to the worker. One that has gone is found out by its end.
    func order(_ order: WorkerOrder, _ descriptors: [Int32] = []) {
        _ = try? channel.send(encodeMessage(order), descriptors: descriptors)
    }
}
