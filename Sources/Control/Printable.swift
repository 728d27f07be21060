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
}
