/// What reading files has left behind: contents at hand, the file that `:section` means, and what is open.
struct ReadingState {
    /// Contents that need not be read.
    var given: [String: Bytes] = [:]
    /// The file that was opened last, as given.
    var lastFile: String?
    /// The files within each other that are being read, outermost first.
    var open: [String] = []
    /// How many files were read.
    var count = 0
    /// A limit was met: nothing more is read.
    var isOverfull = false
}

/// The parts of `FILE`, `FILE:SECTION` and `:SECTION`.
struct FileReference {
    let file: String
    let section: String?
    /// The part before `://`; nil for a plain path.
    let scheme: String?

    private static let schemes = ["emperor", "http", "data", "sym", "section", "fd", "exec", "call", "callint"]

    init(_ text: String) {
        let scheme = Self.schemes.first { text.hasPrefix($0 + "://") }
        self.scheme = scheme
        let from = scheme == nil ? text.startIndex : text.lastIndex(of: "/") ?? text.startIndex
        guard let colon = text[from...].lastIndex(of: ":") else {
            file = text
            section = nil
            return
        }
        file = String(text[..<colon])
        section = String(text[text.index(after: colon)...])
    }

    /// The command of `exec://`.
    var command: String { String(file.dropFirst("exec://".count)) }
    var isPlainPath: Bool { scheme == nil && file != "-" }
}

extension Evaluator {
    /// Reads an ini file in place. A template (`include`, `inherit`) does not set the upper-case magic variables.
    mutating func load(_ text: Bytes, template: Bool, _ origin: Origin) {
        guard !reading.isOverfull, mayRead(text.text, origin) else { return }
        let reference = FileReference(text.text)
        let file = reference.file.isEmpty ? reading.lastFile : reference.file
        guard let file else {
            return problems.error(at: origin, "\"\(text.text)\" names a section of a file, and no file was read yet")
        }
        setMagic(reference, asFirst: !template)
        switch content(of: file, reference) {
        case .failure(let failure): problems.error(at: origin, "cannot read \(file): \(failure.reason)")
        case .success(let bytes):
            reading.lastFile = file
            reading.open.append(text.text)
            read(bytes, of: file, section: reference.section.flatMap { $0.isEmpty ? nil : $0 } ?? "uwsgi", origin)
            reading.open.removeLast()
        }
    }

    private mutating func mayRead(_ text: String, _ origin: Origin) -> Bool {
        reading.count += 1
        if reading.open.count >= LanguageLimits.depth {
            let again = reading.open.lastIndex(of: text).map { reading.open[$0...] + [text] }
            let chain = again.map { $0.joined(separator: " -> ") }
            problems.error(
                at: origin, chain.map { "files that include each other: \($0)" } ?? "files are nested too deeply")
            reading.isOverfull = true
        } else if reading.count > LanguageLimits.files {
            problems.error(at: origin, "more than \(LanguageLimits.files) files; the rest is left out")
            reading.isOverfull = true
        }
        return !reading.isOverfull
    }

    private mutating func setMagic(_ reference: FileReference, asFirst: Bool) {
        guard reference.isPlainPath else {
            return magic.fill(given: reference.file, section: nil, file: nil, asFirst: asFirst)
        }
        var names: FileNames?
        if !reference.file.isEmpty {
            let path = absolutePath(of: reference.file)
            names = FileNames(program: world.program, path: path, inode: world.inode(of: path))
        }
        magic.fill(given: reference.file, section: reference.section, file: names, asFirst: asFirst)
    }

    /// The path of a file that is a link stays; every other one is resolved.
    private func absolutePath(of file: String) -> String {
        let whole = file.hasPrefix("/") ? file : "\(world.workingDirectory)/\(file)"
        return world.isLink(file) ? whole : world.realPath(file) ?? whole
    }

    private mutating func content(of file: String, _ reference: FileReference) -> Result<Bytes, SurroundingsFailure> {
        if let bytes = reading.given[file] { return .success(bytes) }
        switch reference.scheme {
        case nil:
            if !files.contains(file) { files.append(file) }
            return world.readFile(file)
        case "exec": return world.run(reference.command)
        case .some(let scheme): return .failure(SurroundingsFailure("\(scheme):// is not supported; use a file"))
        }
    }
}
