/// An option that the configuration itself declares: `declare-option = NAME=KEY=VALUE;KEY=VALUE`.
struct OptionTemplate {
    let name: Bytes
    let parts: [Bytes]
}

extension Evaluator {
    mutating func declare(_ entry: Entry) {
        let value = entry.valueBytes ?? []
        guard let equals = value.firstIndex(of: UInt8(ascii: "=")) else {
            return problems.error(
                at: entry.origin, "\(entry.key) = \(entry.value): NAME=OPTION=VALUE;OPTION=VALUE is wanted")
        }
        let name = Bytes(value[..<equals])
        if OptionTable.row(named: name.text) != nil {
            problems.warning(at: entry.origin, "\(name.text) is an option already: this declaration has no effect")
        } else if templates[name] == nil {
            let parts = value[(equals + 1)...].split(separator: UInt8(ascii: ";")).map(Bytes.init)
            if templates.isEmpty { for index in items.indices { payOwed(index) } }
            templates[name] = OptionTemplate(name: name, parts: parts)
        }
    }

    /// Puts the options that a use of a template stands for into effect, `$1`, `$2`... replaced by its words. A part
    /// without `=` ends it, as in uWSGI.
    mutating func use(_ template: OptionTemplate, with entry: Entry) {
        guard templateDepth < LanguageLimits.depth else {
            return stop(at: entry.origin, "\(entry.key) is an option declared by itself, or too deep within others")
        }
        templateDepth += 1
        defer { templateDepth -= 1 }
        let arguments = TemplateArguments(entry.valueBytes ?? [])
        for part in template.parts {
            guard let equals = part.firstIndex(of: UInt8(ascii: "=")), work >= 0 else { break }
            let key = arguments.fill(Bytes(part[..<equals]), &work)
            let value = arguments.fill(Bytes(part[(equals + 1)...]), &work)
            putIntoEffect(Entry(key: key, value: value, origin: entry.origin, known: isOption(key)))
        }
        if work < 0 { stop(at: entry.origin, "\(entry.key) stands for more options than anybody can mean") }
    }
}

/// The words that a declared option is used with.
struct TemplateArguments {
    let words: [Bytes]
    /// How many of `$1`, `$2`... are looked for: as many as there are blanks, and one.
    let places: Int

    init(_ value: Bytes) {
        words = value.isEmpty ? [[]] : value.words
        places = value.isEmpty ? 1 : value.count { $0 == 0x20 } + 1
    }

    /// A text with its places filled, one after the other: `$1` is replaced in `$10` too, and in what a place before
    /// it brought in. The bytes looked at are taken from the work left.
    func fill(_ text: Bytes, _ work: inout Int) -> Bytes {
        var text = text
        work -= 100
        for place in 0..<min(places, words.count) {
            guard work >= 0, text.contains(UInt8(ascii: "$")) else { break }
            text = text.replacing(Bytes("$\(place + 1)"), by: words[place])
            work -= text.count
        }
        return text
    }
}
