import Kernel

/// SIGHUP reads the emperor's own configuration again. What cannot be read changes nothing.
extension Emperor {
    func readAgain() {
        do throws(SystemError) {
            try setup.standing.reopenLog()
        } catch {
            log("the log is not opened again: \(error)")
        }
        switch reread() {
        case .run(let fresh, let warnings):
            for warning in warnings { log(warning) }
            take(fresh)
        case .wrong(let problems), .unusable(let problems):
            for problem in problems { log(problem) }
            log("the configuration stays as it was")
        case .help, .version, .completion: break
        }
    }

    private func take(_ fresh: Setup) {
        let fixed = setup.fixedDifferences(from: fresh)
        if !fixed.isEmpty { log("what changed of \(fixed.joined(separator: ", ")) needs a restart of the emperor") }
        let before = setup
        setup.adopt(fresh)
        if setup.starting != before.starting {
            for holding in holdings.values { holding.site.backoff = setup.starting.backoff }
        }
        let isElsewhere = setup.patterns != before.patterns
        if isElsewhere { log("serving the sites of \(setup.places)") }
        siteFiles.change(to: setup.sources, frequency: .seconds(setup.frequency))
    }
}

extension Setup {
    /// Takes over what can change while the emperor runs.
    fileprivate mutating func adopt(_ fresh: Setup) {
        (patterns, rules, ownSite, frequency) = (fresh.patterns, fresh.rules, fresh.ownSite, fresh.frequency)
        (defaults, starting, refusesCommands) = (fresh.defaults, fresh.starting, fresh.refusesCommands)
    }

    /// What differs and cannot change, by the names of the options.
    fileprivate func fixedDifferences(from fresh: Setup) -> [String] {
        let logs = standing.logPath != fresh.standing.logPath || standing.logPathOfUser != fresh.standing.logPathOfUser
        let pidfiles =
            standing.pidfiles != fresh.standing.pidfiles || standing.pidfilesOfUser != fresh.standing.pidfilesOfUser
        // One that has given root up reads that it is whom it is to be.
        let user = fresh.standing.identity != nil
        return [
            (user, "uid, gid"), (logs, "logto"), (pidfiles, "pidfile"),
            (runDirectory != fresh.runDirectory, "run-dir"), (stateDirectory != fresh.stateDirectory, "state-dir"),
        ].filter(\.0).map(\.1)
    }
}
