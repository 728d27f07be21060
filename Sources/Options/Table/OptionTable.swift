/// All options, the only list of them: help, reference page, completion and every reading derive from it.
public enum OptionTable {
    /// Every option, by theme.
    public static let rows: [OptionRow] =
        socketRows + httpRows + processRows + pythonRows + identityRows + limitRows + reloadRows + logRows + serveRows
        + besideRows + languageRows + emperorRows + ownRows + families.flatMap(\.rows)

    private static let families: [OptionFamily] =
        socketFamilies + httpFamilies + processFamilies + pythonFamilies + identityFamilies + limitFamilies
        + reloadFamilies
        + logFamilies + serveFamilies + besideFamilies + languageFamilies + emperorFamilies + foreignFamilies

    private static let index: [String: Int] = {
        var index: [String: Int] = [:]
        for (position, row) in rows.enumerated() {
            for name in row.names { index[name] = position }
        }
        return index
    }()

    private static let letters: [Character: Int] = {
        var letters: [Character: Int] = [:]
        for (position, row) in rows.enumerated() {
            if let letter = row.letter { letters[letter] = position }
        }
        return letters
    }()

    private static let spelling = EditDistance(among: rows.flatMap(\.names))

    /// The row of a name, be it canonical or another spelling; nil when there is none.
    public static func row(named name: String) -> OptionRow? {
        index[name].map { rows[$0] }
    }

    /// The row of a short letter; nil when there is none.
    public static func row(letter: Character) -> OptionRow? {
        letters[letter].map { rows[$0] }
    }

    /// The option name that a misspelt one probably meant; nil when none is near.
    public static func nearest(to name: String) -> String? {
        spelling.nearest(to: name.lowercased().map { $0 == "_" ? "-" : String($0) }.joined())
    }
}
