import Kernel
import Protocol

/// Candidates: begun, replaced, queued, believed, failed, tried again.
extension SiteLife {
    /// The most generations alive at a time: one draining, one serving, one coming up.
    static let mostGenerations = 3

    /// Somebody wants a generation.
    mutating func wish(_ run: Run, at now: Instant) -> [Action] {
        var run = run
        run.wish = newWish()
        return begin(run, at: now)
    }

    /// Brings up a generation, now or when its turn comes.
    private mutating func begin(_ run: Run, after earlier: [Run] = [], at now: Instant) -> [Action] {
        if stopping { return (earlier + [run]).map { superseded($0, "the site is stopping") } }
        let actions = cancelRetry()
        if mustWait {
            enqueue(earlier + [run])
            return actions
        }
        let replaced = candidate
        let dropped = replaced.map { drop($0, .superseded, "a newer request took its place", at: now) } ?? []
        if !run.plan.overlaps && !isAlone {
            enqueue(earlier + [run])
            return actions + dropped + makeWay(at: now)
        }
        let isReplacement = replaced != nil
        return actions + dropped + start(run, after: earlier, isReplacement: isReplacement, at: now)
    }

    private mutating func start(
        _ run: Run, after earlier: [Run], isReplacement: Bool, at now: Instant
    ) -> [Action] {
        let number = nextGeneration
        nextGeneration += 1
        generations.append(Generation(number: number, run: run, earlier: earlier, isReplacement: isReplacement))
        if current == nil { reason = run.cause }
        return [
            .schedule(.start(generation: number), at: now + .seconds(run.plan.startTimeout)),
            .start(generation: number),
        ]
    }

    /// One whose workers have the sockets may have accepted somebody: it cannot be replaced any more.
    private var mustWait: Bool {
        if !queue.isEmpty { return true }
        guard let candidate else { return generations.count >= Self.mostGenerations }
        return candidate.isReplacement || candidate.state == .going
    }

    /// Of those that nobody waits for the newest is enough.
    private mutating func enqueue(_ runs: [Run]) {
        queue.removeAll { $0.request == nil }
        queue += runs
    }

    mutating func takeFromQueue(at now: Instant) -> [Action] {
        guard let newest = queue.last, candidate == nil else { return [] }
        if !newest.plan.overlaps && !isAlone { return makeWay(at: now) }
        guard generations.count < Self.mostGenerations else { return [] }
        let earlier = Array(queue.dropLast())
        queue = []
        return begin(newest, after: earlier, at: now)
    }

    mutating func refused(_ request: Int?, _ text: String) -> [Action] {
        failedWish = newWish()
        reason = text
        if !hasEmperor && !hasServed && generations.isEmpty { giveUp(1) }
        return [.log(text), .refuse(request: request, text: text)]
    }

    mutating func spawned(_ number: Int, _ pid: Int32, _ python: String) -> [Action] {
        update(number) {
            $0.zygote = pid
            $0.interpreter = python
        }
        return []
    }

    mutating func zygote(_ number: Int, says report: ZygoteReport, at now: Instant) -> [Action] {
        guard let generation = generation(number) else { return [] }
        switch report {
        case .hello(let version, let python):
            update(number) { $0.python = python }
            if version == workerProtocolVersion { return [] }
            return fail(number, .spawn, "the worker extension speaks version \(version): reinstall Emperor", at: now)
        case .loaded(_, let warnings):
            guard generation.state == .loading else { return [] }
            let seats = seats(of: generation)
            update(number) {
                $0.state = .forking
                $0.warnings = warnings
                $0.seats = seats
            }
            return warnings.map { .log($0) } + forkMore(number, at: now)
        case .failed(let kind, let text): return fail(number, kind, text, at: now)
        case .forkFailed(let seat, let text): return forkFailed(number, seat, text, at: now)
        }
    }

    // MARK: - Verdicts

    /// A candidate's first worker has confirmed: it serves, and every older generation drains.
    mutating func promote(_ generation: Generation, at now: Instant) -> [Action] {
        let older = generations.filter { $0.number < generation.number && $0.state != .draining }
        update(generation.number) { $0.state = .current }
        failures = retryDelays
        crashes = [:]
        hasServed = true
        if generation.run.wish >= failedWish ?? 0 {
            failedWish = nil
            reason = generation.run.cause
        }
        let seconds = ((now - generation.run.askedAt).inSeconds * 100).rounded() / 100
        let text = "generation \(generation.number) serves after \(seconds) s"
        var actions: [Action] = [.cancel(.start(generation: generation.number)), .log(text)]
        for old in older { actions += drain(old.number, at: now) }
        actions += settle(generation, at: now)
        // Who hears that the new one serves must not meet an old one that has not heard of it.
        return actions + verdicts(generation, nil, text) + takeFromQueue(at: now)
    }

