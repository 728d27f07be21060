import Kernel

/// Passes on the connections that speak while no core of this worker is free: a thread of its own, which needs the
/// interpreter as little as the watcher does.
///
/// It is rung out of its sleep by the core that begins the last of the requests that keep all cores busy, where connections
/// wait, and then looks every few milliseconds until that has not been so for a while. Where every core has been in its
/// request longer than that, what happened to connections is taken from the poll set and put into the queue, which wakes one
/// idle worker.
///
/// It never waits on the poll set. The kernel would hand it connections that are meant for an idle worker (epoll_ctl(2),
/// EPOLLEXCLUSIVE); and a thread that looks at a set and then sleeps, be it by another set around it, may be the last to have
/// had a socket in hand that a core closes meanwhile: that is released when the thread comes back from the kernel, and until
/// then the client waits for its end.
struct Courier: ~Copyable {
    private let service: Service
    private let bell: CourierBell
    private var events = WorkerPollSet.Events(room: 64)
    /// Looks in a row at which nobody could have to wait.
    private var idleLooks = 0
    private var nap = Self.shortest

    /// Milliseconds for which a request is quick.
    private static let shortest: Int64 = 5
    /// Milliseconds between looks while every core is busy and nobody speaks.
    private static let longest: Int64 = 20
    /// Looks at which nobody could have to wait, after which only the bell wakes it.
    private static let mostIdleLooks = 20
    private static let day: Int64 = 86_400_000

    init(_ service: Service, _ bell: CourierBell) {
        self.service = service
        self.bell = bell
    }

    /// Does its work as long as the process lives.
    mutating func run() {
        while true {
            sleepUntilRung()
            idleLooks = 0
            while idleLooks < Self.mostIdleLooks {
                sleepThread(milliseconds: nap)
                look(at: .now)
            }
        }
    }

    /// The first wait is a short one, for a bell that was looked at just before it was wanted.
    private func sleepUntilRung() {
        bell.want(true)
        var isRung = waitUntilReady(bell.descriptor, toWrite: false, milliseconds: 100) || isNeeded(at: .now)
        while !isRung { isRung = waitUntilReady(bell.descriptor, toWrite: false, milliseconds: Self.day) }
        bell.want(false)
    }

    /// Nobody but another worker could see to a connection that speaks now.
    private func isNeeded(at now: Instant) -> Bool {
        service.table.parked > 0 && service.counters.areBusy(since: now)
    }

    private mutating func look(at now: Instant) {
        idleLooks = isNeeded(at: now) ? 0 : idleLooks + 1
        let isLong = service.counters.areBusy(since: now + .milliseconds(-Self.shortest))
        nap = isLong && service.handOver({ passOn() }) == 0 ? min(nap * 2, Self.longest) : Self.shortest
    }

    /// Passes on whoever spoke; how many.
    private mutating func passOn() -> Int {
        do {
            try service.poll.wait(&events, milliseconds: 0)
        } catch {
            preconditionFailure("\(error)")
        }
        return events.indices.count { index in
            guard case .connection(let slot, let generation) = PollToken(rawValue: events.token(at: index)),
                let connection = service.table.claim(slot: slot, generation: generation)
            else { return false }
            return service.passOn(connection)
        }
    }
}
