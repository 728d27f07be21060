extension String {
    /// The text on one line without control characters: what an app printed must not steer the reader's terminal.
    var printable: String {
        var text = ""
        for scalar in unicodeScalars {
            switch scalar {
            case "\t": text += "    "
            case "\n", "\r": text += " "
            default: text.unicodeScalars.append(scalar.properties.generalCategory == .control ? "\u{FFFD}" : scalar)
            }
        }
        return text
    }

    /// The text in lines of at most `width` characters, broken at blanks; a longer word has a line of its own.
    func wrapped(to width: Int) -> [String] {
        var lines: [String] = []
        for word in split(separator: " ") {
            if let last = lines.last, last.count + 1 + word.count <= width {
                lines[lines.count - 1] = last + " " + word
            } else {
                lines.append(String(word))
            }
        }
        return lines
    }
}
