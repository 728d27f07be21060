import Kernel
import Protocol

/// A connection of which a worker that ends had read nothing, and the socket that it came from.
typealias Bequest = (socket: ListeningSocket, descriptor: SharedDescriptor)

/// Connections that a worker without threads left for its successor: kept ones, and some that it had only just accepted.
extension Master {
    /// The most that are held until a worker serves; who leaves more than that is not to be believed.
    private static let mostBequests = 4096

    /// Keeps what a worker left until its successor serves. Only one that lost its threads leaves anything.
    func bequeath(_ left: [Bequest], of serial: Int) {
        guard life.worker(serial)?.isOverdue == true, !life.stopping else { return }
        bequests += left.prefix(max(0, Self.mostBequests - bequests.count))
        let isAwaited = life.generations.contains { generation in
            generation.workers.contains { $0.replaces == serial && $0.state != .serving }
        }
        if !isAwaited { handOut() }
    }

    /// Gives everything that is kept to the newest worker that serves; what it does not take waits for the next one.
    func handOut() {
        guard !bequests.isEmpty, let heir = heir else { return }
        while !bequests.isEmpty {
            let some = bequests.prefix(WorkerReport.mostConnections)
            // The numbers alone would not keep them open until they are sent.
            let isTaken = withExtendedLifetime(some) { some in
                heir.order(.take(some.map(\.socket)), some.map(\.descriptor.raw))
            }
            guard isTaken else { return }
            bequests.removeFirst(some.count)
        }
    }

    private var heir: WorkerProcess? {
        let serving = life.current?.workers.filter { $0.state == .serving && !$0.isOverdue } ?? []
        return serving.map(\.serial).max().flatMap { workers[$0] }
    }
}
