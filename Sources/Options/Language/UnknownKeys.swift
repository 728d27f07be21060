/// Keys that no row has.
extension Evaluator {
    /// Says what each unknown key may have meant. One that a placeholder uses is a variable of the configuration.
    mutating func judgeKeys() {
        var seen: Set<Bytes> = []
        for (index, item) in items.enumerated() where !item.entry.known {
            let entry = item.entry
            let isError = (strict && !item.settled) || metInStrict.contains(index)
            let isVariable = usedNames.contains(entry.keyBytes) || !isOwn(entry.origin)
            guard isError || !isVariable, seen.insert(entry.keyBytes).inserted else { continue }
            let text = unknown(entry, suggest: seen.count <= LanguageLimits.suggestions)
            problems.append(Problem(isError ? .error : .warning, at: entry.origin, text + (isError ? " (strict)" : "")))
        }
    }

    /// Variables and the emperor's defaults are not written for this configuration alone.
    private func isOwn(_ origin: Origin) -> Bool {
        switch origin {
        case .file, .argument: true
        case .environment, .emperor: false
        }
    }

    private func unknown(_ entry: Entry, suggest: Bool) -> String {
        let near = suggest ? OptionTable.nearest(to: entry.key) : nil
        return
            "there is no option \(entry.key)\(near.map { "; did you mean \($0)?" } ?? ", and no placeholder uses it")"
    }
}
