import Kernel

/// Whose turn it is: of many sites that start for the first time only some do so at once, because imports take all the
/// processor there is, and one that starts alone is up sooner than one that starts among fifty. Who served before has
/// clients waiting, and does not line up.
struct Turns {
    /// So many first starts at a time.
    let width: Int
    /// Sites that come before all others, in this order.
    var priority: [String] = []

    /// A start that takes longer keeps nobody else waiting.
    static let patience = Duration.seconds(10)

    /// The sites that may start now, and when to ask again though nothing happened. Those that somebody asked for come
    /// first, then those with priority, then those that wait longest.
    func next(of sites: [Site], at now: Instant) -> (turns: [String], again: Instant?) {
        let ranks = Dictionary(zip(priority, 0...)) { first, _ in first }
        let lined = sites.compactMap { site in
            site.linedUp.map { (site.name, site.asks.isEmpty ? 1 : 0, ranks[site.name] ?? priority.count, $0) }
        }.sorted { ($0.1, $0.2, $0.3, $0.0) < ($1.1, $1.2, $1.3, $1.0) }
        let ends = sites.compactMap(\.startingSince).map { $0 + Self.patience }.filter { $0 > now }
        let free = max(width - ends.count, 0)
        return (lined.prefix(free).map(\.0), lined.count > free ? ends.min() ?? now + Self.patience : nil)
    }
}
