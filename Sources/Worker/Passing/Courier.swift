import Kernel
import Protocol

/// Passes on the connections that speak while no core of this worker is free: a thread of its own, which needs the
/// interpreter as little as the watcher does.
///
/// It sleeps until something happens on the poll set of the cores, then a few milliseconds more. By then a core that is free
/// has seen to it, and there is nothing to do. Where every core has been in its request all that time, what happened to
/// connections is taken from the poll set and put into the queue, which wakes one idle worker. It looks at the poll set from
/// outside: to wait in it would have the kernel hand it connections that are meant for an idle worker (epoll_ctl(2),
/// EPOLLEXCLUSIVE).
struct Courier: ~Copyable {
    private let service: Service
    private let bell: CourierBell
    private let outlook: WorkerPollSet
    private var seen = WorkerPollSet.Events(room: 2)
    private var events = WorkerPollSet.Events(room: 64)
    /// Looks in a row at which nobody could have to wait.
    private var idleLooks = 0
    private var nap = Self.shortest

    /// Milliseconds for which a request is quick.
    private static let shortest: Int64 = 5
    /// Milliseconds between looks while every core is busy and what happens is not about connections.
    private static let longest: Int64 = 40
    /// Such looks after which only the bell wakes it.
    private static let mostIdleLooks = 200

    private enum Token {
        static let bell: UInt64 = 0
        static let cores: UInt64 = 1
    }

    init(_ service: Service, _ bell: CourierBell) throws(SystemError) {
        let outlook = try WorkerPollSet()
        try outlook.add(bell.descriptor, .readable, token: Token.bell)
        self.service = service
        self.bell = bell
        self.outlook = outlook
    }

    /// Does its work as long as the process lives.
    mutating func run() {
        do throws(SystemError) {
            while true {
                try sleepUntilRung()
                try serve()
            }
        } catch {
            writeLine("worker \(service.seat.worker): connections are not passed on any more: \(error)")
        }
    }

    /// Sleeps until the last free core begins a request while connections wait. The first wait is a short one, for a bell that
    /// was looked at just before it was wanted.
    private mutating func sleepUntilRung() throws(SystemError) {
        bell.want(true)
        try outlook.wait(&seen, milliseconds: 100)
        if seen.indices.isEmpty, !isNeeded(at: .now) { try outlook.wait(&seen, milliseconds: -1) }
        bell.want(false)
        bell.quieten()
    }

    /// Nobody but another worker could see to a connection that speaks now.
    private func isNeeded(at now: Instant) -> Bool {
        service.table.parked > 0 && service.counters.areBusy(since: now)
    }

    /// Looks whenever something happened, until nobody could have had to wait for a while.
    private mutating func serve() throws(SystemError) {
        idleLooks = 0
        while idleLooks < Self.mostIdleLooks {
            // Only while it is waited for: the kernel has more to do for each event of a set that another looks at.
            try outlook.add(service.poll.descriptor, .readable, token: Token.cores)
            try outlook.wait(&seen, milliseconds: -1)
            try outlook.remove(service.poll.descriptor)
            for index in seen.indices where seen.token(at: index) == Token.bell { bell.quieten() }
            sleepThread(milliseconds: nap)
            try look()
        }
    }

    private mutating func look() throws(SystemError) {
        let now = Instant.now
        idleLooks = isNeeded(at: now) ? 0 : idleLooks + 1
        guard service.counters.areBusy(since: now + .milliseconds(-Self.shortest)) else {
            nap = Self.shortest
            return
        }
        nap =
            try service.handOver({ () throws(SystemError) in try passOn() }) > 0
            ? Self.shortest : min(nap * 2, Self.longest)
    }

    /// Passes on whoever spoke; how many.
    private mutating func passOn() throws(SystemError) -> Int {
        try service.poll.wait(&events, milliseconds: 0)
        return events.indices.count { index in
            guard case .connection(let slot, let generation) = PollToken(rawValue: events.token(at: index)),
                let connection = service.table.claim(slot: slot, generation: generation)
            else { return false }
            return service.passOn(connection)
        }
    }
}
