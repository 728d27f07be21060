import Kernel
import Options
import Protocol

/// Commands that run at times.
extension Beside {
    /// These are the site's commands from now on.
    func attendCrons(_ plan: Plan, _ user: Identity) {
        let plans = plan.crons(user: user)
        if crons == nil && !plans.isEmpty {
            let earlier = inherited.filter { $0.kind == .cron }.compactMap { cron in
                cron.lastMinute.map { (cron.key, $0) }
            }
            crons = CronTable(now: unixTime(), earlier: Dictionary(earlier) { $1 }) { [unowned self] in
                localOffset(at: $0, zone: surroundings?.plan.timeZone)
            }
        }
        adoptInherited()
        handle(.wanted(plans))
    }

    /// Runs that an earlier master began go on.
    func adoptInherited() {
        for helper in inherited where helper.kind == .cron {
            guard let process = living(helper) else { continue }
            let output = outputs.removeValue(forKey: helper.key).map {
                Output($0, log: log, prefix: "\(helper.name): ")
            }
            let number = crons?.adopt(helper.key, at: .now) ?? -newNumber()
            runs[number] = try? HelperProcess(process, mark: helper.mark, output: output, loop: loop) {
                [unowned self] in
                handle(.ended(run: number, nil))
                sawEnd()
            }
        }
        inherited = []
    }

    func handle(_ event: CronTable.Event) {
        if case .ended(let run, _) = event { runs.removeValue(forKey: run)?.letGo() }
        for action in crons?.handle(event, at: .now) ?? [] { perform(action) }
        if case .time = event { return }
        onChange()
    }

    private func perform(_ action: CronTable.Action) {
        switch action {
        case .start(let run, let plan): start(run, plan)
        case .signal(let run, let signal): _ = try? runs[run]?.signal(signal)
        case .schedule(let timer, let instant):
            schedule(.cron(timer), at: instant) { [unowned self] in handle(.timer(timer)) }
        case .cancel(let timer): cancel(.cron(timer))
        case .look: handle(.time(unixTime()))
        case .log(let text): log.say(text)
        }
    }

    private func start(_ run: Int, _ plan: CronPlan) {
        guard let surroundings else { return }
        do throws(SystemError) {
            let command = HelperStart.shell(plan.rule.command)
            let start = helperStart(command, name: plan.name, in: surroundings)
            let process = try HelperProcess(start, number: newNumber(), log: log, loop: loop)
            runs[run] = process
            log.say("\(plan.name) (pid \(process.identity.pid)) is started: \(plan.rule.command)")
            handle(.started(run: run))
            onKeepsake()
        } catch {
            handle(.notStarted(run: run, text: "\(error)"))
        }
    }
}
