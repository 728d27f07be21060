import Synchronization

/// All options, the only list of them: help, reference page, completion and every reading derive from it.
public enum OptionTable {
    /// Every option, by theme.
    public static var rows: [OptionRow] { table.rows }

    /// Every option below its theme's title, for reading.
    public static var themes: [OptionTheme] { table.themes }

    /// The row of a name, be it canonical or another spelling; nil when there is none.
    public static func row(named name: String) -> OptionRow? {
        let table = table
        return table.names[name].map { table.rows[$0] }
    }

    /// The row of a short letter; nil when there is none.
    public static func row(letter: Character) -> OptionRow? {
        let table = table
        return table.letters[letter].map { table.rows[$0] }
    }

    /// The option name that a misspelt one probably meant; nil when none is near.
    public static func nearest(to name: String) -> String? {
        table.spelling.nearest(to: name.lowercased().map { $0 == "_" ? "-" : String($0) }.joined())
    }

    /// Gives the table's memory up until it is asked again: half a megabyte, which matters in a process that reads a
    /// configuration once and then does little for days.
    public static func rest() {
        built.withLock { $0 = nil }
    }

    private static let built = Mutex<Built?>(nil)

    private static var table: Built {
        built.withLock { built in
            if let table = built { return table }
            let table = Built()
            built = table
            return table
        }
    }
}

/// The rows, and the ways to find one.
private struct Built: Sendable {
    let themes: [OptionTheme]
    let rows: [OptionRow]
    let names: [String: Int]
    let letters: [Character: Int]
    let spelling: EditDistance

    init() {
        themes = OptionTable.allThemes
        let rows = themes.flatMap(\.rows)
        self.rows = rows
        names = Dictionary(
            rows.enumerated().flatMap { position, row in row.names.map { ($0, position) } },
            uniquingKeysWith: { _, last in last })
        letters = Dictionary(
            rows.enumerated().compactMap { position, row in row.letter.map { ($0, position) } },
            uniquingKeysWith: { _, last in last })
        spelling = EditDistance(among: rows.flatMap(\.names))
    }
}
