/// The values of `attach-daemon` and its kin (core/daemons.c).
enum DaemonForms {
    /// `COMMAND`.
    static func plain(_ text: String, isControl: Bool) -> Form<DaemonSettings> {
        var daemon = DaemonSettings(command: text)
        daemon.isControl = isControl
        return text.isEmpty ? .wrong("has no command") : Form(daemon)
    }

    /// `PIDFILE[,SECONDS] COMMAND`.
    static func smart(_ text: String, isPutIntoBackground: Bool) -> Form<DaemonSettings> {
        guard let (place, command) = text.firstWord else {
            return .wrong("is not of the form PIDFILE[,SECONDS] COMMAND", uwsgi: "ends with an error")
        }
        let parts = place.split(separator: ",", maxSplits: 1, omittingEmptySubsequences: false)
        var daemon = DaemonSettings(command: command)
        daemon.pidfile = String(parts[0])
        daemon.isPutIntoBackground = isPutIntoBackground
        guard parts.count > 1 else { return Form(daemon) }
        guard let seconds = Int(parts[1]), (1...86400).contains(seconds) else {
            return .wrong("has \(parts[1]) for the seconds after the pidfile: write a whole number from 1 to 86400")
        }
        daemon.patience = seconds
        return Form(daemon)
    }

    private static let keys = [
        "cmd", "pidfile", "freq", "control", "daemonize", "touch", "stopsignal", "reloadsignal", "stdin", "uid", "gid",
        "ns_pid", "chdir", "max_throttle", "notifypid", "legion", "mercy",
    ]
    private static let otherKeys = [
        "command": "cmd", "exec": "cmd", "daemon": "daemonize", "stop_signal": "stopsignal",
        "reload_signal": "reloadsignal",
    ]
    private static let signals = 1...64
    private static let identities = 0...Int(UInt32.max) - 1

    /// `KEY=VALUE,KEY=VALUE`.
    static func keyed(_ text: String) -> Form<DaemonSettings> {
        var values = KeyValues(text, keys: keys, others: otherKeys)
        guard let command = values.text("cmd"), !command.isEmpty else {
            return Form(
                nil, values.problems + [.error("has no command: write cmd=COMMAND", uwsgi: "ends with an error")])
        }
        var daemon = DaemonSettings(command: command)
        readLife(&daemon, &values)
        readSurroundings(&daemon, &values)
        return Form(daemon, values.problems + contradictions(daemon, values))
    }

    private static func readLife(_ daemon: inout DaemonSettings, _ values: inout KeyValues) {
        daemon.pidfile = values.text("pidfile")
        daemon.patience = values.number("freq", 1...86400) ?? daemon.patience
        daemon.isControl = values.flag("control")
        daemon.isPutIntoBackground = values.flag("daemonize")
        daemon.stopSignal = values.number("stopsignal", signals) ?? daemon.stopSignal
        daemon.reloadSignal = values.number("reloadsignal", signals)
        daemon.isToldOfReloads = values.flag("notifypid")
        // uWSGI's 0 is its own longest delay, five minutes.
        let longest = values.number("max_throttle", 0...86400) ?? 0
        daemon.longestDelay = longest == 0 ? daemon.longestDelay : longest
        daemon.mercy = values.number("mercy", 0...86400)
    }

    private static func readSurroundings(_ daemon: inout DaemonSettings, _ values: inout KeyValues) {
        daemon.touches = values.text("touch")?.split(separator: ";").map(String.init) ?? []
        daemon.readsInput = values.flag("stdin")
        // uWSGI's 0 is nobody else than the site's user.
        daemon.user = values.number("uid", identities).flatMap { $0 == 0 ? nil : UInt32($0) }
        daemon.group = values.number("gid", identities).flatMap { $0 == 0 ? nil : UInt32($0) }
        daemon.directory = values.text("chdir")
    }

    private static func contradictions(_ daemon: DaemonSettings, _ values: KeyValues) -> [FormProblem] {
        var problems: [FormProblem] = []
        if daemon.isPutIntoBackground && daemon.pidfile == nil {
            problems.append(.error("has daemonize without pidfile: write pidfile=FILE", uwsgi: "crashes"))
        }
        if values.text("ns_pid") != nil {
            problems.append(.warning("has ns_pid, which is not supported: it gets no pid namespace of its own"))
        }
        if values.text("legion") != nil {
            problems.append(.error("has legion, which is not supported: there is no clustering; take the key out"))
        }
        return problems
    }
}
