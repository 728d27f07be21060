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
        if !row.value.isFreeText, let missing = unresolved(in: text) {
            guard row.value.kind.isName else {
                error(missing)
                return nil
            }
            warning(missing)
        }
        return typed(text)
    }

    private mutating func typed(_ text: String) -> TypedValue? {
        switch row.value.kind {
        case .flag, .logic: nil
        case .count, .signed, .bytes, .megabytes, .seconds, .milliseconds: readNumber(text).map(TypedValue.number)
        case .word, .path: readName(text)
        case .text: readText(text)
        case .form: readForm(text)
        case .address: readAddress(text)
        case .networks: readNetworks(text)
        case .dialect: readDialect(text)
        case .account: readAccount(text).map(TypedValue.account)
        case .owner: readOwner(text)
        case .mode: readMode(text).map(TypedValue.mode)
        case .mapping: readMapping(text)
        case .assignment: readAssignment(text)
        case .header: readHeader(text)
        }
    }

    private mutating func readText(_ text: String) -> TypedValue? {
        guard let wrong = row.value.misreading?(text) else { return .text(text) }
        error(wrong)
        return nil
    }

    /// An option that stands alone on the command line.
    private func withoutValue() -> TypedValue? {
        switch row.value.kind {
        case .mode: .mode(0o666)
        case .text: .text("")
        default: .number(1)
        }
    }

    private mutating func readForm(_ text: String) -> TypedValue? {
        for problem in row.value.check?(text) ?? [] {
            problems.append(
                Problem(problem.severity, at: entry.origin, "\(written) \(problem.text)", uwsgi: problem.uwsgi))
        }
        return .text(text)
    }

    private mutating func readFlag() -> Bool {
        guard let bytes = entry.valueBytes else { return true }
        let text = bytes.text
        let meant = Note.cut(from: bytes, kind: .flag)?.value.text ?? text
        if Flag.isFalse(meant) && meant != text {
            warning(
                "is read as true because of the note after it; put the note on a line of its own",
                uwsgi: Self.readsTheSame)
        } else if meant != text && Flag.isPlain(meant) {
            warnOfNote(meant.utf8.map { $0 }, Array(text.utf8.dropFirst(meant.utf8.count).drop { $0.isIniBlank }))
        } else if !Flag.isPlain(text) {
            warning("is read as true: only false, off, no and 0 are false", uwsgi: Self.readsTheSame)
        }
        return !Flag.isFalse(text)
    }

    private mutating func warnOfNote(_ value: [UInt8], _ note: [UInt8]) {
        let short = note.text.count > 40 ? note.text.prefix(40) + "..." : Substring(note.text)
        problems.warning(
            at: entry.origin,
            "\(entry.key) is read as \"\(value.text)\": the note \"\(short)\" is cut off; put it on a line of its own",
            uwsgi: foreignReading)
    }

    static let readsTheSame = "reads the same"

    private var foreignReading: String {
        switch row.value.kind {
        case .flag, .count, .signed, .bytes, .megabytes, .seconds, .milliseconds: Self.readsTheSame
        case .word, .path, .address, .networks, .dialect, .account, .owner, .mode, .mapping, .assignment, .header,
            .text, .form, .logic:
            "takes the note as a part of the value"
        }
    }

    /// What to say of a reference that nothing was found for, and that stays in the text as uWSGI leaves it there.
    private func unresolved(in text: String) -> String? {
        for (mark, what) in [("%(", "no option or placeholder is called"), ("$(", "the environment has no")] {
            let parts = text.split(separator: mark, maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2 else { continue }
            let name = parts[1].prefix { $0 != ")" }
            return "still contains \(mark)\(name)): \(what) \(name)"
        }
        return nil
    }

    mutating func error(_ text: String, uwsgi: String? = nil) {
        problems.error(at: entry.origin, "\(written) \(text)", uwsgi: uwsgi)
    }

    mutating func warning(_ text: String, uwsgi: String? = nil) {
        problems.warning(at: entry.origin, "\(written) \(text)", uwsgi: uwsgi)
    }

    /// `KEY = VALUE`, as it was read.
    var written: String { entry.value.isEmpty ? "\(entry.key) =" : "\(entry.key) = \(entry.value)" }
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
