/// The environment of masters, from ours: without the variables that speak to the emperor alone, and with each
/// `UWSGI_VASSAL_X` as `UWSGI_X`, in place of one that is there (core/emperor.c).
func mastersEnvironment(from entries: [String]) -> [String] {
    let prefix = "UWSGI_VASSAL_"
    let ours = entries.filter { entry in !["NOTIFY_SOCKET=", "LISTEN_", "WATCHDOG_"].contains(where: entry.hasPrefix) }
    let renamed = ours.filter { $0.hasPrefix(prefix) }.map { "UWSGI_" + $0.dropFirst(prefix.count) }
    let replaced = Set(renamed.map(name))
    return ours.filter { !$0.hasPrefix(prefix) && !replaced.contains(name($0)) } + renamed
}

private func name(_ entry: String) -> Substring { entry.prefix { $0 != "=" } }
