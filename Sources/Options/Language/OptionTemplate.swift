/// An option that the configuration itself declares: `declare-option = NAME=KEY=VALUE;KEY=VALUE`.
struct OptionTemplate {
    let name: Bytes
    let parts: [Bytes]
    /// `declare-option` acts when its option is met, `declare-option2` at the end.
    let isImmediate: Bool
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
            problems.warning(
                at: entry.origin, "\(name.text) is an option already: this declaration has no effect")
            return
        }
        guard templates.count < 1000, !templates.contains(where: { $0.name == name }) else { return }
        let parts = value[(equals + 1)...].split(separator: UInt8(ascii: ";")).map(Bytes.init)
        templates.append(OptionTemplate(name: name, parts: parts, isImmediate: entry.key == "declare-option"))
    }

    /// The options that a use of a template stands for, `$1`, `$2`... replaced by its words.
    mutating func use(_ template: OptionTemplate, with entry: Entry) -> [Entry] {
        let value = entry.valueBytes ?? []
        let words = value.isEmpty ? [[]] : value.words
        let places = value.isEmpty ? 1 : value.count { $0 == 0x20 } + 1
        var produced: [Entry] = []
        for part in template.parts {
            guard let equals = part.firstIndex(of: UInt8(ascii: "=")) else { break }
            let key = filled(Bytes(part[..<equals]), words, places)
            let value = filled(Bytes(part[(equals + 1)...]), words, places)
            let entry = Entry(key: key, value: value, origin: entry.origin, known: isOption(key))
            if entry.known && entry.keyBytes != template.name { produced.append(entry) }
            perform(entry)
        }
        return produced
    }

    private func filled(_ text: Bytes, _ words: [Bytes], _ places: Int) -> Bytes {
        var text = text
        for place in 0..<min(places, 100) where place < words.count {
            text = text.replacing(Bytes("$\(place + 1)"), by: words[place])
        }
        return text
    }
}
