import Kernel

/// The file of a site's log. Every line is appended, wherever the file's end is by then, so that somebody else may cut it
/// short (logrotate's copytruncate).
final class LogFile {
    let path: String
    var rules: LogRules
    /// With whose rights the path is walked; nil: ours.
    private let identity: Identity?
    private var descriptor: SharedDescriptor
    /// As far as we know it, without asking for each line.
    private var size: Int64 = 0
    /// A line was written in part: the disk was full.
    private var isTorn = false

    /// uWSGI's mode of log files.
    private static let mode: UInt32 = 0o640

    /// Opens it at its end, or empty.
    init(_ path: String, as identity: Identity?, rules: LogRules, emptied: Bool) throws(SystemError) {
        self.path = path
        self.identity = identity
        self.rules = rules
        descriptor = try Self.open(path, as: identity)
        if emptied { try emptyFile(descriptor.raw) }
        size = try dress(descriptor)
    }

    /// Opens the same path again, after it was moved away.
    func reopen() throws(SystemError) {
        let fresh = try Self.open(path, as: identity)
        size = try dress(fresh)
        descriptor = fresh
        isTorn = false
    }

    /// Appends a line with its end; false when it did not go out whole.
    func append(_ line: [UInt8]) -> Bool {
        let bytes = isTorn ? [0x0A] + line : line
        guard case .done(let count)? = try? write(descriptor.raw, bytes[...]) else { return false }
        size += Int64(count)
        isTorn = count < bytes.count
        return !isTorn
    }

    private static func open(_ path: String, as identity: Identity?) throws(SystemError) -> SharedDescriptor {
        let open = { () throws(SystemError) in try openFile(path, .append(mode: Self.mode)) }
        guard let identity else { return try open() }
        return try identity.onFiles(open)
    }

    /// Gives it the mode and owner that the rules ask for; returns its size.
    private func dress(_ descriptor: SharedDescriptor) throws(SystemError) -> Int64 {
        let facts = try FileFacts(descriptor: descriptor.raw)
        if let mode = rules.mode, facts.mode != mode { try changeMode(descriptor: descriptor.raw, mode) }
        if let owner = rules.owner, (facts.uid, facts.gid) != (owner.uid, owner.gid) {
            try changeOwner(descriptor: descriptor.raw, uid: owner.uid, gid: owner.gid)
        }
        return facts.size
    }

    // MARK: - Rotation

    /// Whether it has grown too long. Somebody else may have cut it short.
    func isTooLong() -> Bool {
        guard let longest = rules.longest, size > longest else { return false }
        guard let facts = try? FileFacts(descriptor: descriptor.raw), facts.kind == .regular else { return false }
        size = facts.size
        return size > longest
    }

    /// What a rotation at this second would call it; nil where that name is taken, by the rotation before.
    func backup(at second: Int64) -> String? {
        if let backup = rules.backup { return backup }
        let name = "\(path).\(second)"
        return (try? FileFacts(path: name, followLinks: false)) == .some(nil) ? name : nil
    }

    /// Gives it that name and begins another one; rotated files beyond those to keep go.
    func rotate(to backup: String) throws(SystemError) {
        try walk { () throws(SystemError) in try rename(path, to: backup) }
        do {
            try reopen()
        } catch {
            try? walk { () throws(SystemError) in try rename(backup, to: path) }
            throw error
        }
        try walk { () throws(SystemError) in try prune() }
    }

    private func prune() throws(SystemError) {
        if rules.kept == 0 || rules.backup != nil { return }
        let directory = parentDirectory(of: path) ?? "/"
        let name = path.split(separator: "/").last.map(String.init) ?? path
        for outdated in rules.outdated(among: try listDirectory(directory), of: name) {
            try unlink("\(directory)/\(outdated)")
        }
    }

    private func walk(_ body: () throws(SystemError) -> Void) throws(SystemError) {
        guard let identity else { return try body() }
        try identity.onFiles(body)
    }
}
