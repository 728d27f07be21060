import Kernel
import Protocol

/// How long things may take.
struct Patience {
    /// With clients of sockets that speak the uwsgi protocol, and of those that speak HTTP.
    let uwsgi: ClientPatience
    let http: ClientPatience
    /// With a client between requests when draining begins, whoever it is.
    var draining: Duration { max(uwsgi.draining, http.draining) }
    /// Queued connections that are still accepted once the worker drains. Where the queue never empties, because the site
    /// is overloaded, somebody else has to go on with it.
    let drainingAccepts: Duration
    /// Python's exit functions.
    let exit: Duration = .seconds(3)

    init(_ order: AppOrder) {
        let times = order.times
        uwsgi = ClientPatience(wait: times.socket, sending: times.sending)
        http = ClientPatience(
            wait: times.http ?? times.socket, sending: times.sending, head: times.httpHead, idle: times.httpIdle)
        drainingAccepts = min(uwsgi.wait, .seconds(5))
    }
}

/// How long a client is waited for.
struct ClientPatience {
    /// For anything that it sends within a request.
    let wait: Duration
    /// For it to take what is sent.
    let sending: Duration
    /// For a request's whole head, from its first byte on; nil: as long as something comes.
    let head: Duration?
    /// Between two requests.
    let idle: Duration
    /// For a request of a client that has sent nothing of it, while the worker drains: long enough for one that was on its
    /// way, and for one more answer.
    let draining: Duration
    /// Connections are kept between requests at all.
    let keeps: Bool
    /// For what a client still sends after an early answer.
    static let linger: Duration = .seconds(2)

    init(wait: Int, sending: Int?, head: Int? = nil, idle: Int? = nil) {
        self.wait = Self.bounded(wait)
        self.sending = sending.map(Self.bounded) ?? self.wait
        self.head = head.map(Self.bounded)
        self.idle = idle.map(Self.bounded) ?? self.wait
        draining = min(self.wait, .seconds(5))
        keeps = idle != 0
    }

    /// At least a second, and at most a day.
    private static func bounded(_ seconds: Int) -> Duration {
        .seconds(max(1, min(seconds, 86_400)))
    }

    /// For something to happen on a connection in that phase.
    func limit(_ phase: ConnectionPhase, draining: Bool) -> Duration {
        switch phase {
        case .fresh: min(wait, head ?? wait, draining ? self.draining : wait)
        case .idle: min(idle, draining ? self.draining : idle)
        case .reading: wait
        case .lingering: Self.linger
        }
    }
}
