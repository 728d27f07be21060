/// The reference page of all options, in Markdown.
public enum OptionsPage {
    /// The page, as `docs/OPTIONS.md` has it.
    public static var text: String {
        let themes = OptionTable.themes
        let contents = themes.map { "- [\($0.title)](#\(anchor(of: $0.title)))" }
        return ([introduction(themes.flatMap(\.rows))] + contents + themes.flatMap(section)).joined(separator: "\n")
            + "\n"
    }

    private static func introduction(_ rows: [OptionRow]) -> String {
        let counts = Dictionary(grouping: rows, by: \.status.word).mapValues(\.count)
        let figures = ["works", "accepted", "not built yet", "refused"].map { "\($0) \(counts[$0, default: 0])" }
        return """
            # Options

            Every option of uWSGI 2.0.31 that is known here, and our own. Made from the option table by `make docs`.

            An option **works**; or is **accepted**: harmless here, with the reason; or **refused**: with what to use
            instead, and *stops* where a site does not start with it; or **not built yet**: with what happens meanwhile.
            Of \(rows.count) options: \(figures.joined(separator: ", ")).

            How values are written: a *flag* is on unless its value is `false`, `off`, `no` or `0`; *bytes* take `64k`,
            `1m`, `2g`; *megabytes* are bare numbers of them, or take the same units; *seconds* take `30s`, `5m`, `2h`,
            `1d`. A row marked with + may be given several times, and each counts.

            """
    }

    private static func section(_ theme: OptionTheme) -> [String] {
        ["", "## \(theme.title)", "", "| option | value | default | | what it does |", "|---|---|---|---|---|"]
            + theme.rows.map(line)
    }

    private static func line(_ row: OptionRow) -> String {
        let names = row.names.map { "`\($0)`" }.joined(separator: ", ") + (row.letter.map { ", `-\($0)`" } ?? "")
        let cells = [
            names, row.value.kind.rawValue + (row.repeats ? " +" : ""), row.defaultText ?? "", row.status.text,
            row.help,
        ]
        return "| " + cells.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |"
    }

    /// As GitHub makes it of a heading.
    private static func anchor(of title: String) -> String {
        String(
            title.lowercased().filter { $0.isLetter || $0.isNumber || $0 == " " || $0 == "-" }.map {
                $0 == " " ? "-" : $0
            })
    }
}

extension OptionRow.Status {
    /// One word, or three.
    public var word: String {
        switch self {
        case .works: "works"
        case .accepted: "accepted"
        case .refused: "refused"
        case .notBuiltYet: "not built yet"
        }
    }

    /// What is to be said about it; nil where it works.
    public var reason: String? {
        switch self {
        case .works: nil
        case .accepted(let reason), .notBuiltYet(let reason), .refused(let reason, _): reason
        }
    }

    fileprivate var text: String {
        switch self {
        case .works: "works"
        case .accepted(let because): "accepted: \(because)"
        case .refused(let instead, let stops): (stops ? "refused, stops: " : "refused: ") + instead
        case .notBuiltYet(let meanwhile): "not built yet: \(meanwhile)"
        }
    }
}
