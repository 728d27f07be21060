/// How many of the workers run (`cheaper`, `cheap`, `idle`); uWSGI's core/master_utils.c and core/init.c.
public struct ScalingSettings: Hashable, Sendable {
    /// The fewest workers of a site that is awake; 0: their number is fixed.
    public var fewest = 0
    /// How many a start begins with; nil: the fewest.
    public var initial: Int?
    /// How many are added at a time.
    public var step = 1
    /// What is too much: looks in a row that found every worker busy, or, by the backlog, connections that wait.
    public var overload = 3
    /// How the number is chosen.
    public var algorithm = Algorithm.spare
    /// How often the load is judged, seconds.
    public var interval = 1
    /// Started without workers, until somebody connects.
    public var startsCheap = false
    /// Without requests for so long the workers end, until somebody connects; seconds, nil: they stay.
    public var idle: Int?
    /// The site ends instead.
    public var diesOnIdle = false

    /// What decides how many workers there are.
    public enum Algorithm: Hashable, Sendable {
        /// One more than are busy.
        case spare
        /// By the connections that wait.
        case backlog
        /// The administrator, by the letters of `master-fifo`.
        case manual
        /// None that there is here.
        case other(String)

        static let known = ["spare", "backlog", "manual"]

        init(_ name: String) {
            switch name {
            case "spare": self = .spare
            case "backlog": self = .backlog
            case "manual": self = .manual
            default: self = .other(name)
            }
        }
    }
}

extension Settings {
    /// Makes what was read fit together; what does not is told.
    mutating func settleScaling(_ evaluation: Evaluation) -> [Problem] {
        var problems: [Problem] = []
        if scaling.fewest > 0 && scaling.fewest >= workers.count {
            problems.error(
                at: evaluation.origin(of: "cheaper"),
                "cheaper = \(scaling.fewest) has to be lower than processes = \(workers.count)",
                uwsgi: "does not start")
        }
        settleInitial(evaluation, &problems)
        settleAlgorithm(evaluation, &problems)
        tellIdleOptions(evaluation, &problems)
        return problems
    }

    private mutating func settleInitial(_ evaluation: Evaluation, _ problems: inout [Problem]) {
        guard let initial = scaling.initial, scaling.fewest > 0, scaling.fewest < workers.count else { return }
        let fitting = min(max(initial, scaling.fewest), workers.count)
        if fitting == initial { return }
        scaling.initial = fitting
        problems.warning(
            at: evaluation.origin(of: "cheaper-initial"),
            "cheaper-initial = \(initial) is not between cheaper = \(scaling.fewest) and processes = \(workers.count): "
                + "\(fitting) is used", uwsgi: ValueReader.readsTheSame)
    }

    private mutating func settleAlgorithm(_ evaluation: Evaluation, _ problems: inout [Problem]) {
        guard case .other(let name) = scaling.algorithm else { return }
        scaling.algorithm = .spare
        let origin = evaluation.origin(of: "cheaper-algo")
        if name == "busyness" {
            return problems.warning(at: origin, "cheaper-algo = busyness is not built yet: spare is used")
        }
        problems.append(
            Problem(
                .warning, at: origin, "there is no cheaper-algo \(name): spare is used",
                uwsgi: ValueReader.readsTheSame,
                suggestion: EditDistance(among: ScalingSettings.Algorithm.known).nearest(to: name)))
    }

    /// What was written and cannot have an effect.
    private func tellIdleOptions(_ evaluation: Evaluation, _ problems: inout [Problem]) {
        let dependent = ["cheaper-initial", "cheaper-step", "cheaper-overload", "cheaper-algo"]
        for key in dependent where scaling.fewest == 0 {
            guard let origin = evaluation.origin(of: key) else { continue }
            problems.warning(
                at: origin, "\(key) does nothing without cheaper: all processes run",
                uwsgi: ValueReader.readsTheSame)
        }
        if scaling.diesOnIdle && scaling.idle == nil {
            problems.warning(
                at: evaluation.origin(of: "die-on-idle"), "die-on-idle does nothing without idle",
                uwsgi: ValueReader.readsTheSame)
        }
    }
}
