/// Completion scripts for shells, of programs whose options are those of the table.
public struct Completion {
    /// A shell.
    public enum Shell: String, CaseIterable, Sendable {
        case bash, zsh, fish
    }

    /// An option as a shell completes it.
    private struct Word {
        let name: String
        let help: String
        let takesValue: Bool
        let takesFile: Bool
    }

    private let program: String
    private let words: [Word]

    /// For a program: the options of the table that work for its role, and words of its own with what they do, which take
    /// a file where they end in `=`.
    public init(program: String, role: OptionRow.Scope, own: [(name: String, help: String)]) {
        self.program = program
        let ownWords = own.map { name, help in
            Word(
                name: name.hasSuffix("=") ? String(name.dropLast()) : name, help: help, takesValue: name.hasSuffix("="),
                takesFile: name.hasSuffix("="))
        }
        let rows = OptionTable.rows.filter { $0.isHelpful(to: role) }
        words =
            ownWords
            + rows.flatMap { row in
                row.names.map { name in
                    Word(
                        name: name, help: row.help, takesValue: row.value.need == .required,
                        takesFile: [.path, .address, .mapping].contains(row.value.kind) || row.name == "ini")
                }
            }
    }

    /// The script of a shell.
    public func script(for shell: Shell) -> String {
        switch shell {
        case .bash: bash
        case .zsh: zsh
        case .fish: fish
        }
    }

    private func names(_ isWanted: (Word) -> Bool) -> String {
        words.filter(isWanted).map { "--\($0.name)" }.joined(separator: " ")
    }

    private var bash: String {
        let values = words.filter { $0.takesValue && !$0.takesFile }.map { "--\($0.name)" }.joined(separator: "|")
        let files = words.filter { $0.takesValue && $0.takesFile }.map { "--\($0.name)" }.joined(separator: "|")
        return """
            _\(program)() {
                local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]}
                COMPREPLY=()
                case $before in
                    \(values)) return ;;
                    \(files)) compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -f -- "$word")); return ;;
                esac
                if [[ $word == -* ]]; then
                    COMPREPLY=($(compgen -W '\(names { _ in true })' -- "$word"))
                else
                    compopt -o filenames 2>/dev/null
                    COMPREPLY=($(compgen -f -- "$word"))
                fi
            }
            complete -F _\(program) \(program)

            """
    }

    private var zsh: String {
        let lines = words.map { word in
            let value = word.takesValue ? ":value:" + (word.takesFile ? "_files" : "") : ""
            return "  '*--\(word.name)[\(quoted(word.help))]\(value)' \\"
        }
        return (["#compdef \(program)", "", "_arguments \\"] + lines + ["  '*:file:_files'", ""]).joined(
            separator: "\n")
    }

    /// Within single quotes and brackets of zsh.
    private func quoted(_ help: String) -> String {
        help.replacing("'", with: "'\\''").replacing("[", with: "\\[").replacing("]", with: "\\]")
            .replacing(":", with: "\\:")
    }

    private var fish: String {
        words.map { word in
            let value = word.takesValue ? (word.takesFile ? " -r -F" : " -x") : ""
            return "complete -c \(program) -l \(word.name)\(value) -d '\(word.help.replacing("'", with: "\\'"))'\n"
        }.joined()
    }
}
