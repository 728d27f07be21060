/// How a daemon's command is run: by the shell, which makes way for the program where that is all that there is to do, so
/// that signals, and the end of its master, reach the program itself.
enum DaemonCommand {
    /// Words that a shell knows itself, and that no program can stand for.
    private static let shellWords: Set<String> = [
        ".", ":", "!", "alias", "bg", "break", "case", "cd", "command", "continue", "eval", "exec", "exit", "export",
        "fg",
        "for", "getopts", "hash", "if", "jobs", "local", "read", "readonly", "return", "set", "shift", "source",
        "times",
        "trap", "type", "ulimit", "umask", "unalias", "unset", "until", "wait", "while",
    ]

    /// The arguments of `/bin/sh`.
    static func arguments(_ command: String) -> [String] {
        HelperStart.shell(isOneProgram(command) ? "exec " + command : command)
    }

    /// Whether it is one program with its arguments and redirections; what is not sure is none.
    static func isOneProgram(_ command: String) -> Bool {
        guard let first = command.split(whereSeparator: { $0 == " " || $0 == "\t" }).first.map(String.init),
            !shellWords.contains(first), first.first?.isLetter == true || first.contains("/"), !first.contains("=")
        else { return false }
        var before: Character = " "
        for character in command {
            // `2>&1` is a redirection, everything else with `&` runs beside something.
            if character == "&" && before != ">" { return false }
            if ";|()`{}\n".contains(character) { return false }
            before = character
        }
        return before != "&"
    }
}
