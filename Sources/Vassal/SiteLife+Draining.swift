import Kernel
import Protocol

/// The way out: generations drain, workers have their mercy, the site stops.
extension SiteLife {
    mutating func drain(_ number: Int, at now: Instant) -> [Action] {
        guard let generation = generation(number) else { return [] }
        update(number) { $0.state = .draining }
        let actions = [Action.retire(generation: number)] + generation.workers.flatMap { drain($0, at: now) }
        return actions + releaseIfEmpty(number, at: now)
    }

    mutating func drain(_ worker: WorkerRecord, at now: Instant) -> [Action] {
        guard worker.state != .draining, let plan = generation(worker.generation)?.run.plan else { return [] }
        update(worker: worker.serial) { $0.state = .draining }
        return [
            .cancel(.worker(serial: worker.serial)), .drain(serial: worker.serial),
            .schedule(.mercy(serial: worker.serial), at: now + .seconds(plan.workerMercy)),
        ]
    }

    mutating func releaseIfEmpty(_ number: Int, at now: Instant) -> [Action] {
        guard let generation = generation(number), generation.state == .draining, generation.workers.isEmpty else {
            return []
        }
        generations.removeAll { $0.number == number }
        departing.insert(number)
        return [.release(generation: number)] + takeFromQueue(at: now)
    }

    // MARK: - Deadlines

    mutating func due(_ timer: Timer, at now: Instant) -> [Action] {
        switch timer {
        case .start(let number):
            let seconds = generation(number)?.run.plan.startTimeout ?? 0
            return fail(number, .timeout, "not ready within \(seconds) s (start-timeout)", at: now)
        case .health(let number): return healthIsDue(number, at: now)
        case .worker(let serial):
            guard let worker = worker(serial) else { return [] }
            reason = "\(worker.title) does not come up within start-timeout"
            return [.log("\(reason); it is killed"), kill(worker)]
        case .mercy(let serial):
            guard let worker = worker(serial) else { return [] }
            return [
                .log("\(worker.title) is still busy after its worker-reload-mercy; it is told to end now"),
                .nameRequests(serial: serial), .signal(serial: serial, .interrupt),
                .schedule(.last(serial: serial), at: now + .seconds(2)),
            ]
        case .last(let serial):
            guard let worker = worker(serial) else { return [] }
            return [
                .log("\(worker.title) does not end; it is killed"), .nameRequests(serial: serial), kill(worker),
            ]
        case .lifetime(let serial): return lifetimeIsOver(serial, at: now)
        case .respawn(let number, let id): return respawnIsDue(id, in: number, at: now)
        case .retry: return retryIsDue(at: now)
        case .look: return lookIsDue()
        }
    }

    /// One that nobody knows yet is still a wish of its zygote's, and that does not answer.
    private func kill(_ worker: WorkerRecord) -> Action {
        worker.pid == nil ? .endZygote(generation: worker.generation) : .signal(serial: worker.serial, .kill)
    }

    // MARK: - Stopping

    mutating func stop(at now: Instant) -> [Action] {
        if stopping { return [] }
        stopping = true
        reason = "stopping"
        var actions = [Action.closeDoors, .awaitNobody] + endPause() + cancelRetry() + turnAway("the site is stopping")
        if let candidate { actions += drop(candidate, .superseded, "the site is stopping", at: now) }
        for generation in generations where generation.state != .draining {
            actions += drain(generation.number, at: now)
        }
        return actions
    }

    mutating func stopAtOnce() -> [Action] {
        stopping = true
        reason = "stopping at once"
        var actions = turnAway("the site was stopped at once")
        if let candidate { actions += verdicts(candidate, .superseded, "the site was stopped at once") }
        actions += generations.map { .discard(generation: $0.number) }
        generations = []
        return actions
    }

    private mutating func turnAway(_ text: String) -> [Action] {
        defer { queue = [] }
        return queue.map { superseded($0, text) }
    }
}
