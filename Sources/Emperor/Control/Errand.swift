import Protocol

/// A verb on its way through several sites: a few at a time, and no further after too many failures.
struct Errand {
    let id: Int
    let verb: Ask.Verb
    private var waiting: [String]
    private var running: Set<String> = []
    private var failures = 0
    private let width: Int
    private let patience: Int
    /// The highest code so far.
    private(set) var worst = ExitCode.done

    /// Reloads and restarts of many sites run that many at a time.
    static let reloadsAtOnce = 2
    /// After that many generations that failed the rest is left as it is. Sites that could not even try do not count.
    static let mostFailures = 3

    init(id: Int, verb: Ask.Verb, sites: [String], keepGoing: Bool) {
        self.id = id
        self.verb = verb
        waiting = sites
        patience = keepGoing ? .max : Self.mostFailures
        switch verb {
        case .reload, .restart: width = Self.reloadsAtOnce
        case .start, .stop: width = .max
        }
    }

    /// Whether nothing is left to do or to hear.
    var isOver: Bool { waiting.isEmpty && running.isEmpty }

    /// The sites to ask now.
    mutating func begin() -> [String] {
        let count = min(width - running.count, waiting.count)
        let next = Array(waiting.prefix(max(count, 0)))
        waiting.removeFirst(next.count)
        running.formUnion(next)
        return next
    }

    /// One site answered. Returns what is to be said of sites that are left out because too many failed.
    mutating func finish(_ outcome: SiteOutcome) -> [SiteOutcome] {
        running.remove(outcome.site)
        worst = max(worst, outcome.code)
        if outcome.code != .done, outcome.verdict != nil { failures += 1 }
        guard failures >= patience, !waiting.isEmpty else { return [] }
        defer { waiting = [] }
        return waiting.map {
            SiteOutcome(site: $0, code: .failed, text: "left as it is: \(failures) sites failed before it")
        }
    }
}
