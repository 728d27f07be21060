import Kernel

/// The way out of a listening socket that the site does not want any more. It is served until its queue stayed empty for a
/// second; then nobody new is let in, and when what came until then is served too, it is shut down. Pure: whoever looks at
/// the queue from time to time tells it what he saw.
struct Farewell: Equatable {
    /// What there is to be done.
    enum Step: Equatable {
        case wait
        case letNobodyIn
        case shutDown
    }

    private let deadline: Instant
    private var quietSince: Instant?
    /// Nobody new is let in.
    private(set) var isClosed = false

    /// How long its queue has to stay empty.
    static let quiet = Duration.seconds(1)
    /// How long it has to stay empty once nobody is let in: on a busy machine the last step of a handshake takes its time.
    static let settling = Duration.milliseconds(500)
    /// How often somebody looks.
    static let interval = Duration.milliseconds(50)

    /// Whatever its queue is like, it ends by then.
    static let longest = Duration.seconds(60)

    /// Begins now; `isClosed`: nobody was let in since.
    init(at now: Instant, isClosed: Bool = false) {
        deadline = now + Self.longest
        self.isClosed = isClosed
    }

    /// Somebody looked at the queue.
    mutating func look(queueIsEmpty: Bool, at now: Instant) -> Step {
        if now >= deadline { return .shutDown }
        guard queueIsEmpty else {
            quietSince = nil
            return .wait
        }
        let since = quietSince ?? now
        quietSince = since
        if now - since < (isClosed ? Self.settling : Self.quiet) { return .wait }
        if isClosed { return .shutDown }
        isClosed = true
        quietSince = now
        return .letNobodyIn
    }
}
