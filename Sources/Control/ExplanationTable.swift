import Protocol

/// What `explain` shows: a row for each setting, and below them what does not count and why.
func explanationLines(_ explanation: Explanation, paint: Paint) -> [String] {
    let settings = explanation.settings ?? []
    let inForce = settings.filter(\.inForce)
    let rest = settings.filter { !$0.inForce }
    var lines = [title(explanation)]
    lines += table(inForce, explanation.file, paint, heading: nil)
    if !rest.isEmpty { lines += table(rest, explanation.file, paint, heading: "without an effect of its own") }
    return lines
}

private func title(_ explanation: Explanation) -> String {
    let name = explanation.site == explanation.file ? "" : "\(explanation.site.printable): "
    return name + explanation.file.printable + (explanation.isRunning ? ", as it runs" : ", as a start would read it")
}

private func table(_ settings: [ExplainedSetting], _ file: String, _ paint: Paint, heading: String?) -> [String] {
    let rows = settings.map { [$0.option.printable, $0.value.shortened, place(of: $0, in: file).printable] }
    let table = TextTable(columns, for: rows)
    let lines = zip(settings, rows).map { setting, row in
        let line = table.line(row) { $0 == placeColumn || setting.isBuiltIn ? paint($1, .quiet) : $1 }
        return "  " + (setting.note.isEmpty ? line.trimmedAtEnd : "\(line)  (\(setting.note.printable))")
    }
    return (heading.map { [paint($0, .quiet)] } ?? []) + lines
}

/// The site's own file goes without saying.
private func place(of setting: ExplainedSetting, in file: String) -> String {
    guard setting.file == file, let line = setting.line else { return setting.origin }
    return "line \(line)"
}

private let columns = [TextTable.Column(title: ""), .init(title: ""), .init(title: "")]
private let placeColumn = 2

extension String {
    /// One line of a width that leaves room beside it.
    fileprivate var shortened: String {
        let text = printable
        return text.count > 48 ? text.prefix(47) + "…" : text
    }

    fileprivate var trimmedAtEnd: String {
        var text = self
        while text.last == " " { text.removeLast() }
        return text
    }
}
