/// The options that the language itself obeys, at once or at the end.
extension Evaluator {
    /// Puts an option into effect that acts as soon as it is met.
    mutating func obey(_ index: Int) {
        let entry = items[index].entry
        if strict && !entry.known { metInStrict.insert(index) }
        guard entry.known else { return }
        if Self.immediate.contains(entry.key) {
            items[index].settled = true
            items[index].isOwed = true
            if !templates.isEmpty { payOwed(index) }
            perform(entry)
        } else if let template = templates[entry.keyBytes] {
            items[index].settled = true
            use(template, with: entry)
        }
    }

    /// Enters an option that has taken effect among the applied. Without templates that waits for the end, where the
    /// list then has the order of the file: which option of the same name comes last is the same.
    mutating func payOwed(_ index: Int) {
        guard items[index].isOwed else { return }
        items[index].isOwed = false
        applied.append(items[index].entry)
    }

    /// Has an option act: one of a template's by what it stands for, one of the language by obeying it.
    mutating func putIntoEffect(_ entry: Entry) {
        if OptionTable.row(named: entry.key) != nil {
            applied.append(entry)
            perform(entry)
        } else if let template = templates[entry.keyBytes] {
            use(template, with: entry)
        } else if strict {
            problems.append(unknown(entry, isError: true, suggestion: OptionTable.nearest(to: entry.key)))
        }
    }

    private mutating func perform(_ entry: Entry) {
        let value = entry.valueBytes ?? []
        if let next = Logic(word: entry.key, argument: value) {
            return begin(next, word: entry.key, entry.origin)
        }
        switch entry.key {
        case "ini": load(value, template: false, entry.origin)
        case "include", "inherit": loadTemplate(value, entry.origin)
        case "set": withNameAndValue(entry) { $0.add($1, $2, entry.origin) }
        case "set-placeholder", "set-ph":
            withNameAndValue(entry) { $0.add($1, $2, entry.origin, asPlaceholder: true) }
        case "declare-option", "declare-option2": declare(entry)
        case "env": variables.put(value)
        case "unenv": variables.remove(value)
        case "strict": strict = !Flag.isFalse(value.text)
        case "blacklist": forbidden = Set(value.lowercasedASCII.words)
        case "whitelist": allowed = Set(value.lowercasedASCII.words)
        case "end-blacklist": forbidden = nil
        case "end-whitelist": allowed = nil
        default: break
        }
    }

    /// The options of uWSGI that act when they are met, so that `$(X)`, `@(X)` and `%(X)` in them stay as they are.
    static let immediate: Set<String> = Set(Logic.words).union(Logic.endWords.subtracting(["end"])).union([
        "ini", "include", "config", "json", "js", "xml", "xmlconfig", "yaml", "yml", "ldap", "sqlite", "sqlite3",
        "set", "set-placeholder", "set-ph", "declare-option", "strict", "resolve",
        "blacklist", "end-blacklist", "whitelist", "end-whitelist", "inject-before", "inject-after",
        "plugin", "plugins", "need-plugin", "need-plugins", "plugin-dir", "plugins-dir", "autoload", "dlopen",
        "listen", "umask", "spooler-processes", "fallback-config", "early-envdir", "immediate-uid", "immediate-gid",
        "flock", "flock2", "flock-wait", "flock-wait2", "stop", "reload", "pause", "suspend", "resume", "signal",
        "connect-and-read", "extract", "exit", "iprint", "help", "usage", "cflags", "dot-h", "config-py",
        "build-plugin",
        "binary-append-data", "command-mode", "pcre-jit", "ini-paste", "ini-paste-logged", "print-sym", "print-symbol",
        "python-version", "perl-version",
    ])

    /// uWSGI knows the format of an included file by the ending of all that is given, so that no section can be named.
    private mutating func loadTemplate(_ value: Bytes, _ origin: Origin) {
        let others = [".xml", ".yaml", ".yml", ".json", ".js"]
        if let ending = others.first(where: value.text.hasSuffix) {
            return problems.error(at: origin, "\(value.text): \(ending) files are not read; convert it to ini")
        }
        guard value.text.hasSuffix(".ini") else {
            return problems.error(
                at: origin, "\(value.text): uWSGI includes only what ends in .ini; write ini = \(value.text)")
        }
        load(value, template: true, origin)
    }

    private mutating func withNameAndValue(_ entry: Entry, _ body: (inout Evaluator, Bytes, Bytes) -> Void) {
        let value = entry.valueBytes ?? []
        guard let equals = value.firstIndex(of: UInt8(ascii: "=")) else {
            return problems.error(at: entry.origin, "\(entry.key) = \(entry.value): NAME=VALUE is wanted")
        }
        body(&self, Bytes(value[..<equals]), Bytes(value[(equals + 1)...]))
    }

    /// Puts the rest into effect, in order. `inherit` adds its options at the end, unexpanded; after it uWSGI begins
    /// anew, so that keys which became options meanwhile, by `declare-option`, take effect then.
    mutating func apply() {
        var index = 0
        var known = templates.count
        while index < items.count {
            let before = items.count
            apply(index)
            let beginsAnew = items.count > before && templates.count > known && work >= 0
            if beginsAnew { (known, work) = (templates.count, work - 4 * index) }
            if work < 0 && beginsAnew {
                stop(at: items[index].entry.origin, "too many options are declared in what is inherited")
            }
            index = beginsAnew ? 0 : index + 1
        }
    }

    private mutating func apply(_ index: Int) {
        payOwed(index)
        guard !items[index].settled, items[index].entry.known || templates[items[index].entry.keyBytes] != nil else {
            return
        }
        items[index].settled = true
        items[index].entry.known = true
        let entry = items[index].entry
        let before = items.count
        putIntoEffect(entry)
        if entry.key == "inherit" { warnOfOverrides(from: before, by: entry) }
    }
}
