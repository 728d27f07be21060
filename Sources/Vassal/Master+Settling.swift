import Kernel
import Options
import Protocol
import SiteFile

/// What comes before a zygote: log, pidfile, sockets, privileges. In uWSGI's order, so that what needs root happens
/// before it is given up, and what belongs to the site's user after.
extension Master {
    /// What a generation is started with.
    typealias Preparation = (sockets: [WantedSocket], zygoteIdentity: Identity?)

    /// The first plan settles the site; later ones may only add sockets.
    func prepare(_ number: Int, _ plan: Plan) throws(StartProblem) -> Preparation {
        guard let settled else { return try settle(number, plan) }
        makeRuntimeDirectories(plan, for: settled.zygoteIdentity)
        let wanted = try plan.wantedSockets(owner: settled.zygoteIdentity)
        try listeners.prepare(wanted, generation: number)
        return (wanted, settled.zygoteIdentity)
    }

    private func settle(_ number: Int, _ plan: Plan) throws(StartProblem) -> Preparation {
        let identity = try StartProblem.ofAccounts { () throws(AccountProblem) in
            try Accounts.identity(plan.settings.identity)
        }
        log.rules = plan.logRules(user: identity)
        makeRuntimeDirectories(plan, for: identity)
        try openFirstLog(plan.logPath, plan, as: nil)
        var site = SettledSite(plan: plan, sockets: try plan.wantedSockets(owner: identity), user: identity)
        listeners.adopt(kept, wanted: site.sockets)
        kept = []
        if let mask = plan.settings.identity.umask { setFileMask(mask) }
        try listeners.prepare(site.sockets, generation: number)
        do throws(StartProblem) {
            // A file's name changes hands while root is still there to do it; nobody listens yet.
            try listeners.place(site.sockets)
            site.pidfiles += try writePidfile(plan.pidfile, as: nil)
            site.pidfiles += try writePidfile(plan.pidfileOfUser, as: identity)
            try openFirstLog(plan.logPathOfUser, plan, as: identity)
            try serveFifo(plan, as: identity)
            link?.send(.owns(filesToRemove(site).map(\.owned)))
            if let identity, !plan.settings.identity.masterStaysRoot { listeners.give(to: identity) }
            site.zygoteIdentity = try dropPrivileges(identity, keepRoot: plan.settings.identity.masterStaysRoot)
        } catch {
            listeners.discard(generation: number)
            for file in site.pidfiles { try? file.remove() }
            fifo.end()
            throw error
        }
        settled = site
        wearTitle(plan)
        return (site.sockets, site.zygoteIdentity)
    }

    private func dropPrivileges(_ identity: Identity?, keepRoot: Bool) throws(StartProblem) -> Identity? {
        guard let identity else { return nil }
        if keepRoot { return identity }
        do throws(SystemError) {
            try identity.assume()
        } catch {
            throw StartProblem(error, for: "uid/gid")
        }
        log.say("running as uid \(identity.uid), gid \(identity.gid)")
        return nil
    }

    private func writePidfile(_ path: String?, as identity: Identity?) throws(StartProblem) -> [OwnFile] {
        guard let path else { return [] }
        return [try onFiles("pidfile", as: identity) { () throws(SystemError) in try Pidfile.write(path) }]
    }

    /// What a user's file is made with: no more than the user's own rights.
    private func onFiles<Result>(
        _ what: String, as identity: Identity?, _ body: () throws(SystemError) -> Result
    ) throws(StartProblem) -> Result {
        do throws(SystemError) {
            guard let identity else { return try body() }
            return try identity.onFiles(body)
        } catch {
            throw StartProblem(error, for: what)
        }
    }

    // MARK: - Commit

    /// A candidate is ready: only now do sockets open, and modes, owners, backlogs and files change.
    /// Said again of the generation that serves, it takes back what a candidate changed that failed after all.
    func commit(_ number: Int) {
        guard let processes = generations[number], var site = settled else { return }
        do throws(StartProblem) {
            try renewLog(processes.plan, site)
            try renewPidfiles(&site, processes.plan)
            try serveFifo(processes.plan, as: site.zygoteIdentity)
            try listeners.commit(processes.sockets)
        } catch {
            log.say("generation \(number): \(error.text)")
            return happen(.notStarted(generation: number, error.kind, text: error.text))
        }
        standIn?.end()
        standIn = nil
        processes.isOpen = true
        protect(number)
        forgetChangedIncludes(asOf: processes.watched)
        site.plan = processes.plan
        site.sockets = processes.sockets
        settled = site
        wearTitle(site.plan)
        partFromSockets()
        files.watch(processes.watched)
        watchMemory(site.plan)
        tellKeepsakes()
    }

    /// A pidfile that the ini names by now is written, one that it does not name any more goes.
    private func renewPidfiles(_ site: inout SettledSite, _ plan: Plan) throws(StartProblem) {
        let wanted = [plan.pidfile, plan.pidfileOfUser]
        if wanted == [site.plan.pidfile, site.plan.pidfileOfUser] { return }
        let known = Set(site.pidfiles.map(\.path))
        var fresh: [OwnFile] = []
        for (path, identity) in zip(wanted, [nil, site.zygoteIdentity]) where path.map(known.contains) == false {
            fresh += try writePidfile(path, as: identity)
        }
        for file in site.pidfiles where !wanted.contains(file.path) { try? file.remove() }
        site.pidfiles = site.pidfiles.filter { wanted.contains($0.path) } + fresh
    }

    /// Writes them all again, for somebody who lost one.
    func rewritePidfiles() {
        guard var site = settled else { return }
        do throws(StartProblem) {
            for (index, file) in site.pidfiles.enumerated() {
                let identity = file.path == site.plan.pidfileOfUser ? site.zygoteIdentity : nil
                site.pidfiles.replaceSubrange(index...index, with: try writePidfile(file.path, as: identity))
            }
        } catch {
            log.say(error.text)
        }
        settled = site
    }

    /// A site that failed answers for itself: its sockets open, with nobody but us behind them.
    func standInFor(_ number: Int) {
        guard life.current == nil, standIn == nil, let settled else { return }
        try? listeners.commit(settled.sockets)
        standIn = StandIn(loop, on: settled.sockets.compactMap { listeners.descriptor(for: $0.address) })
        files.watch(watchedFiles(life.lastRun?.plan ?? settled.plan))
        tellKeepsakes()
    }
}
