/// What reading files has left behind: contents at hand, the file that `:section` means, and what is open.
struct ReadingState {
    /// Contents that need not be read.
    var given: [Bytes: Bytes] = [:]
    /// The file that was opened last, as given.
    var lastFile: Bytes?
    /// The files within each other that are being read, outermost first.
    var open: [Bytes] = []
    /// How many files were read.
    var count = 0
    /// How many files and commands `@(...)` has read.
    var inserted = 0
    /// How many bytes were read.
    var bytes = 0
    /// How many bytes magic variables have added.
    var magicBytes = 0
    /// How many warnings about percent signs there were.
    var warnings = 0
    /// How many commands were run.
    var commands = 0
    /// A command failed, and no other is run.
    var commandFailed = false
    /// A limit was met: nothing more is read.
    var isOverfull = false
}

/// The parts of `FILE`, `FILE:SECTION` and `:SECTION`.
struct FileReference {
    let file: Bytes
    let section: Bytes?
    /// The part before `://`; nil for a plain path.
    let scheme: String?

    private static let schemes = ["emperor", "http", "data", "sym", "section", "fd", "exec", "call", "callint"]

    init(_ text: Bytes) {
        scheme = Self.schemes.first { text.starts(with: "\($0)://".utf8) }
        let from = scheme == nil ? 0 : text.lastIndex(of: .slash) ?? 0
        guard let colon = text[from...].lastIndex(of: .colon) else {
            file = text
            section = nil
            return
        }
        file = Bytes(text[..<colon])
        section = Bytes(text[(colon + 1)...])
    }

    var isPlainPath: Bool { scheme == nil && file.text != "-" }
    /// Whether it is a section of the file that was read last.
    var isOfLastFile: Bool { file.isEmpty && section != nil }
}

extension Evaluator {
    /// Reads an ini file in place. A template (`include`, `inherit`) and what it reads do not set the upper-case magic
    /// variables.
    mutating func load(_ text: Bytes, template: Bool, _ origin: Origin) {
        guard !reading.isOverfull, mayRead(text, origin) else { return }
        let reference = FileReference(text)
        guard let file = reference.isOfLastFile ? reading.lastFile : reference.file else {
            return problems.error(at: origin, "\"\(text.text)\" names a section of a file, and no file was read yet")
        }
        let hadFirst = magic.hasFirstFile
        magic.hasFirstFile = hadFirst || template
        setMagic(reference)
        switch content(of: file) {
        case .failure(let failure): problems.error(at: origin, "cannot read \(file.text): \(failure.reason)")
        case .success(let bytes):
            guard mayTake(bytes, origin) else { return }
            reading.lastFile = file
            reading.open.append(text)
            let section = reference.section ?? []
            read(bytes, of: file.text, section: section.isEmpty ? Bytes("uwsgi") : section, origin)
            reading.open.removeLast()
        }
        if template { magic.hasFirstFile = hadFirst }
        if !template && !hadFirst && reference.isPlainPath { magic.leaveFirst(text) }
    }

    private mutating func mayRead(_ text: Bytes, _ origin: Origin) -> Bool {
        reading.count += 1
        if reading.open.count >= LanguageLimits.depth {
            let again = reading.open.lastIndex(of: text).map { reading.open[$0...] + [text] }
            let chain = again.map { $0.map(\.text).joined(separator: " -> ") }
            problems.error(
                at: origin, chain.map { "files that include each other: \($0)" } ?? "files are nested too deeply")
            reading.isOverfull = true
        } else if reading.count > LanguageLimits.files {
            problems.error(at: origin, "more than \(LanguageLimits.files) files; the rest is left out")
            reading.isOverfull = true
        }
        return !reading.isOverfull
    }

    /// Whether so many bytes more may be read.
    mutating func mayTake(_ bytes: Bytes, _ origin: Origin) -> Bool {
        reading.bytes += bytes.count
        if reading.bytes > LanguageLimits.bytes { stop(at: origin, "all files together are too large") }
        return !reading.isOverfull
    }

    /// What is no path leaves all variables but `%o` as they are.
    private mutating func setMagic(_ reference: FileReference) {
        guard reference.isPlainPath else { return magic.setGiven(reference.file) }
        var names: FileNames?
        if !reference.isOfLastFile {
            let path = absolutePath(of: reference.file.text)
            names = FileNames(program: world.program, path: path, inode: world.inode(of: path))
        }
        magic.fill(given: reference.file, section: reference.section, file: names)
    }

    /// The path of a file that is a link stays; every other one is resolved.
    private func absolutePath(of file: String) -> String {
        let whole = file.hasPrefix("/") ? file : "\(world.workingDirectory)/\(file)"
        return world.isLink(file) ? whole : world.realPath(file) ?? whole
    }

    private mutating func content(of file: Bytes) -> Result<Bytes, SurroundingsFailure> {
        if let bytes = reading.given[file] { return .success(bytes) }
        switch FileReference(file).scheme {
        case nil:
            if !files.contains(file.text) { files.append(file.text) }
            return world.readFile(file.text)
        case "exec": return output(of: Bytes(file.dropFirst("exec://".count)).text)
        case .some(let scheme): return .failure(SurroundingsFailure("\(scheme):// is not supported; use a file"))
        }
    }
}
