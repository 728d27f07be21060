/// The options that the language itself obeys, at once or at the end.
extension Evaluator {
    /// Obeys an option that acts as soon as it is met.
    mutating func obey(_ index: Int) {
        let entry = items[index].entry
        if strict && !entry.known { metInStrict.insert(index) }
        if let template = templates.first(where: { $0.name == entry.keyBytes && $0.isImmediate }) {
            items[index].settled = true
            declared += use(template, with: entry)
        } else if Self.immediate.contains(entry.key) {
            items[index].settled = true
            perform(entry)
        }
    }

    /// What is obeyed, whenever it is met or, from a template, produced.
    mutating func perform(_ entry: Entry) {
        let value = entry.valueBytes ?? []
        if let next = Logic(word: entry.key, argument: value) {
            return begin(next, word: entry.key, entry.origin)
        }
        switch entry.key {
        case "ini": load(value, template: false, entry.origin)
        case "include", "inherit": loadTemplate(value, entry.origin)
        case "set": withNameAndValue(entry) { $0.add($1, $2, entry.origin) }
        case "set-placeholder", "set-ph": withNameAndValue(entry) { $0.addPlaceholder($1, $2, entry.origin) }
        case "declare-option", "declare-option2": declare(entry)
        case "strict": strict = !Flag.isFalse(value.text)
        case "blacklist": forbidden = value.words
        case "whitelist": allowed = value.words
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

    private mutating func loadTemplate(_ value: Bytes, _ origin: Origin) {
        let reference = FileReference(value.text)
        let others = [".xml", ".yaml", ".yml", ".json", ".js"]
        if let ending = others.first(where: reference.file.hasSuffix) {
            return problems.error(at: origin, "\(reference.file): \(ending) files are not read; convert it to ini")
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

    /// Obeys what acts at the end: `inherit`, whose options come last and unexpanded, and options of `declare-option2`.
    mutating func apply() {
        var index = 0
        while index < items.count {
            defer { index += 1 }
            guard !items[index].settled else { continue }
            let entry = items[index].entry
            switch entry.key {
            case "inherit":
                let before = items.count
                perform(entry)
                warnOfOverrides(from: before, by: entry)
            case "declare-option2": perform(entry)
            default:
                guard let template = templates.first(where: { $0.name == entry.keyBytes }) else { continue }
                items[index].entry.known = true
                items[index].stands = use(template, with: entry)
            }
        }
    }

    private mutating func warnOfOverrides(from first: Int, by inherit: Entry) {
        var own: [String: Entry] = [:]
        for item in items[..<min(first, items.count)] {
            if let row = OptionTable.row(named: item.entry.key) { own[row.name] = item.entry }
        }
        for item in items[min(first, items.count)...] {
            guard let row = OptionTable.row(named: item.entry.key), !row.repeats, row.value.kind != .logic,
                let overridden = own.removeValue(forKey: row.name), overridden.valueBytes != item.entry.valueBytes
            else { continue }
            problems.warning(
                at: overridden.origin,
                "\(overridden.key) = \(overridden.value) is overridden by \(item.entry.value) of \(item.entry.origin), since "
                    + "inherit = \(inherit.value) takes effect last; use include before it for defaults",
                uwsgi: "does so too")
        }
    }
}
