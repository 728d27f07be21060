import Kernel
import Protocol

/// Workers: forked, made ready, sent, replaced.
extension SiteLife {
    /// Orders to fork that a zygote has not obeyed yet: its channel holds some hundreds (net.core.wmem_default).
    static let mostForksAtOnce = 64

    /// Asks the zygote of a candidate for more of its workers.
    mutating func forkMore(_ number: Int, at now: Instant) -> [Action] {
        guard let generation = generation(number), generation.state == .forking else { return [] }
        let underWay = generation.workers.count { $0.state == .asked }
        return fork(Array(generation.missingWorkers.prefix(Self.mostForksAtOnce - underWay)), of: number, at: now)
    }

    /// Asks the zygote for workers of these ids.
    mutating func fork(_ ids: [Int], of number: Int, replacing old: Int? = nil, at now: Instant) -> [Action] {
        ids.flatMap { id -> [Action] in
            guard let generation = generation(number) else { return [] }
            guard let slot = generation.freeSlot else { return again(id, of: number, after: .seconds(1), at: now) }
            let record = WorkerRecord(
                serial: newSerial(), generation: number, seat: .init(worker: id, slot: slot), askedAt: now,
                replaces: old)
            update(number) { $0.workers.append(record) }
            let deadline = now + .seconds(generation.run.plan.startTimeout)
            return [.fork(record), .schedule(.worker(serial: record.serial), at: deadline)]
        }
    }

    mutating func worker(_ serial: Int, says report: WorkerReport, pid: Int32?, at now: Instant) -> [Action] {
        guard let record = worker(serial) else { return [] }
        switch report {
        case .hello(let version):
            update(worker: serial) {
                $0.pid = pid
                if $0.state == .asked { $0.state = .connected }
            }
            if version == workerProtocolVersion { return forkMore(record.generation, at: now) }
            return fail(record.generation, .spawn, "the worker speaks version \(version): reinstall Emperor", at: now)
        case .ready: return ready(record, at: now)
        case .failed(let kind, let text): return lazyLoadFailed(record, kind, text, at: now)
        case .serving: return serving(record, at: now)
        case .wantsReplacement(let wish): return replacementWanted(record, wish, at: now)
        case .overdue(let why): return overdue(record, why, at: now)
        case .paused: return paused(record, true)
        case .resumed: return paused(record, false)
        case .leaves: return []
        }
    }

    private mutating func ready(_ record: WorkerRecord, at now: Instant) -> [Action] {
        guard record.state == .connected else { return [] }
        update(worker: record.serial) { $0.state = .ready }
        guard let generation = generation(record.generation) else { return [] }
        switch generation.state {
        case .forking where generation.isReady:
            return generation.run.plan.healthCheck == nil ? open(generation) : check(generation, at: now)
        case .current: return send(record.serial)
        case .loading, .forking, .checking, .going, .draining: return []
        }
    }

    /// Everything that it promised is there: it gets the sockets.
    mutating func open(_ generation: Generation) -> [Action] {
        update(generation.number) { $0.state = .going }
        return [.commit(generation: generation.number)] + generation.workers.flatMap { send($0.serial) }
    }

    private mutating func send(_ serial: Int) -> [Action] {
        update(worker: serial) { $0.state = .going }
        return (pausedBy == nil ? [] : [.pause(serial: serial)]) + [.go(serial: serial)]
    }

    private mutating func serving(_ record: WorkerRecord, at now: Instant) -> [Action] {
        guard record.state == .going, let generation = generation(record.generation) else { return [] }
        update(worker: record.serial) {
            $0.state = .serving
            $0.servesSince = now
        }
        let inTime = [.cancel(.worker(serial: record.serial))] + lifetimeTimer(of: record, at: now)
        if generation.state == .going { return inTime + promote(generation, at: now) }
        guard let old = record.replaces, let predecessor = worker(old) else { return inTime }
        return inTime + drain(predecessor, at: now)
    }

    private mutating func lazyLoadFailed(
        _ record: WorkerRecord, _ kind: FailureKind, _ text: String, at now: Instant
    ) -> [Action] {
        if candidate?.number == record.generation { return fail(record.generation, kind, text, at: now) }
        reason = "\(record.title) could not load the app: \(text)"
        return [.log(reason)]
    }

    // MARK: - Replacing

    /// A worker serves on until the one that takes its place serves; at most a quarter of them change at a time.
    mutating func replacementWanted(_ record: WorkerRecord, _ wish: String, at now: Instant) -> [Action] {
        guard record.state == .serving else { return [] }
        update(worker: record.serial) { $0.wish = wish }
        return replaceNext(in: record.generation, at: now)
    }

