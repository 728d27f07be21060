import Options

/// How many workers a plan allows, and what decides between the bounds.
struct ScalingRules: Equatable {
    /// Workers of a site that is fully awake.
    let most: Int
    /// The fewest of one that is awake.
    let fewest: Int
    /// How many a start begins with.
    let initial: Int
    let step: Int
    let overload: Int
    let algorithm: ScalingSettings.Algorithm
    /// It starts without workers.
    let startsCheap: Bool
    /// Without requests for so long nobody has to be there; nil: somebody always is.
    let idle: Duration?
    /// An idle site ends. Under an emperor, which would start it again, its workers do.
    let diesOnIdle: Bool
    private let interval: Duration

    init(_ settings: Settings) {
        let scaling = settings.scaling
        most = max(1, settings.workers.count)
        fewest = scaling.fewest > 0 ? min(scaling.fewest, most) : most
        initial = min(max(scaling.initial ?? fewest, fewest), most)
        step = scaling.step
        overload = scaling.overload
        algorithm = scaling.algorithm
        startsCheap = scaling.startsCheap
        idle = scaling.idle.map { .seconds($0) }
        diesOnIdle = scaling.diesOnIdle
        interval = .seconds(scaling.interval)
    }

    /// Whether always the same number runs, when any does.
    var isFixed: Bool { fewest == most }
    /// Whether the site may be without workers.
    var maySleep: Bool { startsCheap || idle != nil }

    /// Whether it matters how many connections wait.
    var needsQueue: Bool { !isFixed && algorithm == .backlog }

    /// The time between two looks at the workers; nil: nobody has to look. An idle site is found out within a tenth of its
    /// time, so that many of them do not keep the machine awake.
    var lookInterval: Duration? {
        if !isFixed && algorithm != .manual { return interval }
        return idle.map { min(max($0 / 10, .seconds(1)), .seconds(30)) }
    }

    /// How many workers a new generation has, where the site has so many now; nil: it has not decided yet. 0: none.
    func start(from now: Int?) -> Int {
        switch now {
        case nil: startsCheap ? 0 : initial
        case 0: maySleep ? 0 : initial
        case let count?: min(max(count, initial), most)
        }
    }
}
