import Kernel

/// Whose turn it is: of many sites that start for the first time only some do so at once, because imports take all the
/// processor there is, and one that starts alone is up sooner than one that starts among fifty. Who served before has
/// clients waiting, and does not line up.
struct Turns {
    /// So many first starts at a time.
    let width: Int

    /// A start that takes longer keeps nobody else waiting.
    static let patience = Duration.seconds(10)

    /// The sites that may start now, and when to ask again though nothing happened. Those that somebody asked for come
    /// first, then those that wait longest.
    func next(of sites: [Site], at now: Instant) -> (turns: [String], again: Instant?) {
        let lined = sites.compactMap { site in site.linedUp.map { (site.name, site.asks.isEmpty ? 1 : 0, $0) } }
            .sorted { ($0.1, $0.2, $0.0) < ($1.1, $1.2, $1.0) }
        let ends = sites.compactMap(\.startingSince).map { $0 + Self.patience }.filter { $0 > now }
        let free = max(width - ends.count, 0)
        return (lined.prefix(free).map(\.0), lined.count > free ? ends.min() ?? now + Self.patience : nil)
    }
}
