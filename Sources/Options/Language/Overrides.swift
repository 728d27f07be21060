/// What `inherit` overrides. uWSGI lets it take effect last, which few expect.
extension Evaluator {
    /// Warns of each option that has another value since `inherit` added the items from `first` on.
    mutating func warnOfOverrides(from first: Int, by inherit: Entry) {
        let first = min(first, items.count)
        for index in overridable.count..<max(first, overridable.count) { remember(index) }
        for index in first..<items.count { warnOfOverride(items[index].entry, by: inherit) }
    }

    private mutating func remember(_ index: Int) {
        overridable.count = index + 1
        let entry = items[index].entry
        if let row = OptionTable.row(named: entry.key) { overridable.options[row.name] = entry }
    }

    private mutating func warnOfOverride(_ entry: Entry, by inherit: Entry) {
        guard let row = OptionTable.row(named: entry.key), !row.repeats, row.value.kind != .logic,
            let overridden = overridable.options.removeValue(forKey: row.name),
            overridden.valueBytes != entry.valueBytes
        else { return }
        problems.warning(
            at: overridden.origin,
            "\(overridden.key) = \(overridden.value) is overridden by \(entry.value) of \(entry.origin), since "
                + "inherit = \(inherit.value) takes effect last; use include before it for defaults",
            uwsgi: "does so too")
    }
}

/// The last entry of each option among the first items. Each `inherit` adds to it what has come since the one before.
struct Overridable {
    var count = 0
    var options: [String: Entry] = [:]
}
