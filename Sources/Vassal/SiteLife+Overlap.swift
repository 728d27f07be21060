import Kernel

/// `reload-overlap`: whether the next generation starts beside the one that serves, or after it.
extension SiteLife {
    /// Whether no other generation has a process any more.
    var isAlone: Bool { generations.isEmpty && departing.isEmpty }

    /// What serves ends before the next one starts; connections wait in the backlog.
    mutating func makeWay(at now: Instant) -> [Action] {
        guard let current else { return [] }
        reason = "generation \(current.number) ends before the next one starts (reload-overlap = false)"
        return [.awaitNobody, .log("\(reason): should that one fail, the site is down")]
            + drain(current.number, at: now)
    }

    mutating func gone(_ number: Int, at now: Instant) -> [Action] {
        departing.remove(number)
        return takeFromQueue(at: now)
    }

    mutating func sawConflict(_ number: Int) -> [Action] {
        update(number) { $0.sawConflict = true }
        return []
    }

    /// What to do about a candidate that may want what another generation has.
    func conflictHint(_ candidate: Generation) -> String {
        guard candidate.sawConflict, candidate.run.plan.overlaps, generations.count > 1 else { return "" }
        return "; if it takes a port or a lock that the running generation has, write reload-overlap = false"
    }
}
