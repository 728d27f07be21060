/// Reads one value as its row says.
struct ValueReader {
    let entry: Entry
    let row: OptionRow
    var problems: [Problem] = []

    init(_ entry: Entry, _ row: OptionRow) {
        self.entry = entry
        self.row = row
    }

    /// The value; nil when it is wrong, and the problem says so.
    mutating func read() -> TypedValue? {
        let kind = row.value.kind
        if kind == .flag { return .flag(readFlag()) }
        guard let bytes = entry.valueBytes else { return withoutValue() }
        let cut = Note.cut(from: bytes, kind: kind)
        if let cut { warnOfNote(cut.value, cut.note) }
        let value = cut?.value ?? bytes
        guard let text = String(checking: value) else {
            error("is not UTF-8; save the file as UTF-8")
            return nil
        }
        if !row.value.isFreeText { warnOfReferences(text) }
        return typed(text)
    }

    private mutating func typed(_ text: String) -> TypedValue? {
        switch row.value.kind {
        case .flag, .logic: nil
        case .count, .signed, .bytes, .megabytes, .seconds, .milliseconds: readNumber(text).map(TypedValue.number)
        case .word, .path: readName(text)
        case .text: .text(text)
        case .address: readAddress(text)
        case .dialect: readDialect(text)
        case .account: readAccount(text).map(TypedValue.account)
        case .owner: readOwner(text)
        case .mode: readMode(text).map(TypedValue.mode)
        case .mapping: readMapping(text)
        case .assignment: readAssignment(text)
        }
    }

    /// An option that stands alone on the command line.
    private func withoutValue() -> TypedValue? {
        switch row.value.kind {
        case .mode: .mode(0o666)
        case .text: .text("")
        default: .number(1)
        }
    }

    private mutating func readFlag() -> Bool {
        guard let bytes = entry.valueBytes else { return true }
        let text = bytes.text
        let meant = Note.cut(from: bytes, kind: .flag)?.value.text ?? text
        if Flag.isFalse(meant) && meant != text {
            warning("is read as true, as by uWSGI, because of the note after it; put the note on a line of its own")
        } else if meant != text && Flag.isPlain(meant) {
            warnOfNote(meant.utf8.map { $0 }, Array(text.utf8.dropFirst(meant.utf8.count).drop { $0.isIniBlank }))
        } else if !Flag.isPlain(text) {
            warning("is read as true, as by uWSGI: only false, off, no and 0 are false")
        }
        return !Flag.isFalse(text)
    }

    private mutating func warnOfNote(_ value: [UInt8], _ note: [UInt8]) {
        let short = note.text.count > 40 ? note.text.prefix(40) + "..." : Substring(note.text)
        problems.warning(
            at: entry.origin,
            "\(entry.key) is read as \"\(value.text)\": the note \"\(short)\" is cut off\(foreignReading); "
                + "put it on a line of its own")
    }

    /// Where it matters to say it: uWSGI reads numbers and flags in the same way.
    private var foreignReading: String {
        switch row.value.kind {
        case .flag, .count, .signed, .bytes, .megabytes, .seconds, .milliseconds: ""
        case .word, .path, .address, .dialect, .account, .owner, .mode, .mapping, .assignment, .text, .logic:
            ", which uWSGI takes as a part of the value"
        }
    }

    private mutating func warnOfReferences(_ text: String) {
        for mark in ["%(", "$("] where text.contains(mark) {
            guard
                let name = text.split(separator: mark, maxSplits: 1, omittingEmptySubsequences: false).last?.prefix(
                    while: { $0 != ")" })
            else { continue }
            let what =
                mark == "%("
                ? "no option or placeholder before the end of the file is called" : "the environment has no"
            warning("still contains \(mark)\(name)): \(what) \(name)")
        }
    }

    mutating func error(_ text: String) {
        problems.error(at: entry.origin, "\(entry.key) = \(entry.value) \(text)")
    }

    mutating func warning(_ text: String) {
        problems.warning(at: entry.origin, "\(entry.key) = \(entry.value) \(text)")
    }
}

extension String {
    /// The text of bytes, or nil when they are not UTF-8.
    init?(checking bytes: [UInt8]) {
        var decoder = UTF8()
        var iterator = bytes.makeIterator()
        while true {
            switch decoder.decode(&iterator) {
            case .scalarValue: continue
            case .emptyInput:
                self = String(decoding: bytes, as: UTF8.self)
                return
            case .error: return nil
            }
        }
    }
}
