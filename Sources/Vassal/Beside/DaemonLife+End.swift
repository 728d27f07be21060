import Kernel
import Options

/// How a daemon ends: by itself, or because it is told to.
extension DaemonLife {
    mutating func ended(_ status: ExitStatus?, at now: Instant) -> [Action] {
        let how = status.map { "\($0)" } ?? "ended"
        switch state {
        case .starting where status == .exited(code: 0):
            starterEnded = true
            return []
        case .starting(_?):
            reason = "it \(how) before it ran in the background"
            return [.log("\(title) \(how)")] + clear(.startAgain, at: now)
        case .starting, .running: return lost(how, at: now)
        case .ending: return [.findFamily]
        case .new, .seeking, .waiting, .over: return []
        }
    }

    mutating func lost(_ how: String, at now: Instant) -> [Action] {
        reason = "it \(how)"
        let log = Action.log("\(title) \(how)")
        if plan.settings.isControl {
            state = .ending(.nothing, killedAt: nil)
            return [log, .endSite("\(plan.name) \(how), and is a control daemon")] + clear(.nothing, at: now)
        }
        guard putsItselfIntoBackground, isWanted else {
            return [log] + clear(isWanted ? .startAgain : .nothing, at: now)
        }
        state = .seeking(lost: true)
        return [log, .findPid]
    }

    /// Whatever is left of one that ended goes before it starts again, or there would be two of that.
    mutating func clear(_ next: Next, at now: Instant) -> [Action] {
        state = .ending(next, killedAt: nil)
        signalled = stopSignal
        return [.cancel(.look), .schedule(.mercy, at: now + plan.mercy), .findFamily]
    }

    mutating func family(_ isLeft: Bool, at now: Instant) -> [Action] {
        guard case .ending(let next, let killedAt) = state else { return [] }
        let isStuck = killedAt.map { now - $0 > Self.lastWait } ?? false
        if !isLeft || isStuck {
            let log = isLeft ? [Action.log("\(title) survives SIGKILL; the kernel holds it")] : []
            return log + [.cancel(.mercy), .cancel(.look)] + finish(next, at: now)
        }
        // Who was started by one that ended meanwhile has not been told yet.
        return [.signal(killedAt == nil ? signalled : .kill), .schedule(.look, at: now + Self.interval)]
    }

    mutating func finish(_ next: Next, at now: Instant) -> [Action] {
        switch next {
        case .nothing:
            (process, state) = (nil, .over)
            return [.over]
        case .startAtOnce:
            process = nil
            restarts += 1
            backoff.reset()
            return start()
        case .startAgain: return startAgain(at: now)
        }
    }

    mutating func due(_ timer: Timer, at now: Instant) -> [Action] {
        switch (timer, state) {
        case (.retry, .waiting): return start()
        case (.look, .starting): return [.findPid]
        case (.look, .ending): return [.findFamily]
        case (.mercy, .ending(let next, nil)):
            state = .ending(next, killedAt: now)
            return [
                .log("\(title) does not end within \(Int(plan.mercy.inSeconds)) s; it is killed"), .signal(.kill),
                .schedule(.look, at: now + .milliseconds(50)),
            ]
        case (.retry, _), (.look, _), (.mercy, _): return []
        }
    }

    // MARK: - Orders

    mutating func restart(_ why: String, _ signal: Signal, at now: Instant) -> [Action] {
        switch state {
        case .running, .starting:
            reason = why
            return [.log("\(title) is started anew: \(why)")] + end(.startAtOnce, signal, at: now)
        case .waiting:
            backoff.reset()
            reason = why
            return [.cancel(.retry)] + start()
        case .new, .seeking, .ending, .over: return []
        }
    }

    func tell(_ signal: Signal) -> [Action] {
        guard case .running = state else { return [] }
        return [.notify(signal)]
    }

    mutating func end(_ next: Next, _ signal: Signal, at now: Instant) -> [Action] {
        switch state {
        case .running(isOurs: false):
            // Somebody else's, unless the file says otherwise; its end is heard of.
            if next != .nothing { return [.notify(signal)] }
            return (plan.settings.isToldOfReloads ? [.notify(signal)] : []) + finish(.nothing, at: now)
        case .running, .starting:
            state = .ending(next, killedAt: nil)
            signalled = signal
            return [
                .cancel(.look), .signal(signal), .schedule(.mercy, at: now + plan.mercy),
                .schedule(.look, at: now + Self.interval),
            ]
        case .ending(_, let killedAt):
            state = .ending(next, killedAt: killedAt)
            return []
        case .new, .seeking, .waiting: return [.cancel(.retry)] + finish(.nothing, at: now)
        case .over: return []
        }
    }

    mutating func kill(at now: Instant) -> [Action] {
        switch state {
        case .running(isOurs: true), .starting, .ending:
            state = .ending(.nothing, killedAt: now)
            return [.cancel(.mercy), .signal(.kill), .schedule(.look, at: now + .milliseconds(50))]
        case .running(isOurs: false), .new, .seeking, .waiting: return [.cancel(.retry)] + finish(.nothing, at: now)
        case .over: return []
        }
    }
}
