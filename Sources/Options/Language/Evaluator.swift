/// A configuration in the making: the list of options, and what the words of the language have set so far.
struct Evaluator {
    /// An option in the list, and whether it has taken effect already so that later passes leave it alone.
    struct Item {
        var entry: Entry
        var settled = false
        /// It took effect when it was met, and is not yet among the applied.
        var isOwed = false
    }

    let world: any Surroundings
    var items: [Item] = []
    /// The options that have taken effect, in that order.
    var applied: [Entry] = []
    var problems: [Problem] = []
    var files: [String] = []
    var templates: [Bytes: OptionTemplate] = [:]
    var templateDepth = 0
    var magic: MagicVariables
    var variables: Variables
    var reading = ReadingState()
    var logic: Logic?
    var logicRuns = false
    var overridable = Overridable()
    var strict = false
    var metInStrict: Set<Int> = []
    var forbidden: Set<Bytes>?
    var allowed: Set<Bytes>?
    var usedNames: Set<Bytes> = []
    var firstIndex: [Bytes: Int] = [:]
    var work = LanguageLimits.expansionWork

    init(world: any Surroundings) {
        self.world = world
        magic = MagicVariables(world)
        variables = Variables(world.environment)
    }

    var evaluation: Evaluation {
        Evaluation(entries: items.map(\.entry), effective: applied, problems: problems, files: files)
    }

    mutating func take(_ source: IniLanguage.Source) {
        switch source {
        case .option(let key, let value, let origin): add(Bytes(key), value.map { Bytes($0) }, origin)
        case .file(let path): add(Bytes("ini"), Bytes(path), .file(FileReference(Bytes(path)).file.text, line: 1))
        case .bytes(let bytes, let path, let section):
            reading.given[Bytes(path)] = bytes
            add(Bytes("ini"), Bytes(section.map { "\(path):\($0)" } ?? path), .file(path, line: 1))
        }
    }

    /// Takes an option that the emperor gives after a site's own file, whose values it may override; `inherit` does so when
    /// it takes effect.
    mutating func take(_ source: IniLanguage.Source, isAfterwards: Bool) {
        let first = items.count
        take(source)
        if isAfterwards, first < items.count, items[first].entry.key != "inherit" {
            warnOfOverrides(from: first, by: items[first].entry)
        }
    }

    /// The first value of a key, be it an option or not; nil when there is none.
    func firstValue(of key: Bytes) -> Bytes? {
        firstIndex[key].flatMap { items[$0].entry.valueBytes }
    }

    /// Adds an option to the list, lets the running logic decide on it, and obeys it where it acts at once. A placeholder
    /// must not have the name of an option, and never takes effect.
    mutating func add(_ key: Bytes, _ value: Bytes?, _ origin: Origin, asPlaceholder: Bool = false) {
        guard mayStand(key, origin) else { return }
        if !logicRuns {
            if Logic.endWords.contains(key.text) { logic = nil }
            if logic != nil { return runLogic(key, value, origin) }
        }
        guard let index = append(key, value, origin) else { return }
        asPlaceholder ? settlePlaceholder(index) : obey(index)
    }

    private mutating func settlePlaceholder(_ index: Int) {
        let entry = items[index].entry
        if entry.known {
            problems.error(
                at: entry.origin, "\(entry.key) is an option and cannot be a placeholder; use set instead")
        }
        items[index].settled = true
        usedNames.insert(entry.keyBytes)
    }

    private mutating func append(_ key: Bytes, _ value: Bytes?, _ origin: Origin) -> Int? {
        guard items.count < LanguageLimits.entries else {
            if !reading.isOverfull {
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
        OptionTable.row(named: key.text) != nil || templates[key] != nil
    }

    private mutating func mayStand(_ key: Bytes, _ origin: Origin) -> Bool {
        guard forbidden != nil || allowed != nil else { return true }
        let lower = key.lowercasedASCII
        let isForbidden = forbidden?.contains(lower) ?? false
        let isLeftOut = !(allowed?.contains(lower) ?? true)
        if isForbidden || isLeftOut {
            let word = isForbidden ? "blacklist" : "whitelist"
            problems.error(at: origin, on: .key, "the option \(key.text) is forbidden here by \(word)")
        }
        return !isForbidden && !isLeftOut
    }

    /// Ends the reading where it leads too far, with one error however often that is met.
    mutating func stop(at origin: Origin, _ reason: String) {
        guard !reading.isOverfull else { return }
        reading.isOverfull = true
        work = -1
        problems.error(at: origin, reason)
    }
}
