import Kernel
import Protocol

/// A request to bring up a generation: an emperor's, a signal's, or the master's own after a mishap.
struct Run: Equatable {
    /// Comes back with the verdict; nil when nobody waits for one.
    var request: Int?
    var plan: Plan
    /// Why it is brought up: "reloaded", "the zygote ended".
    var cause: String
    var askedAt: Instant
    /// The number of the wish that it carries out, in the order in which they were heard. What the master does on its own
    /// carries out an earlier wish again.
    var wish = 0
}

extension Run {
    /// The same once more, which nobody asked for.
    func again(_ cause: String, at now: Instant) -> Run {
        Run(request: nil, plan: plan, cause: cause, askedAt: now, wish: wish)
    }
}

/// One start of a site's app, with everything that is known of its processes.
struct Generation: Equatable {
    /// Where it is in its life.
    enum State: Equatable {
        /// Its zygote imports the app.
        case loading
        /// The app is there; its workers are being forked and made ready.
        case forking
        /// All are ready; one of them answers the health check.
        case checking
        /// All are ready and get the sockets; none has confirmed yet.
        case going
        /// It serves.
        case current
        /// A newer one serves; this one answers what it has.
        case draining

        /// It comes up.
        var isOnItsWay: Bool {
            switch self {
            case .loading, .forking, .checking, .going: true
            case .current, .draining: false
            }
        }
    }

    let number: Int
    let run: Run
    /// Requests that had to wait until `run` was there, which carries them out as well.
    let earlier: [Run]
    /// It took the place of a candidate that was not ready yet; it cannot lose its own place in that way.
    let isReplacement: Bool
    var state = State.loading
    /// The zygote's pid while it lives.
    var zygote: Int32?
    /// Path of the interpreter, once it was started.
    var interpreter = ""
    /// Version of the interpreter, once it spoke.
    var python = ""
    /// What it printed speaks of a port or a lock that somebody else has.
    var sawConflict = false
    /// What the import left behind.
    var warnings: [String] = []
    var workers: [WorkerRecord] = []
    /// The ids of the workers that it should have now; none before its app is loaded, nor while its site sleeps.
    var seats: Set<Int> = []

    /// The lowest slot of the scoreboard that nobody writes.
    var freeSlot: Int? {
        let taken = Set(workers.map(\.seat.slot))
        return (0..<run.plan.slots).first { !taken.contains($0) }
    }

    /// Workers that have a seat: of one that is being replaced the successor does.
    var seated: [WorkerRecord] {
        let changing = Set(workers.compactMap(\.replaces))
        return workers.filter { $0.state != .draining && !changing.contains($0.serial) }
    }

    /// Ids of workers that are missing: neither there nor on their way.
    var missingWorkers: [Int] {
        let present = Set(workers.filter { $0.state != .draining }.map(\.seat.worker))
        return seats.subtracting(present).sorted()
    }

    /// Whether every worker that it should have could serve.
    var isReady: Bool {
        missingWorkers.isEmpty && workers.allSatisfy { $0.state == .ready }
    }
}
