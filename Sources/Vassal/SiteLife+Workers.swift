import Kernel
import Protocol

/// Workers: forked, made ready, sent, replaced, drained.
extension SiteLife {
    /// Asks the zygote for workers of these ids.
    mutating func fork(_ ids: [Int], of number: Int, replacing old: Int? = nil, at now: Instant) -> [Action] {
        var actions: [Action] = []
        for id in ids {
            guard let slot = generation(number)?.freeSlot else { continue }
            let record = WorkerRecord(
                serial: newSerial(), generation: number, seat: .init(worker: id, slot: slot), askedAt: now,
                replaces: old)
            update(number) { $0.workers.append(record) }
            actions.append(.fork(record))
        }
        return actions
    }

    mutating func worker(_ serial: Int, says report: WorkerReport, pid: Int32?, at now: Instant) -> [Action] {
        guard let record = worker(serial) else { return [] }
        switch report {
        case .hello(let version):
            update(worker: serial) {
                $0.pid = pid
                $0.state = .connected
            }
            if version == workerProtocolVersion { return [] }
            return fail(record.generation, .spawn, "the worker speaks version \(version): reinstall Emperor", at: now)
        case .ready: return ready(record, at: now)
        case .failed(let kind, let text): return lazyLoadFailed(record, kind, text, at: now)
        case .serving: return serving(record, at: now)
        case .wantsReplacement(let wish): return replacementWanted(record, wish, at: now)
        }
    }

    private mutating func ready(_ record: WorkerRecord, at now: Instant) -> [Action] {
        update(worker: record.serial) { $0.state = .ready }
        guard let generation = generation(record.generation) else { return [] }
        switch generation.state {
        case .forking where generation.isReady:
            update(generation.number) { $0.state = .going }
            return [.commit(generation: generation.number)] + generation.workers.flatMap { send($0.serial) }
        case .current: return send(record.serial)
        case .loading, .forking, .going, .draining: return []
        }
    }

    private mutating func send(_ serial: Int) -> [Action] {
        update(worker: serial) { $0.state = .going }
        return [.go(serial: serial)]
    }

    private mutating func serving(_ record: WorkerRecord, at now: Instant) -> [Action] {
        guard record.state == .going else { return [] }
        update(worker: record.serial) { $0.state = .serving }
        guard let generation = generation(record.generation) else { return [] }
        if generation.state == .going { return promote(generation, at: now) }
        guard let old = record.replaces, let predecessor = worker(old) else { return [] }
        return drain(predecessor, at: now)
    }

    /// A candidate's first worker has confirmed: it serves, and every older generation drains.
    private mutating func promote(_ generation: Generation, at now: Instant) -> [Action] {
        let older = generations.filter { $0.number < generation.number && $0.state != .draining }
        update(generation.number) { $0.state = .current }
        newestFailed = false
        failures = Backoff(first: .seconds(1), longest: .seconds(60), atOnce: false)
        let seconds = (now - generation.run.askedAt).inSeconds
        reason = generation.run.cause
        var actions: [Action] = [
            .cancel(.start(generation: generation.number)),
            .log("generation \(generation.number) serves after \(rounded(seconds)) s"),
            .verdict(
                generation.run, generation: generation.number, nil,
                text: "generation \(generation.number) serves after \(rounded(seconds)) s"),
        ]
        for old in older { actions += drain(old.number, at: now) }
        return actions + takeFromQueue(at: now)
    }

    private func rounded(_ seconds: Double) -> Double {
        (seconds * 100).rounded() / 100
    }

    private mutating func takeFromQueue(at now: Instant) -> [Action] {
        guard !queue.isEmpty, candidate == nil, generations.count < Self.mostGenerations else { return [] }
        return begin(queue.removeFirst(), at: now)
    }

    private mutating func lazyLoadFailed(
        _ record: WorkerRecord, _ kind: FailureKind, _ text: String, at now: Instant
    ) -> [Action] {
        if candidate?.number == record.generation { return fail(record.generation, kind, text, at: now) }
        reason = "\(record.title) could not load the app: \(text)"
        return [.log(reason)]
    }

    mutating func forkFailed(_ number: Int, _ seat: WorkerOrder.Seat, _ text: String, at now: Instant) -> [Action] {
        let reason = "worker \(seat.worker) could not be forked: \(text)"
        if candidate?.number == number { return fail(number, .died, reason, at: now) }
        guard let lost = generation(number)?.workers.first(where: { $0.seat == seat && $0.pid == nil }) else {
            return []
        }
        update(number) { $0.workers.removeAll { $0.serial == lost.serial } }
        self.reason = reason
        return [.log(reason)] + respawn(lost, at: now)
    }

