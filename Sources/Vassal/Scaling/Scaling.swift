import Kernel
import Options

/// How many workers a site wants, by what is found at each look at those that it has. The algorithms are uWSGI's
/// (core/master_utils.c: spare, backlog; core/master_checks.c: idle).
struct Scaling: Equatable {
    /// What a look found.
    struct Load: Equatable {
        /// Workers that serve or will in a moment, but for those that are on their way out.
        var workers: Int
        /// Those of them that have a request in hand.
        var busy: Int
        /// Connections that wait to be accepted.
        var waiting = 0
        /// What the workers have answered, together. Only whether it changes counts.
        var requests: UInt64 = 0
    }

    /// What to do about it.
    enum Advice: Equatable {
        case stay
        case more(Int)
        /// One that is idle may go.
        case fewer
        /// Nobody came for so long.
        case sleep(idle: Duration)
    }

    /// How many the site has now; nil before its first generation served, 0: none until somebody connects.
    private(set) var wanted: Int?
    /// Looks that found every worker busy, less those that did not.
    private var overload = 0
    /// Looks in quiet times.
    private var quiet = 0
    private var lastRequest = Instant(nanoseconds: 0)
    private var requests: UInt64 = 0

    /// The site has so many from now on.
    mutating func want(_ count: Int) {
        wanted = count
    }

    /// Begins to look, with nothing held against anybody.
    mutating func begin(at now: Instant) {
        overload = 0
        quiet = 0
        lastRequest = now
    }

    mutating func judge(_ load: Load, by rules: ScalingRules, at now: Instant) -> Advice {
        if let idle = idleTime(load, at: now), let most = rules.idle, idle >= most { return .sleep(idle: idle) }
        if rules.isFixed || load.workers == 0 { return .stay }
        return switch rules.algorithm {
        case .spare: judgeSpare(load, rules)
        case .backlog: judgeBacklog(load, rules)
        case .manual, .other: .stay
        }
    }

    /// Since when nobody has asked for anything; nil: somebody does.
    private mutating func idleTime(_ load: Load, at now: Instant) -> Duration? {
        if load.busy == 0 && load.waiting == 0 && load.requests == requests { return now - lastRequest }
        requests = load.requests
        lastRequest = now
        return nil
    }

    private mutating func judgeSpare(_ load: Load, _ rules: ScalingRules) -> Advice {
        if load.busy >= load.workers {
            overload += 1
            quiet = 0
        } else if overload > 0 {
            overload -= 1
        }
        if overload > rules.overload {
            overload = 0
            return more(rules)
        }
        // One that is free is what is wanted.
        if overload > 0 || load.workers - load.busy == 1 { return .stay }
        quiet += 1
        return load.workers > rules.fewest && quiet % max(1, rules.overload) == 0 ? .fewer : .stay
    }

    private func judgeBacklog(_ load: Load, _ rules: ScalingRules) -> Advice {
        if load.waiting > rules.overload { return more(rules) }
        return load.waiting < rules.overload && load.workers > rules.fewest ? .fewer : .stay
    }

    private func more(_ rules: ScalingRules) -> Advice {
        let count = min(rules.step, rules.most - (wanted ?? rules.most))
        return count > 0 ? .more(count) : .stay
    }
}
