import Kernel
import Protocol

/// How long things may take.
struct Patience {
    /// One wait for a client (`socket-timeout`).
    let wait: Duration
    /// A kept connection between two requests.
    let idle: Duration
    /// The same while the worker drains: long enough for a request that was on its way, and for one more answer.
    let drainingIdle: Duration
    /// What a client still sends after an early answer.
    let linger: Duration = .seconds(2)
    /// Queued connections that are still accepted once the worker drains. Where the queue never empties, because the site
    /// is overloaded, somebody else has to go on with it.
    let drainingAccepts: Duration
    /// Python's exit functions.
    let exit: Duration = .seconds(3)

    init(_ order: AppOrder) {
        wait = .seconds(max(1, min(order.socketTimeout, 86_400)))
        idle = wait
        drainingIdle = min(wait, .seconds(5))
        drainingAccepts = min(wait, .seconds(5))
    }

    func limit(_ phase: ConnectionPhase, draining: Bool) -> Duration {
        switch phase {
        case .fresh, .idle: draining ? drainingIdle : idle
        case .reading: wait
        case .lingering: linger
        }
    }
}
