import Kernel
import Options

/// Where a site's lines go: its own file, or standard error with the site's name before each; and loggers, where it has
/// some. A log that cannot be written drops lines and counts them; it never holds up the site.
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
    private var ways = LogWays()
    private var targets: [LogTarget] = []
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

    /// Lines go these ways from now on, to these loggers.
    func use(_ ways: LogWays, _ targets: [LogTarget]) {
        (self.ways, self.targets) = (ways, targets)
    }

    /// Opens the same paths again, after they were moved away.
    func reopen() throws(SystemError) {
        try file?.reopen()
        for case .file(let file) in targets { try file.reopen() }
    }

    /// One line of the site's processes. One about a request has its own date, and gets no other, as in uWSGI
    /// (core/logging.c, uwsgi_logit_simple and uwsgi_logit_lf).
    func write(_ line: [UInt8], isRequest: Bool = false) {
        if dropped > 0 {
            let note = date() + Array("vassal: \(dropped) lines were lost while the log could not be written\n".utf8)
            guard put(note) else { return dropped += 1 }
            dropped = 0
        }
        let text = (isRequest ? [] : date()) + line + [0x0A]
        if ways.areNone {
            if !put(text) { dropped += 1 }
            return
        }
        for delivery in ways.deliveries(of: text, isRequest: isRequest) where !deliver(delivery) { dropped += 1 }
    }

    /// One line of the master's.
    func say(_ text: String) {
        write(Array("vassal: \(text)".utf8))
    }

    private func deliver(_ delivery: LogWays.Delivery) -> Bool {
        switch delivery.logger.map({ targets[$0] }) {
        case nil, .log: return put(delivery.bytes)
        case .file(let file): return put(delivery.bytes, in: file)
        case .datagrams(let target, let form):
            let message = form.message(delivery.bytes, at: Int64(unixTime()))
            guard case .done? = try? target.send(message) else { return false }
            return true
        }
    }

    private func put(_ text: [UInt8]) -> Bool {
        guard let file else { return writeWithoutWaiting(Array(prefix.utf8) + text, to: 2) }
        return put(text, in: file)
    }

    private func put(_ text: [UInt8], in file: LogFile) -> Bool {
        if Instant.now >= noRotationBefore, file.isTooLong() { rotate(file) }
        return file.append(text)
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

    /// Begins other files, those that are there having got other names.
    func rotate() {
        if let file { rotate(file) }
        for case .file(let file) in targets { rotate(file) }
    }

    private func rotate(_ file: LogFile) {
        guard let backup = file.backup(at: Int64(unixTime())) else { return }
        do throws(SystemError) {
            try file.rotate(to: backup)
        } catch {
            noRotationBefore = .now + Self.rotationPatience
            say("the log could not be rotated: \(error)")
        }
    }
}
