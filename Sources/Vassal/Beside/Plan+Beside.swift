import Kernel
import Options

/// What a plan runs beside the workers.
extension Plan {
    /// Its daemons; `user`: whom the site runs as.
    func daemons(user: Identity) -> [DaemonPlan] {
        var names = Names()
        return settings.beside.daemons.map { daemon in
            let uid = daemon.user ?? user.uid
            let mercy = daemon.mercy ?? settings.beside.daemonMercy ?? workerMercy
            return DaemonPlan(
                key: names.key("\(daemon.written) (uid \(uid))"), name: names.name(of: daemon.command),
                settings: daemon, mercy: .seconds(mercy))
        }
    }

    /// Its commands that run at times.
    func crons(user: Identity) -> [CronPlan] {
        var names = Names()
        return settings.beside.crons.map { cron in
            let seconds = cron.harakiri ?? settings.beside.cronHarakiri ?? 0
            return CronPlan(
                key: names.key("\(cron.written) (uid \(user.uid))"), name: "cron " + names.name(of: cron.command),
                rule: cron, harakiri: seconds == 0 ? nil : .seconds(seconds))
        }
    }

    /// The time zone that the site is told; nil: the machine's.
    var timeZone: String? {
        var zone = environmentValue("TZ")
        for change in settings.app.environment {
            switch change {
            case .set("TZ", let value): zone = value
            case .remove("TZ"): zone = nil
            case .set, .remove: continue
            }
        }
        return zone
    }

    /// Why root does not do what hooks ask it to; nil where it does, or where there is nothing to do for it.
    func whyNotAsRoot() -> String? {
        for hook in settings.beside.hooks(at: .asRoot) {
            guard let file = hook.origin.file else { continue }
            let isRoots =
                file == emperorsFile ? isRoots : emperorsFile == nil && (try? FileFacts(path: file))?.isRoots == true
            if isRoots { continue }
            return
                "\(hook.origin): root does this for the site's own file alone, if that belongs to root and nobody else may "
                + "write it"
        }
        return nil
    }
}

/// Names for things of one kind, each of which is given once.
struct Names {
    private var counts: [String: Int] = [:]
    private var keys: [String: Int] = [:]

    /// The program's name, with a number where there is another one of it.
    mutating func name(of command: String) -> String {
        let words = command.split(whereSeparator: { $0 == " " || $0 == "\t" })
        let first = words.first { $0 != "exec" && !$0.contains("=") } ?? words.first ?? "command"
        let name = first.split(separator: "/").last.map(String.init) ?? String(first)
        counts[name, default: 0] += 1
        let count = counts[name] ?? 1
        return count == 1 ? name : "\(name)-\(count)"
    }

    /// A key, with a number where the same option stands there twice.
    mutating func key(_ text: String) -> String {
        keys[text, default: 0] += 1
        let count = keys[text] ?? 1
        return count == 1 ? text : "\(text) #\(count)"
    }
}
