import Kernel
import Protocol

/// One worker in the master's books, from the fork that was asked for to its end.
struct WorkerRecord: Equatable {
    /// Where it is in its life.
    enum State: Equatable {
        /// The zygote was asked to fork it.
        case asked
        /// It exists and said so.
        case connected
        /// It could serve, and has no sockets yet.
        case ready
        /// The sockets are on their way to it.
        case going
        /// It accepts.
        case serving
        /// It answers what it has, and ends.
        case draining
    }

    /// Unique within a master.
    let serial: Int
    let generation: Int
    let seat: WorkerOrder.Seat
    let askedAt: Instant
    /// The serial of the worker that ends when this one serves.
    let replaces: Int?
    var state = State.asked
    /// Known from its first message on.
    var pid: Int32?
    /// Since when it accepts.
    var servesSince: Instant?
    /// Why it is to be replaced.
    var wish: String?
    /// It was killed for what it does, and its end is awaited.
    var isCondemned = false
    /// It lost a request that lasted too long, and accepts nothing more.
    var isOverdue = false
    /// It accepts nothing for now.
    var isPaused = false

    /// "worker 2 (pid 4711)".
    var title: String {
        "worker \(seat.worker)" + (pid.map { " (pid \($0))" } ?? "")
    }
}
