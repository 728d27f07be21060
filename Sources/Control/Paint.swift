import Kernel

/// Colours, where the reader wants them.
struct Paint {
    /// Whether anything is coloured at all.
    let isOn: Bool

    /// What a colour stands for.
    enum Meaning: String {
        case good = "32"
        case bad = "31"
        case changing = "33"
        case quiet = "2"
    }

    /// The text in a colour (ECMA-48, Select Graphic Rendition).
    func callAsFunction(_ text: String, _ meaning: Meaning) -> String {
        isOn ? "\u{1B}[\(meaning.rawValue)m\(text)\u{1B}[0m" : text
    }

    /// Colours for standard output: on a terminal, unless NO_COLOR (no-color.org) or TERM=dumb ask for none.
    static var forOutput: Paint {
        let unwanted = environmentValue("NO_COLOR").map { !$0.isEmpty } ?? false
        return Paint(isOn: !unwanted && environmentValue("TERM") != "dumb" && outputIsTerminal())
    }
}

/// Whether standard output is a terminal, by the name of what is open there: pipes and sockets have none.
func outputIsTerminal() -> Bool {
    guard let path = try? resolvePath("/proc/self/fd/1") else { return false }
    return path.hasPrefix("/dev/pts/") || path.hasPrefix("/dev/tty") || path == "/dev/console"
}
