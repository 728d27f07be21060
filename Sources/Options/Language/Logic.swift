/// A `for` or `if` whose end has not come yet.
struct Logic {
    /// What a body line depends on.
    enum Test: Hashable {
        case forWords, forGlob, forTimes, forLines
        case option, variable, reload, hostName, hostPattern, exists, file, directory, plugin
    }

    let test: Test
    var negated: Bool
    let argument: Bytes
    /// What a loop goes through, and the answer of the disk or the machine, once they are known: they are asked once for
    /// a whole body.
    var items: [Bytes?]?
    var answer: Bool?

    static let endWords: Set<String> = ["end", "endfor", "endif", "end-for", "end-if"]

    private static let tests: [String: Test] = [
        "for": .forWords, "for-glob": .forGlob, "for-times": .forTimes, "for-readline": .forLines,
        "if-opt": .option, "if-env": .variable, "ifenv": .variable, "if-reload": .reload,
        "if-hostname": .hostName, "if-hostname-match": .hostPattern,
        "if-exists": .exists, "ifexists": .exists, "if-file": .file,
        "if-dir": .directory, "ifdir": .directory, "if-directory": .directory,
        "if-plugin": .plugin, "ifplugin": .plugin,
    ]
    private static let withoutNegation: Set<String> = ["ifenv", "ifexists", "ifdir", "if-directory", "ifplugin"]

    /// The logic that a word begins; nil when it is no such word.
    init?(word: String, argument: Bytes) {
        let isNegated = word.hasPrefix("if-not-")
        let positive = isNegated ? "if-" + word.dropFirst("if-not-".count) : word
        guard let test = Self.tests[positive], !isNegated || !Self.withoutNegation.contains(positive) else {
            return nil
        }
        self.test = test
        self.argument = argument
        negated = isNegated
    }

    /// Every word that begins logic.
    static var words: [String] {
        tests.keys.flatMap { word in
            word.hasPrefix("if-") && !withoutNegation.contains(word) ? [word, "if-not-" + word.dropFirst(3)] : [word]
        }.sorted()
    }

    var isLoop: Bool {
        switch test {
        case .forWords, .forGlob, .forTimes, .forLines: true
        case .option, .variable, .reload, .hostName, .hostPattern, .exists, .file, .directory, .plugin: false
        }
    }

    /// `NAME` or `NAME=VALUE`.
    var nameAndValue: (name: Bytes, value: Bytes?) {
        guard let equals = argument.firstIndex(of: UInt8(ascii: "=")) else { return (argument, nil) }
        return (Bytes(argument[..<equals]), Bytes(argument[(equals + 1)...]))
    }
}

extension Evaluator {
    /// Begins logic; there is one level of it only.
    mutating func begin(_ next: Logic, word: String, _ origin: Origin) {
        guard logic == nil else {
            return problems.error(
                at: origin, on: .key, "\(word) within another for or if: there is one level only",
                uwsgi: "ends with an error too")
        }
        if next.test == .option { usedNames.insert(next.nameAndValue.name) }
        logic = next
    }

    /// Decides on one line of a body: each line is tested by itself, as in uWSGI.
    mutating func runLogic(_ key: Bytes, _ value: Bytes?, _ origin: Origin) {
        guard let logic else { return }
        if key == Bytes("else"), !logic.isLoop {
            self.logic?.negated.toggle()
            return
        }
        logicRuns = true
        defer { logicRuns = false }
        for item in logic.isLoop ? loopItems(logic, origin) : conditionItems(logic, origin) {
            guard !reading.isOverfull else { return }
            add(key, filled(value, with: item, origin), origin)
        }
    }

    /// A body line's value with `%(_)` replaced.
    private mutating func filled(_ value: Bytes?, with item: Bytes?, _ origin: Origin) -> Bytes? {
        let place = Bytes("%(_)")
        guard let item, let value, value.firstRange(of: place) != nil else { return value }
        let length = value.count + value.occurrences(of: place) * item.count
        work -= length
        guard work >= 0, length <= LanguageLimits.valueLength else {
            stop(at: origin, "the values that this loop makes are too long")
            return value
        }
        return value.replacing(place, by: item)
    }

    private mutating func loopItems(_ logic: Logic, _ origin: Origin) -> [Bytes?] {
        if let items = logic.items { return items }
        let items = findItems(logic, origin)
        self.logic?.items = items
        return items
    }

