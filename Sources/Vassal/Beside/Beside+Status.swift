import Kernel
import Options
import Protocol

/// What is told of it, to people and to the next master.
extension Beside {
    /// How everything beside the workers is.
    var status: [HelperStatus] {
        roster.inOrder.map(status) + (crons?.entries.map(status) ?? []) + inherited.filter { $0.kind == .cron }
    }

    private func status(of life: DaemonLife) -> HelperStatus {
        let process = daemons[life.plan.key]
        var nextTry: Double?
        if case .waiting(let until) = life.state { nextTry = (unixTime() + (until - .now).inSeconds).rounded() }
        return HelperStatus(
            kind: .daemon, key: life.plan.key, name: life.plan.name, command: life.plan.settings.command,
            state: life.shownState, pid: process?.identity.pid, startTime: process?.identity.startTime,
            mark: process?.family.mark, restarts: life.restarts, reason: life.reason, nextTry: nextTry)
    }

    private func status(of entry: CronTable.Entry) -> HelperStatus {
        let run = crons?.runs.filter { $0.value.key == entry.plan.key }.keys.max()
        let process = run.flatMap { runs[$0] }
        return HelperStatus(
            kind: .cron, key: entry.plan.key, name: entry.plan.name, command: entry.plan.rule.command,
            state: process == nil ? .waiting : .running, pid: process?.identity.pid,
            startTime: process?.identity.startTime, mark: process?.family.mark,
            reason: entry.outcome ?? "has not run yet",
            lastMinute: entry.lastMinute)
    }

    /// The reading ends of what they print.
    var keepsakes: [(Keepsake, Int32)] {
        let daemons = daemons.sorted { $0.key < $1.key }.map { ($0.key, $0.value.output) }
        let commands = runs.sorted { $0.key < $1.key }.compactMap { number, process in
            (crons?.runs[number]).map { ($0.key, process.output) }
        }
        return (daemons + commands).compactMap { key, output in
            output.map { (.helper(key: key), $0.descriptor.raw) }
        }
    }
}

extension DaemonLife {
    fileprivate var shownState: HelperStatus.State {
        switch state {
        case .new, .waiting: .waiting
        case .seeking, .starting: .starting
        case .running: .running
        case .ending, .over: .stopping
        }
    }
}