    // MARK: - Replacing

    /// A worker serves on until the one that takes its place serves; at most a quarter of them change at a time.
    private mutating func replacementWanted(_ record: WorkerRecord, _ wish: String, at now: Instant) -> [Action] {
        guard record.state == .serving else { return [] }
        update(worker: record.serial) { $0.wish = wish }
        return replaceNext(in: record.generation, at: now)
    }

    mutating func replaceNext(in number: Int, at now: Instant) -> [Action] {
        guard let generation = generation(number), generation.state == .current, generation.zygote != nil else {
            return []
        }
        let underWay = Set(generation.workers.compactMap(\.replaces))
        let atOnce = max(1, generation.run.plan.processes / 4)
        let changing = generation.workers.count { underWay.contains($0.serial) }
        let waiting = generation.workers.filter {
            $0.wish != nil && $0.state == .serving && !underWay.contains($0.serial)
        }
        return waiting.prefix(max(0, atOnce - changing)).flatMap { old in
            [.log("\(old.title) is replaced: \(old.wish ?? "")")]
                + fork([old.seat.worker], of: number, replacing: old.serial, at: now)
        }
    }

    // MARK: - Draining

    mutating func drain(_ number: Int, at now: Instant) -> [Action] {
        guard let generation = generation(number) else { return [] }
        update(number) { $0.state = .draining }
        let actions = [Action.retire(generation: number)] + generation.workers.flatMap { drain($0, at: now) }
        return actions + releaseIfEmpty(number, at: now)
    }

    private mutating func drain(_ worker: WorkerRecord, at now: Instant) -> [Action] {
        guard worker.state != .draining, let plan = generation(worker.generation)?.run.plan else { return [] }
        update(worker: worker.serial) { $0.state = .draining }
        return [
            .drain(serial: worker.serial),
            .schedule(.mercy(serial: worker.serial), at: now + .seconds(plan.workerMercy)),
        ]
    }

    private mutating func releaseIfEmpty(_ number: Int, at now: Instant) -> [Action] {
        guard let generation = generation(number), generation.state == .draining, generation.workers.isEmpty else {
            return []
        }
        generations.removeAll { $0.number == number }
        return [.release(generation: number)] + takeFromQueue(at: now) + endIfDone()
    }

    // MARK: - Ends

    mutating func workerEnded(_ serial: Int, _ status: ExitStatus, at now: Instant) -> [Action] {
        guard let record = worker(serial), let generation = generation(record.generation) else { return [] }
        if candidate?.number == generation.number {
            return fail(generation.number, .died, "\(record.title) \(status) before the site was ready", at: now)
        }
        update(generation.number) { $0.workers.removeAll { $0.serial == serial } }
        let actions: [Action] = [.cancel(.mercy(serial: serial)), .cancel(.last(serial: serial))]
        if record.state == .draining {
            return actions + left(record, status) + releaseIfEmpty(generation.number, at: now)
                + replaceNext(in: generation.number, at: now)
        }
        reason = "\(record.title) \(status)"
        if generation.state == .draining {
            return actions + [.log(reason)] + releaseIfEmpty(generation.number, at: now)
        }
        return actions + [.log("\(reason); another one is started")] + respawn(record, at: now)
    }

    private func left(_ record: WorkerRecord, _ status: ExitStatus) -> [Action] {
        status == .exited(code: 0) ? [] : [.log("\(record.title) \(status) while it drained")]
    }

    /// Starts another worker at once, or after a growing delay where this seat's workers do not last.
    private mutating func respawn(_ lost: WorkerRecord, at now: Instant) -> [Action] {
        if lost.replaces != nil, lost.state != .serving { return again(lost, after: .seconds(1), at: now) }
        guard generation(lost.generation)?.zygote != nil else { return [] }
        var backoff =
            crashes[lost.seat.worker] ?? Backoff(first: .milliseconds(500), longest: .seconds(60), atOnce: true)
        let delay = backoff.next(at: now)
        crashes[lost.seat.worker] = backoff
        return delay == .zero
            ? fork([lost.seat.worker], of: lost.generation, at: now) : again(lost, after: delay, at: now)
    }

    private func again(_ lost: WorkerRecord, after delay: Duration, at now: Instant) -> [Action] {
        [.schedule(.respawn(generation: lost.generation, worker: lost.seat.worker), at: now + delay)]
    }
}
