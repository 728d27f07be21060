import Kernel
import Options

/// How a site's log is kept.
struct LogRules: Equatable {
    /// Begins each line: a form of strftime(3), or, where it is empty, the form of uWSGI; nil: nothing does.
    var date: String?
    /// The file is rotated when it is longer, in bytes; nil: never.
    var longest: Int?
    /// The rotated file's name; nil: the log's with the second of its rotation, so that there may be many.
    var backup: String?
    /// How many rotated files stay; 0: all.
    var kept = 0
    /// Permission bits; nil: as it was made.
    var mode: UInt32?
    /// Whose it is to be; nil: whoever makes it.
    var owner: Identity?

    /// The rotated files of a log that are too many, among the names of its directory. Only names that a rotation gives
    /// count: the log's, and the seconds since 1970.
    func outdated(among names: [String], of log: String) -> [String] {
        guard kept > 0, backup == nil else { return [] }
        let rotated = names.filter { name in
            let second = name.dropFirst(log.count + 1)
            return name.hasPrefix(log + ".") && second.count == 10
                && second.utf8.allSatisfy { (0x30...0x39).contains($0) }
        }
        return Array(rotated.sorted().dropLast(kept))
    }
}

extension Plan {
    /// How the site's log is kept; `user`: whom the site runs as.
    func logRules(user: Identity?) -> LogRules {
        let logs = settings.logs
        return LogRules(
            date: logs.date, longest: logs.longest, backup: logs.backup.map { absolute($0, from: directory) },
            kept: logs.kept, mode: logs.mode, owner: logs.belongsToUser ? user : nil)
    }
}
