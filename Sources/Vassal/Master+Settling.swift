import Kernel
import Options
import Protocol

/// What comes before a zygote: log, pidfile, sockets, privileges. In uWSGI's order, so that what needs root happens
/// before it is given up, and what belongs to the site's user after.
extension Master {
    /// The first plan settles the site; later ones may only add sockets. Returns whom the zygote runs as.
    func prepare(_ number: Int, _ plan: Plan) throws(StartProblem) -> Identity? {
        if let settled {
            try refuseAnotherUser(plan, settled)
            let wanted = try plan.wantedSockets(owner: nil)
            try listeners.prepare(wanted, generation: number)
            return settled.zygoteIdentity
        }
        return try settle(number, plan)
    }

    private func settle(_ number: Int, _ plan: Plan) throws(StartProblem) -> Identity? {
        let identity = try Accounts.identity(plan.settings.identity)
        try openLog(plan.logPath, owner: nil)
        var site = SettledSite(plan: plan, sockets: try plan.wantedSockets(owner: identity))
        listeners.adopt(kept, wanted: site.sockets)
        kept = []
        if let mask = plan.settings.identity.umask { setFileMask(mask) }
        try listeners.prepare(site.sockets, generation: number)
        do throws(StartProblem) {
            // A file's name changes hands while root is still there to do it; nobody listens yet.
            try listeners.place(site.sockets)
            site.pidfiles += try writePidfile(plan.pidfile, owner: nil)
            site.pidfiles += try writePidfile(plan.pidfileOfUser, owner: identity)
            try openLog(plan.logPathOfUser, owner: identity)
            let pidfiles = plan.settings.files.vacuum ? site.pidfiles : []
            link?.send(.owns((listeners.files { site.staysBehind($0) } + pidfiles).map(\.owned)))
            site.zygoteIdentity = try dropPrivileges(identity, keepRoot: plan.settings.identity.masterStaysRoot)
        } catch {
            listeners.discard(generation: number)
            for file in site.pidfiles { try? file.remove() }
            throw error
        }
        settled = site
        return site.zygoteIdentity
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

    private func refuseAnotherUser(_ plan: Plan, _ settled: SettledSite) throws(StartProblem) {
        let before = settled.plan.settings.identity
        let after = plan.settings.identity
        if before.user == after.user && before.group == after.group && before.masterStaysRoot == after.masterStaysRoot {
            return
        }
        // A site that serves nothing loses nothing: the emperor starts another master, with all privileges.
        if life.current == nil && link != nil { happen(.kill) }
        throw StartProblem(
            .configuration,
            "uid, gid or master-as-root changed, and this master gave its privileges up: use "
                + "emperorctl restart \(site)")
    }

    private func openLog(_ path: String?, owner: Identity?) throws(StartProblem) {
        guard let path, path != log.path else { return }
        do throws(SystemError) {
            try log.open(path, owner: owner)
        } catch {
            throw StartProblem(error, for: "log file")
        }
    }

    private func writePidfile(_ path: String?, owner: Identity?) throws(StartProblem) -> [OwnFile] {
        guard let path else { return [] }
        do throws(SystemError) {
            return [try Pidfile.write(path, owner: owner)]
        } catch {
            throw StartProblem(error, for: "pidfile")
        }
    }

    // MARK: - Commit

    /// A candidate is ready: only now do sockets open, and modes, owners, backlogs and files change.
    func commit(_ number: Int) {
        guard let plan = generations[number]?.plan, settled != nil else { return }
        do throws(StartProblem) {
            let wanted = try plan.wantedSockets(owner: nil)
            try listeners.commit(settled?.plan == plan ? settled?.sockets ?? wanted : wanted)
            standIn?.end()
            standIn = nil
            try openLog(plan.logPathOfUser ?? plan.logPath, owner: nil)
            if settled?.plan != plan { settled?.sockets = wanted }
            settled?.plan = plan
            if life.generations.count == 1 { listeners.keepOnly(wanted) }
            watchTouchFiles(plan)
            tellKeepsakes()
        } catch {
            happen(.notStarted(generation: number, error.kind, text: error.text))
        }
    }

    /// A site that failed answers for itself: its sockets open, with nobody but us behind them.
    func standInFor(_ number: Int) {
        guard life.current == nil, standIn == nil, let settled else { return }
        try? listeners.commit(settled.sockets)
        standIn = StandIn(loop, on: settled.sockets.compactMap { listeners.descriptor(for: $0.address) })
        tellKeepsakes()
    }

    private func watchTouchFiles(_ plan: Plan) {
        let wasEmpty = touchFiles.isEmpty
        touchFiles = TouchFiles(plan.touchFiles)
        if wasEmpty && !touchFiles.isEmpty { lookAtTouchFiles() }
    }

    /// uWSGI looks once a second, and so do we.
    private func lookAtTouchFiles() {
        loop.schedule(at: .now + .seconds(1)) { [unowned self] in
            if let path = touchFiles.changes().first { bringUp(request: nil, cause: "\(path) was touched") }
            if !touchFiles.isEmpty { lookAtTouchFiles() }
        }
    }
}
