import Kernel
import Options
import Protocol

/// Daemons: started, found, told, ended.
extension Beside {
    func handle(_ event: DaemonLife.Event, of key: String) {
        perform(roster.handle(event, of: key, at: .now))
        onChange()
    }

    func perform(_ orders: [DaemonRoster.Order]) {
        for (key, action) in orders { perform(action, for: key) }
    }

    private func perform(_ action: DaemonLife.Action, for key: String) {
        switch action {
        case .start: start(key)
        case .findPid: findPid(key)
        case .findFamily:
            let isLeft = daemons[key]?.family.members.all.isEmpty == false
            handle(.family(isLeft: isLeft), of: key)
        case .signal(let signal): tell(key, signal)
        case .notify(let signal): _ = try? daemons[key]?.identity.send(signal)
        case .schedule(let timer, let instant):
            schedule(.daemon(key, timer), at: instant) { [unowned self] in handle(.timer(timer), of: key) }
        case .cancel(let timer): cancel(.daemon(key, timer))
        case .log(let text): log.say(text)
        case .endSite(let text): onEndSite(text)
        case .over: forget(key)
        }
    }

    private func start(_ key: String) {
        guard let surroundings, let plan = roster.lives[key]?.plan else { return }
        letGo(key)
        do throws(SystemError) {
            let process = try HelperProcess(
                daemonStart(plan, surroundings), number: newNumber(), log: log, loop: loop)
            daemons[key] = process
            // First of all somebody has to know of it who outlives us.
            handle(.started(process.identity), of: key)
            onKeepsake()
            log.say("\(plan.name) (pid \(process.identity.pid)) is started: \(plan.settings.command)")
            writePidfile(plan, process.identity.pid)
        } catch {
            handle(.notStarted("\(error)"), of: key)
        }
    }

    private func daemonStart(_ plan: DaemonPlan, _ surroundings: Surroundings) -> HelperStart {
        let daemon = plan.settings
        var start = helperStart(DaemonCommand.arguments(daemon.command), name: plan.name, in: surroundings)
        if let directory = daemon.directory {
            start.directory = surroundings.plan.absolute(directory, from: start.directory)
        }
        if daemon.user != nil || daemon.group != nil {
            let user = surroundings.identity ?? Identity.current
            let group = daemon.group ?? user.gid
            start.identity = Identity(uid: daemon.user ?? user.uid, gid: group, groups: [group])
        }
        start.readsInput = daemon.readsInput || surroundings.plan.settings.beside.daemonsReadInput
        return start
    }

    /// Tells what of it nobody of it started. Another user's is told by the emperor.
    private func tell(_ key: String, _ signal: Signal) {
        guard let process = daemons[key] else { return }
        do throws(SystemError) {
            try process.signal(signal)
        } catch {
            if error.isForbidden { return onForbidden(signal == .kill) }
            log.say("\(roster.lives[key]?.plan.name ?? key): \(error)")
        }
    }

    private func letGo(_ key: String) {
        daemons.removeValue(forKey: key)?.letGo()
    }

    private func forget(_ key: String) {
        for timer in DaemonLife.Timer.allCases { cancel(.daemon(key, timer)) }
        letGo(key)
        try? pidfiles.removeValue(forKey: key)?.remove()
        onKeepsake()
        sawEnd()
    }

    // MARK: - Pidfiles

    private func path(of daemon: DaemonPlan) -> String? {
        guard let plan = surroundings?.plan else { return nil }
        return daemon.settings.pidfile.map { plan.absolute($0, from: plan.appDirectory) }
    }

    private func writePidfile(_ daemon: DaemonPlan, _ pid: Int32) {
        guard daemon.settings.isPutIntoBackground, let path = path(of: daemon) else { return }
        do throws(SystemError) {
            guard let identity = surroundings?.identity else {
                return pidfiles[daemon.key] = try Pidfile.write(path, pid: pid)
            }
            pidfiles[daemon.key] = try identity.onFiles { () throws(SystemError) in try Pidfile.write(path, pid: pid) }
        } catch {
            log.say("\(daemon.name): its pidfile: \(error)")
        }
    }

    /// Whom the pidfile names: only a living process of the daemon's user counts, since pids are given to others.
    private func findPid(_ key: String) {
        guard let plan = roster.lives[key]?.plan, let path = path(of: plan),
            let pid = (try? Pidfile.read(path)) ?? nil, let found = ProcessIdentity(of: pid),
            found.user == plan.settings.user ?? (surroundings?.identity ?? Identity.current).uid
        else { return handle(.found(nil, isOurs: false), of: key) }
        if found == daemons[key]?.identity { return handle(.found(found, isOurs: true), of: key) }
        let starter = daemons[key]
        let isOurs = starter?.family.members.all.contains(found) == true || ownChildren().contains(found)
        adopt(key, found, mark: starter?.family.mark, output: starter?.output)
        handle(.found(found, isOurs: isOurs), of: key)
    }

    private func adopt(_ key: String, _ process: ProcessIdentity, mark: String?, output: Output?) {
        letGo(key)
        daemons[key] = try? HelperProcess(process, mark: mark, output: output, loop: loop) { [unowned self] in
            handle(.ended(nil), of: key)
        }
    }

    // MARK: - An earlier master's

    /// What an earlier master ran goes on until a configuration says otherwise.
    func inherit(_ helpers: [HelperStatus]) {
        inherited = helpers
        for helper in helpers where helper.kind == .daemon {
            guard let process = living(helper) else { continue }
            let plan = DaemonPlan(
                key: helper.key, name: helper.name, settings: DaemonSettings(command: helper.command),
                mercy: .seconds(Self.usualMercy))
            let output = outputs.removeValue(forKey: helper.key).map {
                Output($0, log: log, prefix: "\(helper.name): ")
            }
            adopt(helper.key, process, mark: helper.mark, output: output)
            roster.adopt(plan, process, restarts: helper.restarts)
        }
    }

    func living(_ helper: HelperStatus) -> ProcessIdentity? {
        guard let stamp = helper.stamp, let process = ProcessIdentity(of: stamp.pid),
            process.startTime == stamp.startTime, process.isAlive
        else { return nil }
        return process
    }

    // MARK: - Orders

    /// Those that ran before are told, or started anew where they follow reloads.
    func tellOfReload(_ before: Set<String>, follows: Bool) {
        for life in roster.inOrder where before.contains(life.plan.key) {
            let daemon = life.plan.settings
            let signal = daemon.reloadSignal.map { Signal(Int32($0)) }
            if follows && (daemon.pidfile == nil || daemon.isPutIntoBackground) {
                let stop = signal ?? Signal(Int32(daemon.stopSignal))
                handle(.restart("daemons-follow-reload", stop), of: life.plan.key)
            } else if daemon.isToldOfReloads && daemon.pidfile != nil {
                handle(.tell(signal ?? .hangUp), of: life.plan.key)
            }
        }
    }

    /// A file of a daemon was touched.
    func touched(_ path: String, daemon key: String) {
        guard let life = roster.lives[key] else { return }
        handle(.restart("\(path) was touched", Signal(Int32(life.plan.settings.stopSignal))), of: key)
    }
}