    /// A candidate failed: the current generation never noticed; without one the site has failed until the next try.
    mutating func fail(_ number: Int, _ kind: FailureKind, _ text: String, at now: Instant) -> [Action] {
        guard let generation = candidate, generation.number == number else { return [] }
        let text = text + conflictHint(generation)
        failedWish = max(failedWish ?? 0, generation.run.wish)
        reason = text
        var actions = [Action.log("generation \(number) failed (\(kind.rawValue)): \(text)")]
        if let current {
            if generation.state == .going { actions += [.commit(generation: current.number)] + awaitClients() }
        } else if mayRetry, predecessors == 0 {
            actions.append(.standIn(generation: number))
        }
        actions += drop(generation, kind, text, at: now) + takeFromQueue(at: now)
        return candidate == nil && queue.isEmpty ? actions + tryAgain(after: generation, at: now) : actions
    }

    /// A site that failed was served by an earlier master's workers, and is not any more.
    mutating func predecessorsServe(_ count: Int) -> [Action] {
        defer { predecessors = count }
        let isForsaken = predecessors > 0 && count == 0 && generations.isEmpty && nextTry != nil
        return isForsaken && !stopping ? [.standIn(generation: nextGeneration - 1)] : []
    }

    /// With a generation that serves and can fork, somebody has to ask for another one.
    private mutating func tryAgain(after failed: Generation, at now: Instant) -> [Action] {
        if let current {
            return current.zygote == nil
                ? retry(current.run, after: failures.next(at: now, jitter: jitter), at: now) : []
        }
        if mayRetry { return retry(failed.run, after: failures.next(at: now, jitter: jitter), at: now) }
        giveUp(Self.failedAppCode)
        return []
    }

    /// Ends a candidate without a thought for what follows. One whose workers have the sockets answers what they accepted.
    mutating func drop(
        _ generation: Generation, _ kind: FailureKind, _ text: String, at now: Instant
    ) -> [Action] {
        let timers: [Action] = [
            .cancel(.start(generation: generation.number)), .cancel(.health(generation: generation.number)),
        ]
        let told = timers + verdicts(generation, kind, text)
        if generation.state == .going { return told + drain(generation.number, at: now) }
        generations.removeAll { $0.number == generation.number }
        departing.insert(generation.number)
        return told + [.discard(generation: generation.number)]
    }

    /// Everybody who waits for a generation is told.
    func verdicts(_ generation: Generation, _ kind: FailureKind?, _ text: String) -> [Action] {
        (generation.earlier + [generation.run]).map {
            .verdict($0, generation: generation.number, kind, text: text)
        }
    }

    /// Whether a site that serves nothing waits for better times. A lone one whose first start failed ends.
    private var mayRetry: Bool { hasEmperor || hasServed }

    func superseded(_ run: Run, _ text: String) -> Action {
        .verdict(run, generation: nextGeneration, .superseded, text: text)
    }

    /// A lone master ends when nothing of it is left.
    private mutating func giveUp(_ code: Int32) {
        stopping = true
        endCode = code
    }

    // MARK: - Recovery

    mutating func zygoteEnded(_ number: Int, _ status: ExitStatus, at now: Instant) -> [Action] {
        guard let generation = generation(number), let zygote = generation.zygote else { return [] }
        update(number) { $0.zygote = nil }
        switch generation.state {
        case .loading: return fail(number, .died, diedLoading(generation, status), at: now)
        case .forking, .checking, .going:
            return fail(number, .died, "the zygote \(status) before the site was ready", at: now)
        case .current:
            return recover(generation, from: "the zygote (pid \(zygote)) of generation \(number) \(status)", at: now)
        case .draining: return []
        }
    }

    /// An interpreter that never said hello may be none.
    private func diedLoading(_ generation: Generation, _ status: ExitStatus) -> String {
        if generation.python.isEmpty { return "\(generation.interpreter) \(status) without a word: is it a Python?" }
        return "\(generation.interpreter) \(status) before the app was loaded"
    }

    /// The generation serves on with the workers it has; a new one is to take its place.
    private mutating func recover(_ current: Generation, from mishap: String, at now: Instant) -> [Action] {
        reason = mishap
        let log = Action.log("\(mishap); its workers serve on until a new generation does")
        if candidate != nil || !queue.isEmpty { return [log] }
        let delay = mishaps.next(at: now)
        if delay > .zero { return [log] + retry(current.run, after: delay, at: now) }
        return [log] + begin(current.run.again(mishap, at: now), at: now)
    }

    private mutating func retry(_ run: Run, after delay: Duration, at now: Instant) -> [Action] {
        lastRun = run
        nextTry = now + delay
        return [.schedule(.retry, at: now + delay)]
    }

    mutating func retryIsDue(at now: Instant) -> [Action] {
        nextTry = nil
        guard let lastRun else { return [] }
        return begin(lastRun.again("tried again after: \(reason)", at: now), at: now)
    }

    mutating func cancelRetry() -> [Action] {
        guard nextTry != nil else { return [] }
        nextTry = nil
        return [.cancel(.retry)]
    }
}
