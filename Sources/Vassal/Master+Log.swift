import Kernel
import Options

/// The site's log, from the first plan to the newest.
extension Master {
    /// Opens the log of the first plan: the one that is opened before privileges are dropped, or the user's.
    func openFirstLog(_ path: String?, _ plan: Plan, as identity: Identity?) throws(StartProblem) {
        try openLog(path, as: identity, emptied: plan.settings.logs.isEmptiedAtStart)
    }

    /// The log is as this plan wants it.
    func renewLog(_ plan: Plan, _ site: SettledSite) throws(StartProblem) {
        let before = (path: log.path, rules: log.rules)
        log.rules = plan.logRules(user: site.user)
        let identity = plan.logPathOfUser == nil ? nil : site.zygoteIdentity
        try openLog(plan.logPathOfUser ?? plan.logPath, as: identity, emptied: false)
        let isOther = log.path != before.path
        if !isOther && (plan.settings.logs.reopensAtReload || log.rules != before.rules) { reopenLog() }
        try useLoggers(plan, as: site.zygoteIdentity)
    }

    /// Lines go to the loggers of this plan, which are opened anew: they may be other files by now.
    private func useLoggers(_ plan: Plan, as identity: Identity?) throws(StartProblem) {
        let settings = plan.settings.logs.loggers
        do throws(SystemError) {
            var targets: [LogTarget] = []
            for logger in settings.loggers + settings.requestLoggers {
                targets.append(try LogTarget(logger.target, log.rules, as: identity, below: plan.appDirectory))
            }
            log.use(LogWays(settings), targets)
        } catch {
            throw StartProblem(error, for: "logger")
        }
    }

    private func openLog(_ path: String?, as identity: Identity?, emptied: Bool) throws(StartProblem) {
        guard let path, path != log.path else { return }
        do throws(SystemError) {
            try log.open(path, as: identity, emptied: emptied)
        } catch {
            throw StartProblem(error, for: "log file")
        }
    }

    func reopenLog() {
        do throws(SystemError) {
            try log.reopen()
        } catch {
            log.say("the log could not be opened again: \(error)")
        }
    }
}
