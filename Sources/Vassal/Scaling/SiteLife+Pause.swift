import Kernel
import Protocol

/// A pause: what was accepted is answered, and connections wait until it is over. Generations may change meanwhile; a stop
/// ends it, so that those who wait are answered.
extension SiteLife {
    /// The same wish begins a pause and ends it (uWSGI's core/master.c, suspend_resume_them_all).
    mutating func pauseOrResume(_ cause: String, at now: Instant) -> [Action] {
        if stopping { return [.log("\(cause) does nothing: the site is stopping")] }
        return pausedBy == nil ? pause(cause, at: now) : resume(cause, at: now)
    }

    private mutating func pause(_ cause: String, at now: Instant) -> [Action] {
        pausedBy = cause
        return [.log("paused by \(cause): connections wait until the next such order")]
            + accepting.map { .pause(serial: $0.serial) } + lookLater(at: now) + awaitClients()
    }

    private mutating func resume(_ cause: String, at now: Instant) -> [Action] {
        let actions = endPause()
        scaling.begin(at: now)
        return [.log("resumed by \(cause)")] + actions + lookLater(at: now) + awaitClients()
    }

    /// Everybody accepts again.
    mutating func endPause() -> [Action] {
        guard pausedBy != nil else { return [] }
        pausedBy = nil
        return accepting.map { .resume(serial: $0.serial) }
    }

    /// Workers that have the sockets, or get them.
    private var accepting: [WorkerRecord] {
        generations.flatMap(\.workers).filter { $0.state == .serving || $0.state == .going }
    }

    /// A worker says that it accepts nothing, or that it does again.
    mutating func paused(_ record: WorkerRecord, _ isPaused: Bool) -> [Action] {
        update(worker: record.serial) { $0.isPaused = isPaused }
        return []
    }

    /// Why the site is as it is, and why nobody may be at work.
    var account: String {
        if stopping { return reason }
        if pausedBy != nil { return "\(reason); paused: connections wait" }
        return isAsleep ? "\(reason); cheap: the next connection starts workers" : reason
    }
}
