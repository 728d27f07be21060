/// What `inherit` overrides, which uWSGI lets take effect last, and what the emperor's files override that stand after a
/// site's own. Few expect either.
extension Evaluator {
    /// Warns of each option that has another value since `source` added the items from `first` on.
    mutating func warnOfOverrides(from first: Int, by source: Entry) {
        let first = min(first, items.count)
        for index in overridable.count..<max(first, overridable.count) { remember(index) }
        for index in first..<items.count { warnOfOverride(items[index].entry, by: source) }
    }

    private mutating func remember(_ index: Int) {
        overridable.count = index + 1
        let entry = items[index].entry
        if let row = OptionTable.row(named: entry.key) { overridable.options[row.name] = entry }
    }

    private mutating func warnOfOverride(_ entry: Entry, by source: Entry) {
        guard let row = OptionTable.row(named: entry.key), !row.repeats, row.value.kind != .logic,
            let overridden = overridable.options.removeValue(forKey: row.name),
            overridden.valueBytes != entry.valueBytes, overridden.origin != .emperor
        else { return }
        problems.warning(
            at: overridden.origin,
            "\(overridden.key) = \(overridden.value) is overridden by \(entry.value) of \(entry.origin), since "
                + reason(source),
            uwsgi: "does so too")
    }

    private func reason(_ source: Entry) -> String {
        let given = "\(source.key) = \(source.value)"
        switch (source.key, source.origin) {
        case ("inherit", .emperor): return "vassals-\(given) takes effect last; use vassals-include-before for defaults"
        case ("inherit", _): return "\(given) takes effect last; use include before it for defaults"
        default: return "vassals-\(given) comes after the site's own; use vassals-include-before for defaults"
        }
    }
}

/// The last entry of each option among the first items. Each `inherit` adds to it what has come since the one before.
struct Overridable {
    var count = 0
    var options: [String: Entry] = [:]
}
