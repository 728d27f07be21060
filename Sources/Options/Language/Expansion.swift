/// The passes over all values: `$(X)` from the environment, `@(X)` from files, `%(X)` from other options.
extension Evaluator {
    mutating func expand() {
        let variables = Dictionary(
            world.environment.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
        pass(UInt8(ascii: "$"), limit: 1000) { _, name, _ in variables[name] }
        pass(UInt8(ascii: "@"), limit: LanguageLimits.insertedFiles) { $0.insert(fileNamed: $1, $2) }
        let cyclic = reportCycles()
        pass(UInt8(ascii: "%"), limit: 10_000, cyclic: cyclic) { evaluator, name, _ in
            evaluator.resolve(placeholder: name)
        }
    }

    private typealias Resolve = (inout Evaluator, Bytes, Origin) -> Bytes?

    private mutating func pass(_ symbol: UInt8, limit: Int, cyclic: Set<Int> = [], _ resolve: Resolve) {
        for index in items.indices where !items[index].settled && work >= 0 {
            guard let value = items[index].entry.valueBytes, value.contains(symbol) else { continue }
            let isCyclic = cyclic.contains(index)
            let whole = expanded(index, symbol, isCyclic ? 100 : limit, isCyclic: isCyclic, resolve)
            items[index].entry.valueBytes = whole ?? value
            if whole == nil && !isCyclic {
                let entry = items[index].entry
                problems.error(
                    at: entry.origin, "\(entry.key) = \(entry.value) cannot be expanded: it has no end, or is too long")
            }
        }
    }

    /// Replaces innermost references first and starts again from the second byte after each, as uWSGI does: text that a
    /// reference at the very start brought in is not looked at again, and a value that refers to itself finds what it has
    /// become so far. Nil when that does not end within the limits.
    private mutating func expanded(
        _ index: Int, _ symbol: UInt8, _ limit: Int, isCyclic: Bool, _ resolve: Resolve
    ) -> Bytes? {
        var value = items[index].entry.valueBytes ?? []
        let origin = items[index].entry.origin
        var scan = ReferenceScan(symbol: symbol)
        var count = 0
        while let found = scan.next(in: value, &work) {
            guard let replacement = resolve(&self, Bytes(value[found.name]), origin) else { continue }
            count += 1
            value.replaceSubrange(found.whole, with: replacement)
            if count > limit || value.count > LanguageLimits.valueLength { return nil }
            if isCyclic { items[index].entry.valueBytes = value }
            scan.restart()
        }
        return work < 0 ? nil : value
    }

    /// The content of a file or the output of a command, without one line end.
    private mutating func insert(fileNamed name: Bytes, _ origin: Origin) -> Bytes? {
        let reference = FileReference(name.text)
        let answer: Result<Bytes, SurroundingsFailure>
        switch reference.scheme {
        case nil: answer = world.readFile(name.text)
        case "exec": answer = world.run(String(name.text.dropFirst("exec://".count)))
        case .some(let scheme): answer = .failure(SurroundingsFailure("\(scheme):// is not supported; use a file"))
        }
        switch answer {
        case .failure(let failure):
            problems.error(at: origin, "cannot read @(\(name.text)): \(failure.reason)")
            return nil
        case .success(var bytes):
            if let last = bytes.last, last == .newline || last == 0x0d { bytes.removeLast() }
            return bytes.beforeZero
        }
    }
}

/// The search for `SYMBOL(NAME)` in a value, the state machine of uWSGI's `uwsgi_apply_config_pass`.
struct ReferenceScan {
    private enum State {
        case outside
        case symbol
        case name(start: Int, depth: Int)
    }

    let symbol: UInt8
    private var state = State.outside
    private var position = 0

    init(symbol: UInt8) {
        self.symbol = symbol
    }

    mutating func restart() {
        state = .outside
        position = 1
    }

    /// The next reference: the name between the parentheses, and all of it. Nil at the end, or when the work is used up.
    mutating func next(in value: Bytes, _ work: inout Int) -> (name: Range<Int>, whole: Range<Int>)? {
        let start = position
        defer { work -= position - start }
        while position < value.count, position - start <= work {
            let byte = value[position]
            position += 1
            if let name = step(byte, at: position - 1) { return (name, (name.lowerBound - 2)..<position) }
        }
        return nil
    }

    private mutating func step(_ byte: UInt8, at position: Int) -> Range<Int>? {
        if byte == symbol {
            state = .symbol
            return nil
        }
        switch state {
        case .outside: break
        case .symbol:
            state = byte == UInt8(ascii: "(") ? .name(start: position + 1, depth: 0) : .outside
        case .name(let start, let depth) where byte == UInt8(ascii: "("):
            state = .name(start: start, depth: depth + 1)
        case .name(let start, let depth) where byte == UInt8(ascii: ")"):
            if depth > 0 {
                state = .name(start: start, depth: depth - 1)
            } else {
                state = .outside
                return start < position ? start..<position : nil
            }
        case .name: break
        }
        return nil
    }
}
