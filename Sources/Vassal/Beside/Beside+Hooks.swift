import Kernel
import Options

/// Hooks: what is done at moments of the site's life.
extension Beside {
    /// Does what a plan wants at some moments, and then calls `then` with what failed; at once where there is nothing to do.
    func run(
        _ phases: [HookPhase], of plan: Plan, as identity: Identity?, generation: Int? = nil,
        then: @escaping (String?) -> Void
    ) {
        let hooks = phases.flatMap { phase in plan.settings.beside.hooks(at: phase) }
        if hooks.isEmpty { return then(nil) }
        do throws(StartProblem) {
            let surroundings = Surroundings(
                plan: plan, identity: identity, environment: try GenerationProcesses.environment(plan))
            begin(hooks, surroundings, generation, then)
        } catch {
            then(error.text)
        }
    }

    private func begin(
        _ hooks: [HookSettings], _ surroundings: Surroundings, _ generation: Int?, _ then: @escaping (String?) -> Void
    ) {
        let run = HookRun(
            hooks, generation: generation, log: log,
            spawn: { [unowned self] command, name throws(SystemError) in
                var start = helperStart(command, name: name, in: surroundings)
                start.diesWithMaster = true
                return try HelperProcess(start, number: newNumber(), log: log, loop: loop)
            },
            then: { [unowned self] run, problem in
                self.hooks.removeAll { $0 === run }
                if !run.isForsaken { then(problem) }
                sawEnd()
            })
        self.hooks.append(run)
        run.next()
    }

    /// Does what is wanted at a moment for which nobody waits; a failure is said.
    func note(_ phases: [HookPhase], of plan: Plan?, as identity: Identity?) {
        guard let plan else { return }
        run(phases, of: plan, as: identity) { [unowned self] problem in
            if let problem { log.say(problem) }
        }
    }

    /// What was begun for a generation that is let go of ends.
    func forsake(generation: Int) {
        for hook in hooks where hook.generation == generation { hook.forsake() }
    }

    /// A file was touched for which something is to be done.
    func touched(_ path: String, _ action: HookAction) {
        guard let surroundings else { return }
        let origin = Origin.file(path, line: 0)
        let hook = HookSettings(phase: .touch, action: action, text: path, origin: origin)
        begin([hook], surroundings, nil) { [unowned self] problem in
            if let problem { log.say(problem) }
        }
    }
}
