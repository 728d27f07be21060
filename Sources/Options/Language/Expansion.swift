/// The passes over all values: `$(X)` from the environment, `@(X)` from files, `%(X)` from other options.
extension Evaluator {
    mutating func expand() {
        pass(UInt8(ascii: "$")) { evaluator, name, _ in evaluator.variables[name] }
        pass(UInt8(ascii: "@")) { $0.insert(fileNamed: $1, $2) }
        let cyclic = reportCycles()
        pass(UInt8(ascii: "%"), except: cyclic) { evaluator, name, _ in evaluator.resolve(placeholder: name) }
    }

    private typealias Resolve = (inout Evaluator, Bytes, Origin) -> Bytes?

    private mutating func pass(
        _ symbol: UInt8, except skipped: Set<Int> = [], _ resolve: Resolve
    ) {
        for index in items.indices where !items[index].settled && work >= 0 && !skipped.contains(index) {
            let entry = items[index].entry
            guard let value = entry.valueBytes, value.firstRange(of: [symbol, UInt8(ascii: "(")]) != nil else {
                continue
            }
            if let whole = expanded(value, symbol, entry.origin, resolve) {
                items[index].entry.valueBytes = whole
            } else {
                let start = value.prefix(200) + (value.count > 200 ? Bytes("...") : [])
                problems.error(
                    at: entry.origin,
                    "\(entry.key) = \(Bytes(start).text) cannot be expanded: it has no end, or is too long")
            }
        }
    }

    /// Nil when that does not end within the limits.
    private mutating func expanded(
        _ value: Bytes, _ symbol: UInt8, _ origin: Origin, _ resolve: Resolve
    ) -> Bytes? {
        guard value.count <= LanguageLimits.valueLength else { return nil }
        var scan = ReferenceScan(value, symbol: symbol)
        while let name = scan.next(&work) {
            guard let replacement = resolve(&self, name, origin) else { continue }
            work -= LanguageLimits.replacementWork
            scan.replace(with: replacement)
            if scan.length > LanguageLimits.valueLength { return nil }
        }
        return work < 0 ? nil : scan.done
    }

    /// The content of a file or the output of a command, without one line end.
    private mutating func insert(fileNamed name: Bytes, _ origin: Origin) -> Bytes? {
        reading.inserted += 1
        guard reading.inserted <= LanguageLimits.insertedFiles else {
            stop(at: origin, "more than \(LanguageLimits.insertedFiles) files or commands are read by @(...)")
            return nil
        }
        let answer: Result<Bytes, SurroundingsFailure>
        switch FileReference(name).scheme {
        case nil: answer = world.readFile(name.text)
        case "exec": answer = output(of: String(name.text.dropFirst("exec://".count)))
        case .some(let scheme): answer = .failure(SurroundingsFailure("\(scheme):// is not supported; use a file"))
        }
        switch answer {
        case .failure(let failure):
            problems.error(at: origin, "cannot read @(\(name.text)): \(failure.reason)")
            return nil
        case .success(var bytes):
            work -= bytes.count
            if let last = bytes.last, last == .newline || last == 0x0d { bytes.removeLast() }
            return bytes.beforeZero
        }
    }

    /// What a command prints. Once one has failed, which is because it takes too long or prints without end, none is run
    /// any more: the time that a configuration may take is bounded.
    mutating func output(of command: String) -> Result<Bytes, SurroundingsFailure> {
        guard !reading.commandFailed else { return .failure(SurroundingsFailure("an earlier command failed")) }
        reading.commands += 1
        guard reading.commands <= LanguageLimits.commands else {
            return .failure(SurroundingsFailure("it is one of more than \(LanguageLimits.commands) commands"))
        }
        let answer = world.run(command)
        if case .failure = answer { reading.commandFailed = true }
        return answer
    }
}
