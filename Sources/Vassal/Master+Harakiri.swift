import Kernel
import Protocol

/// What a worker's watcher cannot do where the whole process stands still: the master looks whether it does its work.
extension Master {
    /// Looks again and again from now on, where a generation has harakiri: as often as the watchers do.
    func watchTheWatchers() {
        guard nextLookAtWatchers == nil, let span = generations.values.compactMap(\.harakiriSpan).min() else { return }
        let due = Instant.now + span
        nextLookAtWatchers = loop.schedule(at: due) { [unowned self] in
            nextLookAtWatchers = nil
            // When we come too late ourselves, the machine slept or is beside itself, and the watchers had no chance either.
            if Instant.now - due < .seconds(1) { lookAtWatchers() }
            watchTheWatchers()
        }
    }

    private func lookAtWatchers() {
        let now = Instant.now
        for (serial, worker) in workers {
            guard let processes = generations[worker.record.generation],
                let age = processes.ageOfUnwatched(slot: worker.record.seat.slot, at: now)
            else { continue }
            let seconds = (age.inSeconds * 10).rounded() / 10
            happen(.deaf(serial: serial, "harakiri of a request after \(seconds) s"))
        }
    }
}

extension GenerationProcesses {
    /// The longest time between two looks at its workers; nil: nobody has to look.
    fileprivate var harakiriSpan: Duration? { plan.appOrder.harakiri?.limit }

    /// How long the request of a worker has lasted that is over its time without its watcher having seen that.
    fileprivate func ageOfUnwatched(slot: Int, at now: Instant) -> Duration? {
        guard let span = harakiriSpan else { return nil }
        for core in 0..<layout.cores {
            let began = instant(.busySince, slot, core)
            if began.nanoseconds == 0 || now < began + span + .seconds(Harakiri.grace) { continue }
            if instant(.lookedAt, slot, core) < began + span { return now - began }
        }
        return nil
    }

    private func instant(_ cell: Scoreboard.Cell, _ slot: Int, _ core: Int) -> Instant {
        Instant(
            nanoseconds: Int64(truncatingIfNeeded: scoreboard[word: layout.offset(of: cell, slot: slot, core: core)]))
    }
}
