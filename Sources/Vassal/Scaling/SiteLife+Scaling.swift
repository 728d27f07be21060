import Kernel
import Protocol

/// More and fewer workers, none at all, and the way back.
extension SiteLife {
    /// What was found out about the workers of the generation that serves.
    struct Findings: Equatable {
        /// Those that have a request in hand, by serial.
        var busy: Set<Int>
        /// Connections that wait to be accepted.
        var waiting = 0
        /// What all of them have answered.
        var requests: UInt64 = 0
    }

    /// The site serves without workers: the next connection brings them back.
    var isAsleep: Bool { current.map { $0.seats.isEmpty } ?? false }

    /// The seats of a candidate, once its app is loaded. Of a site that sleeps one worker shows that the app works.
    func seats(of candidate: Generation) -> Set<Int> {
        Set(1...max(1, candidate.run.plan.scaling.start(from: scaling.wanted)))
    }

    /// A candidate has become the current generation: it has as many workers as its predecessor by now.
    mutating func settle(_ generation: Generation, at now: Instant) -> [Action] {
        scaling.begin(at: now)
        let count = generation.run.plan.scaling.start(from: scaling.wanted)
        if count == 0 { return fallAsleep("cheap", at: now) }
        let missing = max(0, count - generation.seats.count)
        scaling.want(generation.seats.count + missing)
        return [.awaitNobody] + addSeats(missing, at: now) + lookLater(at: now)
    }

    // MARK: - Looking

    /// Has the workers looked at after a while, where that decides anything.
    func lookLater(at now: Instant) -> [Action] {
        guard let current, !isAsleep, pausedBy == nil, let interval = current.run.plan.scaling.lookInterval else {
            return [.cancel(.look)]
        }
        return [.schedule(.look, at: now + interval)]
    }

    func lookIsDue() -> [Action] {
        guard let current, !isAsleep, pausedBy == nil else { return [] }
        return [.measure(generation: current.number)]
    }

    mutating func measured(_ number: Int, _ found: Findings, at now: Instant) -> [Action] {
        guard let current, current.number == number, !isAsleep, pausedBy == nil else { return [] }
        let load = Scaling.Load(
            workers: current.seated.count, busy: current.seated.count { found.busy.contains($0.serial) },
            waiting: found.waiting, requests: found.requests)
        switch scaling.judge(load, by: current.run.plan.scaling, at: now) {
        case .stay: return lookLater(at: now)
        case .more(let count):
            return enlarge(by: count, "the workers are busy", at: now) + lookLater(at: now)
        case .fewer: return removeSeat(at: now) { !found.busy.contains($0) } + lookLater(at: now)
        case .sleep(let idle): return sleep(after: idle, at: now)
        }
    }

    // MARK: - More and fewer

    /// An administrator wants one more, or (-1) one less.
    mutating func resize(by change: Int, _ found: Findings, at now: Instant) -> [Action] {
        guard let current, !stopping else { return refuseToResize(change, "nothing serves") }
        let rules = current.run.plan.scaling
        if rules.isFixed { return refuseToResize(change, "the number of workers is fixed: write cheaper = N") }
        if isAsleep { return refuseToResize(change, "the site is cheap, and the next connection starts workers") }
        if change > 0 {
            if current.seats.count >= rules.most {
                return refuseToResize(change, "as many run as processes allows, \(workers(rules.most))")
            }
            return enlarge(by: change, "master-fifo", at: now)
        }
        if current.seats.count <= rules.fewest {
            return refuseToResize(change, "as few run as cheaper allows, \(workers(rules.fewest))")
        }
        let idle = removeSeat(at: now) { !found.busy.contains($0) }
        return idle.isEmpty ? removeSeat(at: now) { _ in true } : idle
    }

    private func refuseToResize(_ change: Int, _ why: String) -> [Action] {
        [.log("master-fifo: \(change > 0 ? "+" : "-") does nothing: \(why)")]
    }

