/// A configuration in the making: the list of options, and what the words of the language have set so far.
struct Evaluator {
    /// An option in the list, and whether it has taken effect already so that later passes leave it alone.
    struct Item {
        var entry: Entry
        var settled = false
        /// The options that it stands for, when `declare-option2` defined it.
        var stands: [Entry]?
    }

    let world: any Surroundings
    var items: [Item] = []
    var declared: [Entry] = []
    var problems: [Problem] = []
    var files: [String] = []
    var templates: [OptionTemplate] = []
    var magic: MagicVariables
    var reading = ReadingState()
    var logic: Logic?
    var logicRuns = false
    var strict = false
    var metInStrict: Set<Int> = []
    var forbidden: [Bytes]?
    var allowed: [Bytes]?
    var usedNames: Set<Bytes> = []
    var firstIndex: [Bytes: Int] = [:]
    var work = LanguageLimits.expansionWork

    init(world: any Surroundings) {
        self.world = world
        magic = MagicVariables(world)
    }

    var evaluation: Evaluation {
        Evaluation(
            entries: items.map(\.entry), effective: declared + items.flatMap { $0.stands ?? [$0.entry] },
            problems: problems, files: files)
    }

    mutating func take(_ source: IniLanguage.Source) {
        switch source {
        case .option(let key, let value, let origin): add(Bytes(key), value.map { Bytes($0) }, origin)
        case .file(let path): add(Bytes("ini"), Bytes(path), .file(FileReference(path).file, line: 1))
        case .bytes(let bytes, let path, let section):
            reading.given[path] = bytes
            add(Bytes("ini"), Bytes(section.map { "\(path):\($0)" } ?? path), .file(path, line: 1))
        }
    }

    /// The first value of a key, be it an option or not; nil when there is none.
    func firstValue(of key: Bytes) -> Bytes? {
        firstIndex[key].flatMap { items[$0].entry.valueBytes }
    }

    /// Adds an option to the list, lets the running logic decide on it, and obeys it where it acts at once.
    mutating func add(_ key: Bytes, _ value: Bytes?, _ origin: Origin) {
        guard mayStand(key, origin) else { return }
        if !logicRuns {
            if Logic.endWords.contains(key.text) { logic = nil }
            if logic != nil { return runLogic(key, value, origin) }
        }
        guard let index = append(key, value, origin) else { return }
        obey(index)
    }

    /// Adds a placeholder, which must not have the name of an option.
    mutating func addPlaceholder(_ key: Bytes, _ value: Bytes, _ origin: Origin) {
        if isOption(key) {
            problems.error(at: origin, "\(key.text) is an option and cannot be a placeholder; use set instead")
        }
        guard let index = append(key, value, origin) else { return }
        items[index].settled = true
        usedNames.insert(key)
    }

    private mutating func append(_ key: Bytes, _ value: Bytes?, _ origin: Origin) -> Int? {
        guard items.count < LanguageLimits.entries else {
            if items.count == LanguageLimits.entries {
                problems.error(at: origin, "more than \(LanguageLimits.entries) options; the rest is left out")
                reading.isOverfull = true
            }
            return nil
        }
        items.append(Item(entry: Entry(key: key, value: value, origin: origin, known: isOption(key))))
        if firstIndex[key] == nil { firstIndex[key] = items.count - 1 }
        return items.count - 1
    }

    /// Whether the table or a template has the key.
    func isOption(_ key: Bytes) -> Bool {
        OptionTable.row(named: key.text) != nil || templates.contains { $0.name == key }
    }

    private mutating func mayStand(_ key: Bytes, _ origin: Origin) -> Bool {
        let lower = key.text.lowercased()
        let isForbidden = forbidden?.contains { $0.text.lowercased() == lower } ?? false
        let isLeftOut = !(allowed?.contains { $0.text.lowercased() == lower } ?? true)
        if isForbidden || isLeftOut {
            let word = isForbidden ? "blacklist" : "whitelist"
            problems.error(at: origin, on: .key, "the option \(key.text) is forbidden here by \(word)")
        }
        return !isForbidden && !isLeftOut
    }
}