    private mutating func findItems(_ logic: Logic, _ origin: Origin) -> [Bytes?] {
        switch logic.test {
        case .forWords: return logic.argument.words
        case .forGlob: return paths(logic.argument, origin)
        case .forTimes:
            let times = min(max(0, logic.argument.leadingNumber), Int64(LanguageLimits.entries) + 1)
            return (0..<times).map { Bytes(String($0 + 1)) }
        case .forLines: return linesOfFile(logic.argument.text, origin)
        case .option, .variable, .reload, .hostName, .hostPattern, .exists, .file, .directory, .plugin: return []
        }
    }

    /// What a pattern stands for. One with many wildcards would have the whole disk read.
    private mutating func paths(_ pattern: Bytes, _ origin: Origin) -> [Bytes?] {
        let wild = pattern.split(separator: .slash).count { $0.contains { Bytes("*?[").contains($0) } }
        guard wild <= LanguageLimits.wildDirectories else {
            problems.error(
                at: origin,
                "for-glob = \(pattern.text) has wildcards in more than \(LanguageLimits.wildDirectories) directories")
            return []
        }
        return world.glob(pattern.text).map { Bytes($0) }
    }

    /// Lines as fgets(3) with 1024 bytes reads them, without their ends.
    private mutating func linesOfFile(_ path: String, _ origin: Origin) -> [Bytes?] {
        switch world.readFile(path) {
        case .failure(let failure):
            problems.warning(at: origin, "for-readline cannot read \(path): \(failure.reason); its lines are left out")
            return []
        case .success(let bytes): return mayTake(bytes, origin) ? Self.lines(bytes) : []
        }
    }

    private static func lines(_ bytes: Bytes) -> [Bytes?] {
        var lines: [Bytes?] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            let window = rest.prefix(1023)
            let end = window.firstIndex(of: .newline).map { $0 + 1 } ?? window.endIndex
            var line = rest[rest.startIndex..<end]
            while let last = line.last, last == .newline || last == 0x0d { line = line.dropLast() }
            lines.append(Bytes(line).beforeZero)
            rest = rest[end...]
        }
        return lines
    }

    /// One item when the condition holds, what `%(_)` then is in it; none when it does not.
    private mutating func conditionItems(_ logic: Logic, _ origin: Origin) -> [Bytes?] {
        let (holds, item) = test(logic, origin)
        return holds != logic.negated ? [item] : []
    }

    private mutating func test(_ logic: Logic, _ origin: Origin) -> (Bool, Bytes?) {
        let argument = logic.argument
        switch logic.test {
        case .option:
            return compare(firstValue(of: logic.nameAndValue.name), logic)
        case .variable:
            return compare(variables[logic.nameAndValue.name], logic)
        case .reload: return (world.isReload, nil)
        case .hostName: return (world.hostName == argument.text, argument)
        case .hostPattern, .exists, .file, .directory: return (answer(logic, origin), argument)
        case .plugin: return (Self.builtInPlugins.contains(argument.text), argument)
        case .forWords, .forGlob, .forTimes, .forLines: return (false, nil)
        }
    }

    /// What the disk or the machine says, asked once for a body.
    private mutating func answer(_ logic: Logic, _ origin: Origin) -> Bool {
        if let answer = logic.answer { return answer }
        let path = logic.argument
        // An empty path is nothing, as for the kernel.
        let kind = logic.test == .hostPattern || path.isEmpty ? nil : world.kind(of: path.text)
        let answer =
            switch logic.test {
            case .hostPattern: hostMatches(path.text, origin)
            case .file: kind == .file
            case .directory: kind == .directory
            default: kind != nil
            }
        self.logic?.answer = answer
        return answer
    }

    private func compare(_ value: Bytes?, _ logic: Logic) -> (Bool, Bytes?) {
        guard let value else { return (false, nil) }
        return (logic.nameAndValue.value.map { $0 == value } ?? true, value)
    }

    private mutating func hostMatches(_ pattern: String, _ origin: Origin) -> Bool {
        guard HostPattern.isBounded(pattern) else {
            problems.error(
                at: origin, "this pattern is too long, repeats too often, or refers back to a group of its own")
            return false
        }
        if let matches = world.matches(world.hostName, pattern: pattern) { return matches }
        problems.error(at: origin, "\"\(pattern)\" is no regular expression")
        return false
    }

    /// What uWSGI has as plugins and is built in here.
    private static let builtInPlugins: Set<String> = ["python", "python3", "http", "corerouter", "cheaper_busyness"]
}