    private mutating func enlarge(by count: Int, _ why: String, at now: Instant) -> [Action] {
        guard let current else { return [] }
        let total = current.seats.count + count
        scaling.want(total)
        return [.log("\(workers(count)) more, \(total) in all: \(why)")] + addSeats(count, at: now)
    }

    /// Takes the lowest seats that are free, and has workers forked for them.
    private mutating func addSeats(_ count: Int, at now: Instant) -> [Action] {
        guard let current, count > 0 else { return [] }
        let free = (1...current.run.plan.processes).filter { !current.seats.contains($0) }.prefix(count)
        update(current.number) { $0.seats.formUnion(free) }
        // Without a zygote it is up to the generation that takes its place.
        return current.zygote == nil ? [] : forkInTurns(Array(free), of: current.number, at: now)
    }

    /// The zygote's channel holds some hundreds of orders.
    private mutating func forkInTurns(_ ids: [Int], of number: Int, at now: Instant) -> [Action] {
        let later = ids.dropFirst(Self.mostForksAtOnce).enumerated().flatMap { index, id in
            again(id, of: number, after: .seconds(1 + index / Self.mostForksAtOnce), at: now)
        }
        return fork(Array(ids.prefix(Self.mostForksAtOnce)), of: number, at: now) + later
    }

    /// The oldest worker that may go drains, and nobody takes its seat.
    private mutating func removeSeat(at now: Instant, where mayGo: (Int) -> Bool) -> [Action] {
        guard let current else { return [] }
        let able = current.seated.filter { $0.state == .serving && !$0.isOverdue && mayGo($0.serial) }
        guard let oldest = able.min(by: { ($0.servesSince ?? now, $0.serial) < ($1.servesSince ?? now, $1.serial) })
        else { return [] }
        update(current.number) { $0.seats.remove(oldest.seat.worker) }
        scaling.want(current.seats.count - 1)
        return [.log("\(oldest.title) is not needed: \(workers(current.seats.count - 1)) stay")]
            + drain(oldest, at: now)
    }

    // MARK: - Sleep

    /// An administrator wants no workers until somebody connects.
    mutating func goCheap(at now: Instant) -> [Action] {
        guard current != nil, !stopping else { return [.log("master-fifo: C does nothing: nothing serves")] }
        if isAsleep { return [.log("master-fifo: C does nothing: the site is cheap already")] }
        return fallAsleep("master-fifo", at: now)
    }

    private mutating func sleep(after idle: Duration, at now: Instant) -> [Action] {
        let why = "no request for \(Int(idle.inSeconds)) s"
        guard current?.run.plan.scaling.diesOnIdle == true, !hasEmperor else {
            return fallAsleep("idle: \(why)", at: now)
        }
        return [.log("\(why): the site ends (die-on-idle)")] + stop(at: now)
    }

    private mutating func fallAsleep(_ why: String, at now: Instant) -> [Action] {
        guard let current else { return [] }
        scaling.want(0)
        update(current.number) { $0.seats = [] }
        let drained = current.workers.flatMap { drain($0, at: now) }
        return [.log("\(why): no worker runs until somebody connects"), .cancel(.look)] + drained + awaitClients()
    }

    /// Has the master look out for the client that wakes the site.
    func awaitClients() -> [Action] {
        guard let current, isAsleep, pausedBy == nil, !stopping else { return [.awaitNobody] }
        return [.awaitClient(generation: current.number)]
    }

    /// Somebody waits to be served.
    mutating func clientCame(_ number: Int, at now: Instant) -> [Action] {
        guard let current, current.number == number, isAsleep, pausedBy == nil else { return [] }
        let count = current.run.plan.scaling.fewest
        scaling.want(count)
        scaling.begin(at: now)
        return [.awaitNobody, .log("somebody connects: \(workers(count)) started")] + addSeats(count, at: now)
            + lookLater(at: now)
    }

    private func workers(_ count: Int) -> String { count == 1 ? "1 worker" : "\(count) workers" }
}
