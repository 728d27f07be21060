import Kernel
import Protocol

extension Site {
    /// Takes note of what happened and says what to do about it.
    mutating func handle(_ event: SiteEvent, at now: Instant) -> [SiteAction] {
        let answers = note(event, at: now)
        return answers + pursue(at: now)
    }

    private mutating func note(_ event: SiteEvent, at now: Instant) -> [SiteAction] {
        switch event {
        case .appeared(let revision): appear(revision)
        case .edited(let revision), .touched(let revision): change(revision)
        case .vanished: isLeaving = true
        case .renamed(let found): beRenamed(found: found)
        case .unusable(let reason): return obstruct(reason)
        case .usableAgain: problem = nil
        case .asked(let ask): return take(ask, at: now)
        case .turn: return linedUp == nil ? [] : launchNow(at: now)
        case .hello: greet()
        case .status(let status): take(status, at: now)
        case .verdict(let request, let verdict): return take(verdict, of: request)
        case .wantsSuccessor: return makeWay(at: now)
        case .disconnected: lose()
        case .exited(let reason, let jitter): return bury(reason, jitter, at: now)
        case .launchFailed(let reason, let jitter): return giveUpLaunch(reason, jitter, at: now)
        case .due: return expire(at: now)
        case .shutdown(let atOnce): return leave(atOnce: atOnce, at: now)
        }
        return []
    }

    // Its file.

    private mutating func appear(_ revision: String) {
        problem = nil
        isLeaving = false
        self.revision = revision
        becomeReady()
        if life == .live, ordered != revision { needsRun = true }
    }

    private mutating func change(_ revision: String) {
        appear(revision)
        backoff.reset()
        incident = nil
        needsRun = true
    }

    /// The master goes on, and learns its new name with the next order to run.
    private mutating func beRenamed(found: Bool) {
        problem = nil
        needsRun = true
        if found, !hasMaster { (life, holds) = (.found, true) }
    }

    private mutating func obstruct(_ reason: String) -> [SiteAction] {
        problem = reason
        isLeaving = false
        return hasMaster ? [] : answer({ $0.verb != .stop }, with: failed(reason))
    }

    /// Somebody changed something: what waits for its next try need not wait.
    mutating func becomeReady() {
        if case .waiting = life { life = .idle }
    }

    // Its master.

    private mutating func greet() {
        switch life {
        case .launching:
            life = .live
            needsRun = true
        case .idle, .waiting, .queued, .found, .live, .ending: break
        }
    }

    private mutating func take(_ status: SiteStatus, at now: Instant) {
        if self.status == nil, life == .found { adoptedWith = status.reason }
        self.status = status
        if life == .found {
            life = .live
            if let revision, (ordered ?? status.revision) != revision { needsRun = true }
            if asks.contains(where: { $0.run != nil }) { needsRun = true }
            forgetRuns()
        }
        guard life == .live else { return }
        switch status.phase {
        case .running, .reloading, .degraded:
            servingSince = servingSince ?? now
            hasServed = true
        case .starting, .stopping, .failed: servingSince = nil
        }
    }

    /// The verdicts that were waited for will not come: they went to a connection that is no more, or their master ended.
    /// The next run answers.
    private mutating func forgetRuns() {
        for index in asks.indices { asks[index].run = nil }
        inFlight = nil
    }

    private mutating func take(_ verdict: Verdict, of request: Int) -> [SiteAction] {
        startingSince = nil
        if inFlight == request { inFlight = nil }
        if verdict.failure == nil, asks.contains(where: { $0.run == request }) { incident = nil }
        return answer(
            { $0.run == request },
            with: verdict.failure == nil ? done(verdict.text, verdict) : failed(verdict.text, verdict))
    }

    /// What was asked for is asked of the next master.
    private mutating func makeWay(at now: Instant) -> [SiteAction] {
        guard life == .live else { return [] }
        forgetRuns()
        life = .ending(.asked, until: now + Self.longestKill)
        return [.leave]
    }

    private mutating func lose() {
        switch life {
        case .live: life = .found
        case .idle, .waiting, .queued, .launching, .found, .ending: break
        }
    }

    private mutating func bury(_ reason: String, _ jitter: Double, at now: Instant) -> [SiteAction] {
        defer { servingSince = nil }
        if case .ending(.asked, _) = life {
            life = .idle
            forgetRuns()
            return []
        }
        if let servingSince, now - servingSince >= Self.healthy { backoff.reset() }
        return retry(reason, jitter, at: now)
    }

    private mutating func giveUpLaunch(_ reason: String, _ jitter: Double, at now: Instant) -> [SiteAction] {
        guard case .launching = life else { return [] }
        return retry(reason, jitter, at: now)
    }

    /// After a failure nobody asked for: at once the first time, then with growing delays.
    private mutating func retry(_ reason: String, _ jitter: Double, at now: Instant) -> [SiteAction] {
        incident = reason
        startingSince = nil
        let delay = backoff.next(at: now, jitter: jitter)
        life = delay == .zero ? .idle : .waiting(until: now + delay)
        defer { forgetRuns() }
        guard want == .up, !isLeaving else { return [] }
        return answer({ $0.run != nil || delay != .zero }, with: failed(reason))
    }

    private mutating func expire(at now: Instant) -> [SiteAction] {
        guard let deadline, deadline <= now else { return [] }
        switch life {
        case .waiting:
            life = .idle
            return []
        case .launching: return insist(.killed, at: now)
        case .ending(.asked, _): return insist(.ordered, at: now)
        case .ending(.ordered, _), .ending(.killed, _): return insist(.killed, at: now)
        case .idle, .queued, .found, .live: return []
        }
    }

    private mutating func insist(_ insistence: Insistence, at now: Instant) -> [SiteAction] {
        switch insistence {
        case .asked, .ordered:
            life = .ending(.ordered, until: now + Self.longestKill)
            return [.kill]
        case .killed:
            life = .ending(.killed, until: nil)
            return [.destroy]
        }
    }

    private mutating func leave(atOnce: Bool, at now: Instant) -> [SiteAction] {
        isLeaving = true
        guard atOnce else { return [] }
        switch life {
        case .idle, .waiting, .queued, .ending(.ordered, _), .ending(.killed, _): return []
        case .live, .ending(.asked, _): return insist(.ordered, at: now)
        case .launching, .found: return insist(.killed, at: now)
        }
    }

    /// Answers the asks that `match`, and forgets them.
    mutating func answer(_ match: (Ask) -> Bool, with outcome: SiteOutcome) -> [SiteAction] {
        let answered = asks.filter(match)
        asks.removeAll(where: match)
        return answered.map { .answer($0.id, outcome) }
    }
}
