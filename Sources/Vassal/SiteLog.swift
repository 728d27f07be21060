import Kernel

/// Where a site's lines go: its own file, or standard error with the site's name before each. A log that cannot be
/// written drops lines and counts them; it never holds up the site.
final class SiteLog {
    /// Stands before each line on standard error.
    var prefix: String
    /// How it is kept.
    var rules = LogRules() {
        didSet {
            file?.rules = rules
            lastDate = (0, [])
        }
    }
    private var file: LogFile?
    private var dropped = 0
    /// The date as it begins lines, made once a second.
    private var lastDate: (second: Int64, text: [UInt8]) = (0, [])
    /// A rotation failed: the next try is not before this instant.
    private var noRotationBefore = Instant(nanoseconds: 0)

    private static let rotationPatience = Duration.seconds(60)

    /// A log on standard error; `prefix` stands before each line.
    init(prefix: String) {
        self.prefix = prefix
    }

    /// The file; nil: standard error.
    var path: String? { file?.path }

    /// Writes to this file from now on, at its end or, `emptied`, from its start. The path is walked with the rights of
    /// `identity`, whenever the file is opened.
    func open(_ path: String, as identity: Identity?, emptied: Bool = false) throws(SystemError) {
        file = try LogFile(path, as: identity, rules: rules, emptied: emptied)
    }

    /// Opens the same path again, after it was moved away.
    func reopen() throws(SystemError) {
        try file?.reopen()
    }

    /// One line of the site's processes.
    func write(_ line: [UInt8]) {
        if dropped > 0 {
            let note = "vassal: \(dropped) lines were lost while the log could not be written"
            guard put(Array(note.utf8)) else { return dropped += 1 }
            dropped = 0
        }
        if !put(line) { dropped += 1 }
    }

    /// One line of the master's.
    func say(_ text: String) {
        write(Array("vassal: \(text)".utf8))
    }

    private func put(_ line: [UInt8]) -> Bool {
        guard let file else {
            return writeWithoutWaiting(Array(prefix.utf8) + date() + line + [0x0A], to: 2)
        }
        if Instant.now >= noRotationBefore, file.isTooLong() { rotate() }
        return file.append(date() + line)
    }

    /// What begins a line, as uWSGI's log-date has it: the date and " - ".
    private func date() -> [UInt8] {
        guard let form = rules.date else { return [] }
        let second = Int64(unixTime())
        if lastDate.second != second {
            let text = form.isEmpty ? localDate(second) : localDate(second, form: form)
            lastDate = (second, text + Array(" - ".utf8))
        }
        return lastDate.text
    }

    // MARK: - Rotation

    /// Begins another file, the one that is there having got another name.
    func rotate() {
        guard let file, let backup = file.backup(at: Int64(unixTime())) else { return }
        do throws(SystemError) {
            try file.rotate(to: backup)
        } catch {
            noRotationBefore = .now + Self.rotationPatience
            say("the log could not be rotated: \(error)")
        }
    }
}
