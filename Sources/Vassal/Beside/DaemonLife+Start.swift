import Kernel
import Options

/// How a daemon comes to run: started, or found by its pidfile.
extension DaemonLife {
    mutating func begin() -> [Action] {
        if begun { return [] }
        begun = true
        if plan.settings.pidfile == nil { return start() }
        state = .seeking(lost: false)
        return [.findPid]
    }

    mutating func start() -> [Action] {
        state = .starting(until: nil)
        return [.start]
    }

    mutating func started(_ process: ProcessIdentity, at now: Instant) -> [Action] {
        guard case .starting = state else { return [] }
        self.process = process
        starterEnded = false
        if !putsItselfIntoBackground {
            state = .running(isOurs: true)
            return []
        }
        state = .starting(until: now + .seconds(plan.settings.patience))
        return [.schedule(.look, at: now + Self.interval)]
    }

    mutating func notStarted(_ text: String, at now: Instant) -> [Action] {
        reason = text
        return [.log("\(plan.name) could not be started: \(text)")] + startAgain(at: now)
    }

    mutating func startAgain(at now: Instant) -> [Action] {
        process = nil
        restarts += 1
        let delay = backoff.next(at: now)
        if delay == .zero { return start() }
        state = .waiting(until: now + delay)
        return [
            .log("\(plan.name) is started again in \(Int(delay.inSeconds.rounded())) s"),
            .schedule(.retry, at: now + delay),
        ]
    }

    // MARK: - Found by its pidfile

    mutating func found(_ found: ProcessIdentity?, _ isOurs: Bool, at now: Instant) -> [Action] {
        switch state {
        case .seeking(let lost):
            if let found { return adopt(found, isOurs, lost ? "is another process now" : "runs already") }
            return lost ? clear(.startAgain, at: now) : start()
        case .starting(let until):
            if let found, found != process { return adopt(found, isOurs, "runs") }
            return stillStarting(until ?? now, at: now)
        case .new, .running, .waiting, .ending, .over: return []
        }
    }

    mutating func adopt(_ found: ProcessIdentity, _ isOurs: Bool, _ what: String) -> [Action] {
        process = found
        state = .running(isOurs: isOurs)
        return [.cancel(.look), .log("\(title) \(what)")]
    }

    mutating func stillStarting(_ until: Instant, at now: Instant) -> [Action] {
        if now < until { return [.schedule(.look, at: now + Self.interval)] }
        let file = plan.settings.pidfile ?? ""
        let text = "within \(plan.settings.patience) s no process that \(file) names was there"
        reason = text
        if !starterEnded {
            state = .running(isOurs: true)
            return [.log("\(title) does not put itself into the background; \(text)")]
        }
        return [.log("\(plan.name): \(text)")] + clear(.startAgain, at: now)
    }
}
