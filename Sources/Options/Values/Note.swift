/// A note after a value, which uWSGI takes as part of the value.
enum Note {
    /// The value without its note, and the note; nil where the kind of value may contain what looks like one.
    static func cut(from value: [UInt8], kind: OptionValue.Kind) -> (value: [UInt8], note: [UInt8])? {
        guard let start = start(in: value, kind: kind), start > 0 else { return nil }
        return (Array(value[..<start].trimmed), Array(value[start...]))
    }

    private static func start(in value: [UInt8], kind: OptionValue.Kind) -> Int? {
        switch kind {
        case .text, .form, .assignment, .header, .logic: nil
        case .path, .mapping: inPath(value)
        case .address: "/@.".utf8.contains(value.first ?? 0) ? inPath(value) : anywhere(value)
        case .flag, .count, .signed, .bytes, .megabytes, .seconds, .milliseconds: anywhere(value)
        case .word, .account, .owner, .mode, .dialect, .networks: anywhere(value)
        }
    }

    private static func anywhere(_ value: [UInt8]) -> Int? {
        value.firstIndex { $0 == UInt8(ascii: ";") || $0 == UInt8(ascii: "#") }
    }

    /// A path may contain both marks: it is a note after a blank, and after `;` where a blank or no ASCII follows.
    private static func inPath(_ value: [UInt8]) -> Int? {
        value.indices.first { index in
            guard value[index] == UInt8(ascii: ";") || value[index] == UInt8(ascii: "#") else { return false }
            if index > 0, value[index - 1].isIniBlank { return true }
            guard value[index] == UInt8(ascii: ";"), index + 1 < value.count else { return false }
            return value[index + 1].isIniBlank || value[index + 1] >= 0x80
        }
    }
}
