import Kernel
import Protocol

@testable import Emperor

/// A site and its clock, with the words that tests tell it in.
struct SiteDriver {
    var site: Site
    var now = Instant(nanoseconds: 1_000_000_000)
    /// Whether a site that lines up gets its turn at once.
    var isAlone = true

    init(want: Want = .up, found: Bool = false, ordered: String? = nil, holds: Bool = false) {
        site = Site(
            name: "blog", want: want, found: found, ordered: ordered, holds: holds, requestsAfter: 100,
            backoff: StartRules().backoff)
    }

    /// A site that serves revision "a".
    static func serving() -> SiteDriver {
        var driver = SiteDriver()
        _ = driver.tell(.appeared(revision: "a"))
        _ = driver.tell(.hello)
        _ = driver.tell(.status(status(.running, revision: "a")))
        _ = driver.tell(.verdict(request: 101, verdict()))
        return driver
    }

    mutating func tell(_ event: SiteEvent, after pause: Duration = .zero) -> [SiteAction] {
        now = now + pause
        let actions = site.handle(event, at: now)
        return isAlone && site.linedUp != nil ? actions + site.handle(.turn, at: now) : actions
    }

    mutating func ask(_ verb: Ask.Verb, id: Int = 1, after pause: Duration = .milliseconds(1)) -> [SiteAction] {
        tell(.asked(Ask(id: id, verb: verb)), after: pause)
    }

    mutating func crash() -> [SiteAction] {
        tell(.exited("its master was killed", jitter: 0))
    }

    /// Lets the clock reach the deadline.
    mutating func wait() -> [SiteAction] {
        if let deadline = site.deadline { now = max(now, deadline) }
        return tell(.due)
    }
}

func status(_ phase: SiteStatus.Phase, revision: String, reason: String = "as it is") -> SiteStatus {
    SiteStatus(phase: phase, reason: reason, generation: 1, revision: revision, pid: 10, since: 5)
}

func verdict(_ failure: FailureKind? = nil, text: String = "generation 1 serves") -> Verdict {
    Verdict(generation: 1, failure: failure, text: text, seconds: 0.5)
}

/// What was answered to an ask.
func outcome(_ actions: [SiteAction], of ask: Int = 1) -> SiteOutcome? {
    for case .answer(ask, let outcome) in actions { return outcome }
    return nil
}
