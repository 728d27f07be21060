/// The lines of an ini file.
extension Evaluator {
    /// Adds the options of one section.
    mutating func read(_ bytes: Bytes, of file: String, section asked: Bytes, _ origin: Origin) {
        let magic = self.magic
        var section = IniSection()
        var rest = bytes.starts(with: [0xef, 0xbb, 0xbf]) ? bytes.dropFirst(3) : bytes[...]
        var number = 0
        while !rest.isEmpty, !reading.isOverfull {
            let end = rest.firstIndex(of: .newline) ?? rest.endIndex
            number += 1
            let raw = rest[rest.startIndex..<end]
            rest = rest[min(end + 1, rest.endIndex)...]
            if raw.isEmpty { continue }
            let place = Origin.file(file, line: number, columns: columns(of: raw))
            readLine(raw, magic, asked: asked, &section, place, followedBy: rest)
        }
        if !section.found { reportMissingSection(asked, in: file, section, origin) }
    }

    private mutating func readLine(
        _ raw: ArraySlice<UInt8>, _ magic: MagicVariables, asked: Bytes, _ section: inout IniSection, _ place: Origin,
        followedBy rest: ArraySlice<UInt8>
    ) {
        let (whole, unknown, endsInPercent) = magic.substituted(raw)
        reading.magicBytes += max(0, whole.count - raw.count)
        if reading.magicBytes > LanguageLimits.magicBytes { stop(at: place, "the variables of this line are too long") }
        let line = whole.beforeZero[...].trimmed
        guard let first = line.first else { return }
        let isComment = first == UInt8(ascii: ";") || first == UInt8(ascii: "#")
        if endsInPercent && !isComment { warnOfPercentAtEnd(place, rest) }
        if isComment { return }
        if first == UInt8(ascii: "[") {
            section.enter(line, place, &problems)
            if section.name == Bytes("emperor"), asked == Bytes("uwsgi") { warnOfEmperorSection(place) }
        } else if section.name == asked {
            section.found = true
            warnOfUnknownMagic(unknown, place)
            let (key, value) = split(line)
            add(key, value, place)
        } else if section.seen.isEmpty, !section.warned {
            section.warned = true
            problems.warning(at: place, on: .key, "options before the first [section] line are ignored")
        }
    }

    /// Where the two sides of a line begin, as it stands in the file.
    private func columns(of raw: ArraySlice<UInt8>) -> Origin.Columns {
        let key = raw.trimmed.startIndex
        let equals = raw.firstIndex(of: UInt8(ascii: "="))
        let value = equals.map { raw[($0 + 1)...].trimmed.startIndex } ?? key
        return Origin.Columns(key: key - raw.startIndex + 1, value: value - raw.startIndex + 1)
    }

    /// At the first `=`, without blanks around it; without one the value is empty.
    private func split(_ line: ArraySlice<UInt8>) -> (Bytes, Bytes) {
        guard let equals = line.firstIndex(of: UInt8(ascii: "=")) else { return (Bytes(line), []) }
        return (Bytes(line[..<equals].trimmed), Bytes(line[(equals + 1)...].trimmed))
    }

    /// uWSGI 2.1 was to collect what stands there.
    private mutating func warnOfEmperorSection(_ place: Origin) {
        guard mayWarn() else { return }
        problems.warning(
            at: place, on: .key,
            "nothing of the section [emperor] counts: what is for the emperor stands in the emperor's own ini",
            uwsgi: "ignores it too, up to 2.0")
    }

    /// Whether a warning about a single line is said still: nobody reads thousands of them.
    private mutating func mayWarn() -> Bool {
        reading.warnings += 1
        return reading.warnings <= LanguageLimits.warnings
    }

    private mutating func warnOfPercentAtEnd(_ place: Origin, _ rest: ArraySlice<UInt8>) {
        guard mayWarn() else { return }
        problems.warning(
            at: place, "% at the end of a line stands for itself only as %%; write %%",
            uwsgi: rest.isEmpty ? nil : "would join the next line to this one")
    }

    private mutating func warnOfUnknownMagic(_ letters: [UInt8], _ place: Origin) {
        for letter in Set(letters).sorted() where mayWarn() {
            let name = letter >= 0x21 && letter < 0x7f ? "%\(Unicode.Scalar(letter))" : "% before that character"
            problems.warning(
                at: place,
                "\(name) is no variable: both characters are deleted; write %% for a percent sign",
                uwsgi: "deletes them too")
        }
    }

    /// A file without any line may be one whose options all come from the emperor. One that has lines, and none that
    /// counts, is a mistake.
    private mutating func reportMissingSection(
        _ asked: Bytes, in file: String, _ section: IniSection, _ origin: Origin
    ) {
        let asked = asked.text
        if section.seen.contains(asked) || (section.seen.isEmpty && !section.warned) {
            return problems.warning(at: origin, "there are no options in \(file)")
        }
        let near = section.seen.first { $0.lowercased().filter { $0 != " " } == asked.lowercased() }
        let hint = near.map { "; [\($0)] is another section, write [\(asked)]" } ?? ""
        let text = "no section [\(asked)] in \(file): nothing of it counts\(hint)"
        if reading.open.count == 1 {
            problems.error(at: .file(file, line: 1), text)
        } else {
            problems.warning(at: origin, text)
        }
    }
}

/// Which section a line is in.
struct IniSection {
    var name: Bytes = []
    var found = false
    var seen: [String] = []
    var warned = false
    private var hasOpenEnd = false

    /// `[name]`; a note after it is cut off. As in uWSGI, the last byte is dropped whatever it is.
    mutating func enter(_ line: ArraySlice<UInt8>, _ place: Origin, _ problems: inout [Problem]) {
        name = Bytes(line.dropFirst().dropLast())
        let closing = line.firstIndex(of: UInt8(ascii: "]"))
        let after = closing.map { line[($0 + 1)...].trimmed } ?? []
        if let closing, let mark = after.first, mark == UInt8(ascii: ";") || mark == UInt8(ascii: "#") {
            name = Bytes(line[(line.startIndex + 1)..<closing])
            problems.warning(
                at: place, on: .key, "the note after [\(name.text)] is cut off",
                uwsgi: "would take it as part of the name, and ignore all that follows")
        } else if line.last != UInt8(ascii: "]"), !hasOpenEnd {
            hasOpenEnd = true
            problems.warning(at: place, on: .key, "a section line must end in ]; this one is read as [\(name.text)]")
        }
        seen.append(name.text)
    }
}
