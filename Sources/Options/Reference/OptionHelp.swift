/// The list of options that `--help` shows.
public enum OptionHelp {
    /// A line or two for each option that works for a role, by theme.
    public static func text(for role: OptionRow.Scope) -> String {
        OptionTable.themes.map { theme in
            let rows = theme.rows.filter { $0.isHelpful(to: role) }
            return rows.isEmpty ? "" : "\n\(theme.title)\n" + rows.map(lines).joined()
        }.joined()
    }

    private static func lines(_ row: OptionRow) -> String {
        let letter = row.letter.map { "-\($0), " } ?? ""
        let synopsis = "  \(letter)--\(row.name)\(argument(row))"
        let help = row.help + (row.defaultText.map { " Default: \($0)." } ?? "")
        let gap = synopsis.count < margin - 1 ? String(repeating: " ", count: margin - synopsis.count) : "\n" + indent
        return synopsis + gap + help.wrapped(to: width - margin).joined(separator: "\n" + indent) + "\n"
    }

    private static let margin = 32
    private static let width = 100
    private static let indent = String(repeating: " ", count: margin)

    private static func argument(_ row: OptionRow) -> String {
        let word = row.value.kind.placeholder
        switch row.value.need {
        case .none: return ""
        case .optional: return "[=\(word)]"
        case .required: return " \(word)"
        }
    }
}

extension OptionRow {
    /// Whether it works for a site, or for the emperor, and somebody would write it on a command line.
    func isHelpful(to role: Scope) -> Bool {
        let isBlock = name == "else" || Logic.endWords.contains(name) || Logic(word: name, argument: []) != nil
        return status == .works && (scope == role || scope == .both) && !isBlock
    }
}

extension OptionValue.Kind {
    /// What stands for the value in a synopsis.
    var placeholder: String {
        switch self {
        case .flag: "BOOL"
        case .count, .signed: "N"
        case .bytes: "BYTES"
        case .megabytes: "MB"
        case .seconds: "SECONDS"
        case .milliseconds: "MS"
        case .word, .dialect: "NAME"
        case .path: "PATH"
        case .address: "ADDRESS"
        case .networks: "ADDRESS,..."
        case .account: "NAME|ID"
        case .owner: "USER:GROUP"
        case .mode: "MODE"
        case .mapping: "KEY=PATH"
        case .assignment: "NAME=VALUE"
        case .header: "HEADER"
        case .text, .form, .logic: "TEXT"
        }
    }
}
