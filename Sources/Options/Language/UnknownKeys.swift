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
            let near = seen.count <= LanguageLimits.suggestions ? OptionTable.nearest(to: entry.key) : nil
            problems.append(unknown(entry, isError: isError, suggestion: near))
        }
    }

    /// Variables and the emperor's defaults are not written for this configuration alone.
    private func isOwn(_ origin: Origin) -> Bool {
        switch origin {
        case .file, .argument: true
        case .environment, .emperor: false
        }
    }

    /// What to say of a key that no row has.
    func unknown(_ entry: Entry, isError: Bool, suggestion: String?) -> Problem {
        let text = "there is no option \(entry.key)"
        let unused = suggestion == nil && !isError ? ", and no placeholder uses it" : ""
        return Problem(
            isError ? .error : .warning, at: entry.origin, on: .key, text + (isError ? ", and strict is on" : unused),
            uwsgi: isError ? nil : "ignores it in silence", suggestion: suggestion)
    }
}
