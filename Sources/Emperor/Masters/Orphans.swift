import Kernel
import Protocol

/// The end of workers that lost their master and, before that, the emperor that had copies of their sockets: nobody can
/// hand these on, so they answer what they have in hand and go before the next master binds the addresses anew.
struct Orphans {
    private var toldAt: Instant?

    /// Those that still work after that time hang.
    static let longest = Duration.seconds(60)

    /// Tells them to end; false when none is left.
    mutating func end(_ workers: [ProcessStamp], at now: Instant) -> Bool {
        guard !workers.isEmpty else {
            toldAt = nil
            return false
        }
        let hangs = toldAt.map { now - $0 > Self.longest } ?? false
        for worker in workers { worker.send(hangs ? .kill : .terminate) }
        toldAt = toldAt ?? now
        return true
    }
}
