import Kernel
import Options
import Protocol
import SiteFile

/// When something is done beside the workers, and as whom.
extension Master {
    func makeBeside() -> Beside {
        let beside = Beside(loop, log: log)
        beside.onEndSite = { [unowned self] in stop($0) }
        beside.onChange = { [unowned self] in tellStatus() }
        beside.onKeepsake = { [unowned self] in tellKeepsakes() }
        beside.isHandedOn = { [unowned self] in link?.isConnected == true }
        beside.onForbidden = { [unowned self] in link?.send(.endHelpers(atOnce: $0)) }
        return beside
    }

    /// A generation serves: what runs beside it is what its plan wants.
    func attend() {
        guard let current = life.current, current.number != attended, !life.stopping else { return }
        attended = current.number
        beside.attend(current.run.plan, as: settled?.zygoteIdentity)
    }

    // MARK: - Hooks

    /// Does what comes before a generation. What belongs to root is done once, while we are.
    func prepareHooks(_ number: Int, _ plan: Plan, then: @escaping () -> Void) {
        let fail = { [unowned self] (text: String) in happen(.notStarted(generation: number, .spawn, text: text)) }
        let go: (String?) -> Void = { problem in
            if let problem { fail(problem) } else { then() }
        }
        guard settled == nil else {
            return beside.run([.asUser, .preApp], of: plan, as: settled?.zygoteIdentity, generation: number, then: go)
        }
        do throws(StartProblem) {
            let user = try StartProblem.ofAccounts { () throws(AccountProblem) in
                try Accounts.identity(plan.settings.identity)
            }
            early(number, plan, user) { [unowned self] problem in
                if let problem { return fail(problem) }
                beside.run([.asUser, .preApp], of: plan, as: user, generation: number, then: go)
            }
        } catch {
            fail(error.text)
        }
    }

    private func early(_ number: Int, _ plan: Plan, _ user: Identity?, then: @escaping (String?) -> Void) {
        beside.run([.asap, .preJail, .inJail, .postJail], of: plan, as: user, generation: number) {
            [unowned self] problem in
            if problem != nil { return then(problem) }
            // As uWSGI: a master that never was root has nothing to do as root.
            guard Identity.current.uid == 0 else { return then(nil) }
            if let why = plan.whyNotAsRoot() { return then(why) }
            beside.run([.asRoot], of: plan, as: nil, generation: number, then: then)
        }
    }

    /// The zygote of a generation said something. When it has loaded the app, hooks come before what follows.
    func deliver(_ report: ZygoteReport, of number: Int) {
        guard case .loaded = report, let plan = generations[number]?.plan else {
            return happen(.zygote(generation: number, report))
        }
        let phases: [HookPhase] = hasLoaded ? [.postApp] : [.postApp, .masterStart]
        beside.run(phases, of: plan, as: settled?.zygoteIdentity, generation: number) { [unowned self] problem in
            if problem == nil { hasLoaded = true }
            let verdict = problem.map { ZygoteReport.failed(.spawn, text: $0) } ?? report
            happen(.zygote(generation: number, verdict))
        }
    }

    /// A worker came to life, or serves.
    func noteHooks(_ report: WorkerReport, of serial: Int) {
        guard let worker = workers[serial], let plan = generations[worker.record.generation]?.plan else { return }
        switch report {
        case .hello: beside.note([.postFork], of: plan, as: settled?.zygoteIdentity)
        case .serving: beside.note(acceptingPhases(of: worker.record.generation), of: plan, as: settled?.zygoteIdentity)
        default: break
        }
    }

    private func acceptingPhases(of generation: Int) -> [HookPhase] {
        let isFirst = generation > lastAccepting
        lastAccepting = max(lastAccepting, generation)
        firstAccepting = firstAccepting ?? generation
        let isOnce = generation == firstAccepting
        return [.accepting] + (isOnce ? [.acceptingOnce] : []) + (isFirst ? [.accepting1] : [])
            + (isFirst && isOnce ? [.accepting1Once] : [])
    }

    func noteHook(_ phase: HookPhase) {
        beside.note([phase], of: settled?.plan, as: settled?.zygoteIdentity)
    }
}
