extension Settings {
    /// The typed values of a configuration, and what is wrong with them. The problems of the evaluation are not repeated.
    public static func make(
        from evaluation: Evaluation, for role: OptionRow.Scope = .site
    ) -> (settings: Settings, problems: [Problem]) {
        var reading = SettingsReading(role: role)
        for entry in evaluation.effective { reading.take(entry) }
        reading.finish(evaluation)
        return (reading.settings, reading.problems)
    }
}

/// Settings in the making.
private struct SettingsReading {
    let role: OptionRow.Scope
    var settings = Settings()
    var problems: [Problem] = []
    private var said: Set<String> = []

    init(role: OptionRow.Scope) {
        self.role = role
    }

    mutating func take(_ entry: Entry) {
        guard let row = OptionTable.row(named: entry.key), row.value.kind != .logic else { return }
        guard isOurs(row, entry) else { return }
        var reader = ValueReader(entry, row)
        let value = reader.read()
        problems += reader.problems
        guard let value else { return }
        judge(row, entry, value)
        if row.oldNames.contains(entry.key) {
            say(.warning, row, entry, "\(entry.key) is an old spelling: write \(row.name)")
        }
        row.value.set?(&settings, value, entry)
    }

    /// An option of the other role does nothing here; common files often hold both.
    private mutating func isOurs(_ row: OptionRow, _ entry: Entry) -> Bool {
        if [.both, role].contains(row.scope) || role == .both || row.status.isAccepted { return true }
        let whose = row.scope == .emperor ? "the emperor's; a site ignores it" : "a site's; the emperor ignores it"
        say(.warning, row, entry, "\(entry.key) is an option of \(whose)")
        return false
    }

    private mutating func judge(_ row: OptionRow, _ entry: Entry, _ value: TypedValue) {
        if value == .flag(false) { return }
        switch row.status {
        case .works, .accepted: break
        case .notBuiltYet(let meanwhile): say(.warning, row, entry, "\(entry.key) is not built yet: \(meanwhile)")
        case .refused(let instead, let stops):
            say(stops ? .error : .warning, row, entry, "\(entry.key) is not supported: \(instead)")
        }
    }

    /// Once for each option.
    private mutating func say(_ severity: Problem.Severity, _ row: OptionRow, _ entry: Entry, _ text: String) {
        if said.insert(row.name).inserted { problems.append(Problem(severity, at: entry.origin, on: .key, text)) }
    }

    /// What depends on several options. `protocol` counts for the sockets of `socket` alone.
    mutating func finish(_ evaluation: Evaluation) {
        let dialect = settings.sockets.dialect
        for index in settings.sockets.listens.indices where settings.sockets.listens[index].option == "socket" {
            settings.sockets.listens[index].dialect = dialect
        }
        if !settings.lifecycle.overlaps {
            problems.warning(
                at: evaluation.origin(of: "reload-overlap"),
                "reload-overlap = false: at a reload the old generation ends before the new one starts; if that fails, "
                    + "the site is down")
        }
        settings.applyEarlyHooks()
        settings.workers.threads = max(1, settings.workers.threads)
        if settings.namesApp && settings.workers.count == 0 {
            problems.error(
                at: evaluation.origin(of: "processes"), "processes = 0 with an application: nobody would serve it")
        }
        if role != .emperor { problems += settings.settleScaling(evaluation) }
        warnOfHiddenMounts(evaluation)
    }

    private mutating func warnOfHiddenMounts(_ evaluation: Evaluation) {
        var points: Set<String> = settings.app.module != nil || settings.app.file != nil ? [""] : []
        for mount in settings.app.mounts where !points.insert(mount.key).inserted {
            let text =
                "mount = \(mount.key)=\(mount.value) is never asked: another application is mounted there before it"
            problems.warning(at: evaluation.origin(of: "mount"), text)
        }
    }
}

extension OptionRow.Status {
    fileprivate var isAccepted: Bool {
        if case .accepted = self { return true }
        return false
    }
}
