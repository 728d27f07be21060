import Kernel
import Options

/// The daemons of a site: which are wanted, which are on their way out. Those that are not wanted any more end before new
/// ones start, because a new one may be an old one with another option. A pure machine.
struct DaemonRoster {
    /// Something to be done for the daemon of that key.
    typealias Order = (key: String, action: DaemonLife.Action)

    private(set) var lives: [String: DaemonLife] = [:]
    /// In the order of the file.
    private var plans: [DaemonPlan] = []
    private var wanted: [String] { plans.map(\.key) }
    private var isStopping = false

    /// Whether nothing of any daemon is left.
    var isEmpty: Bool { lives.isEmpty }

    /// Those that there are, wanted ones first and in their order.
    var inOrder: [DaemonLife] {
        wanted.compactMap { lives[$0] }
            + lives.keys.filter { !wanted.contains($0) }.sorted().compactMap { lives[$0] }
    }

    /// One that an earlier master started.
    mutating func adopt(_ plan: DaemonPlan, _ process: ProcessIdentity, restarts: Int) {
        lives[plan.key] = DaemonLife(plan, adopting: process, restarts: restarts)
    }

    /// These are the daemons from now on.
    mutating func want(_ plans: [DaemonPlan], at now: Instant) -> [Order] {
        if isStopping { return [] }
        self.plans = plans
        var orders: [Order] = []
        for key in lives.keys.sorted() where !wanted.contains(key) { orders += handle(.stop, of: key, at: now) }
        for plan in plans {
            if lives[plan.key] == nil { lives[plan.key] = DaemonLife(plan) }
            lives[plan.key]?.want(plan)
        }
        return orders + beginAll(at: now)
    }

    /// Something happened to one of them.
    mutating func handle(_ event: DaemonLife.Event, of key: String, at now: Instant) -> [Order] {
        guard var life = lives[key] else { return [] }
        let actions = life.handle(event, at: now)
        lives[key] = life.state == .over ? successor(of: key) : life
        let orders = actions.map { (key: key, action: $0) }
        return life.state == .over ? orders + beginAll(at: now) : orders
    }

    /// Who was on the way out when it came to be wanted again begins anew.
    private func successor(of key: String) -> DaemonLife? {
        guard !isStopping, let plan = plans.first(where: { $0.key == key }), !plan.settings.isControl else {
            return nil
        }
        return DaemonLife(plan)
    }

    /// Something happens to all of them.
    mutating func handleAll(_ event: DaemonLife.Event, at now: Instant) -> [Order] {
        if event == .stop || event == .kill { isStopping = true }
        return lives.keys.sorted().flatMap { handle(event, of: $0, at: now) }
    }

    /// Those that have not begun do, unless somebody has to go first.
    private mutating func beginAll(at now: Instant) -> [Order] {
        guard !isStopping, lives.keys.allSatisfy(wanted.contains) else { return [] }
        return wanted.flatMap { handle(.begin, of: $0, at: now) }
    }
}
