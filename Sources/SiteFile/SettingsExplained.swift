import Options
import Protocol

/// Every setting of a configuration with its origin, in the order of the option table: what counts first, then what was
/// written and does not count.
public func explain(_ evaluation: Evaluation) -> [ExplainedSetting] {
    var given: [String: [Entry]] = [:]
    for entry in evaluation.effective {
        if let row = OptionTable.row(named: entry.key) { given[row.name, default: []].append(entry) }
    }
    let placeholders = evaluation.entries.filter { !$0.known }.map { entry in
        explained(entry, as: entry.key, note: "no option; it can be used as %(\(entry.key))")
    }
    let options = OptionTable.rows.flatMap { row in explained(row, given[row.name] ?? []) }
    return options.filter(\.inForce) + options.filter { !$0.inForce } + placeholders
}

private func explained(_ row: OptionRow, _ entries: [Entry]) -> [ExplainedSetting] {
    if row.value.kind == .logic { return [] }
    guard let last = entries.last else { return builtIn(row) }
    let values = row.repeats ? entries : [last]
    return values.map { entry in
        switch row.status {
        case .works:
            let over = row.repeats ? nil : entries.dropLast().last
            let value = TypedReading(entry, row).text
            return explained(
                entry, as: row.name, value: value,
                note: value == nil ? "cannot be understood" : over.map { "overrides \($0.value) of \($0.origin)" } ?? ""
            )
        case .accepted(let because): return explained(entry, as: row.name, note: "accepted: \(because)")
        case .notBuiltYet(let meanwhile): return explained(entry, as: row.name, note: "not built yet: \(meanwhile)")
        case .refused(let instead, _): return explained(entry, as: row.name, note: "not supported: \(instead)")
        }
    }
}

private func builtIn(_ row: OptionRow) -> [ExplainedSetting] {
    guard case .works = row.status, row.scope != .emperor, let text = row.defaultText else { return [] }
    return [ExplainedSetting(option: row.name, value: text, origin: ExplainedSetting.builtIn, inForce: true)]
}

private func explained(
    _ entry: Entry, as option: String, value: String? = nil, note: String
) -> ExplainedSetting {
    ExplainedSetting(
        option: option, value: value ?? entry.value, origin: entry.origin.description, file: entry.origin.file,
        line: entry.origin.line, inForce: value != nil, note: note)
}