    private mutating func replaceNext(in number: Int, at now: Instant) -> [Action] {
        guard let generation = generation(number), generation.state == .current, generation.zygote != nil else {
            return []
        }
        let underWay = Set(generation.workers.compactMap(\.replaces))
        let changing = generation.workers.count { $0.state == .draining || underWay.contains($0.serial) }
        let atOnce = max(1, generation.seats.count / 4)
        let waiting = generation.workers.filter {
            $0.wish != nil && $0.state == .serving && !underWay.contains($0.serial)
        }
        return waiting.prefix(max(0, atOnce - changing)).flatMap { old in
            [.log("\(old.title) is replaced: \(old.wish ?? "")")]
                + fork([old.seat.worker], of: number, replacing: old.serial, at: now)
        }
    }

    // MARK: - Ends

    mutating func workerEnded(_ serial: Int, _ status: ExitStatus, at now: Instant) -> [Action] {
        guard let record = worker(serial) else { return [] }
        return lost(record, "\(record.title) \(status)", asPlanned: status == .exited(code: 0), at: now)
    }

    mutating func forkFailed(_ number: Int, _ seat: WorkerOrder.Seat, _ text: String, at now: Instant) -> [Action] {
        guard let record = generation(number)?.workers.first(where: { $0.seat == seat && $0.pid == nil }) else {
            return []
        }
        return lost(record, "worker \(seat.worker) could not be forked: \(text)", asPlanned: false, at: now)
    }

    private mutating func lost(
        _ record: WorkerRecord, _ what: String, asPlanned: Bool, at now: Instant
    ) -> [Action] {
        guard let generation = generation(record.generation) else { return [] }
        update(generation.number) { $0.workers.removeAll { $0.serial == record.serial } }
        let timers: [Timer] = [
            .worker(serial: record.serial), .mercy(serial: record.serial), .last(serial: record.serial),
            .lifetime(serial: record.serial),
        ]
        let drained: [Action] = record.state != .draining || asPlanned ? [] : [.log("\(what) while it drained")]
        return timers.map { .cancel($0) } + drained + goOn(without: record, what, in: generation, at: now)
    }

    private mutating func goOn(
        without record: WorkerRecord, _ what: String, in generation: Generation, at now: Instant
    ) -> [Action] {
        switch generation.state {
        case .loading, .forking, .checking, .going:
            return fail(generation.number, .died, "\(what) before the site was ready", at: now)
        case .draining: return releaseIfEmpty(generation.number, at: now)
        case .current:
            if record.state == .draining { return replaceNext(in: generation.number, at: now) }
            if record.isOverdue, !isMissing(record.seat.worker, in: generation.number) { return [] }
            reason = what
            return respawn(record, at: now)
        }
    }

    private func isMissing(_ id: Int, in number: Int) -> Bool {
        generation(number)?.missingWorkers.contains(id) == true
    }

    /// Starts another worker at once, or after a growing delay where this seat's workers do not last.
    private mutating func respawn(_ lost: WorkerRecord, at now: Instant) -> [Action] {
        guard let generation = generation(lost.generation), generation.zygote != nil else {
            return [.log("\(reason); there is no zygote to fork another one until the next generation")]
        }
        let id = lost.seat.worker
        let isMissing = generation.missingWorkers.contains(id)
        if !isMissing && lost.replaces == nil { return [.log("\(reason); the one that replaces it is on its way")] }
        let delay = crashes[id, default: Self.haste].next(at: now)
        if isMissing && delay == .zero {
            return [.log("\(reason); another one is started")] + fork([id], of: lost.generation, at: now)
        }
        let wait = isMissing ? delay : max(delay, .seconds(1))
        return [.log("\(reason); another one is started in \(wait.inSeconds) s")]
            + again(id, of: lost.generation, after: wait, at: now)
    }

    func again(_ id: Int, of number: Int, after delay: Duration, at now: Instant) -> [Action] {
        [.schedule(.respawn(generation: number, worker: id), at: now + delay)]
    }

    mutating func respawnIsDue(_ id: Int, in number: Int, at now: Instant) -> [Action] {
        guard let generation = generation(number), generation.state == .current, generation.zygote != nil else {
            return []
        }
        let isMissing = generation.missingWorkers.contains(id)
        return isMissing ? fork([id], of: number, at: now) : replaceNext(in: number, at: now)
    }
}
