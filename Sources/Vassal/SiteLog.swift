import Kernel

/// Where a site's lines go: its own file, or standard error with the site's name before each. A log that cannot be
/// written drops lines and counts them; it never holds up the site.
final class SiteLog {
    /// Stands before each line on standard error.
    var prefix: String
    private var file: SharedDescriptor?
    private(set) var path: String?
    private var dropped = 0

    /// A log on standard error; `prefix` stands before each line.
    init(prefix: String) {
        self.prefix = prefix
    }

    /// Writes to this file from now on, at its end (mode 0640, as uWSGI's logto).
    func open(_ path: String) throws(SystemError) {
        file = try openFile(path, .append(mode: 0o640))
        self.path = path
    }

    /// Opens the same path again, after it was moved away.
    func reopen() throws(SystemError) {
        if let path { try open(path) }
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
        guard let file else { return writeWithoutWaiting(Array(prefix.utf8) + line + [0x0A], to: 2) }
        guard case .done(let count)? = try? Kernel.write(file.raw, line + [0x0A]) else { return false }
        return count == line.count + 1
    }
}
