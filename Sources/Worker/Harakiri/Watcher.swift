import Kernel
import Protocol

/// Sees to it that no request lasts longer than `harakiri`: a thread of its own, which never needs the interpreter, so that
/// a call into C that keeps the interpreter's lock for minutes does not keep it. It sleeps until the first request in hand
/// could be over its time: about once in `harakiri` seconds where none is.
///
/// What is over its time is taken from its core for good. The client is answered, the log and the master are told, and the
/// process ends as soon as its other requests are answered: a thread that is stuck cannot be ended otherwise.
struct Watcher: ~Copyable {
    let service: Service
    let rule: Harakiri
    let reports: ThreadReports
    /// Requests that were taken from their cores.
    private var farewells: Farewells
    /// Requests that are being let go on, by core.
    private var reprieves: [Int: Reprieve] = [:]
    /// Nothing is judged by time that passed before this.
    private var judgesFrom = Instant(nanoseconds: .min)

    /// Why a request may go on beyond its time.
    private struct Reprieve {
        let sight: RequestWatch.Sight
        let until: Instant
        /// Its worker got the signal that goes before harakiri.
        let isWarned: Bool
    }

    init(_ service: Service, _ rule: Harakiri, _ reports: ThreadReports) throws(SystemError) {
        farewells = try Farewells(service)
        self.service = service
        self.rule = rule
        self.reports = reports
    }

    private var limit: Duration { rule.limit }

    /// Watches until the worker is done; ends the process where a request was over its time.
    mutating func run() {
        var next = Instant.now + limit
        while !farewells.wait(until: next) {
            let now = Instant.now
            // The process was stopped, or the machine slept: time that passed for nobody counts for nobody.
            if now - next > .seconds(1) { judgesFrom = now }
            next = look(at: now)
        }
        if farewells.isEmpty { return }
        service.leaveConnections()
        endProcess(0)
    }

    // MARK: - Judging

    /// Looks at every core; when to look again.
    private mutating func look(at now: Instant) -> Instant {
        var next = now + limit
        for (core, watch) in service.watches.enumerated() {
            service.counters.looked(core, at: now)
            guard let sight = watch.look() else { continue }
            var due = deadline(core, sight)
            if due <= now { due = judge(core, watch, sight, at: now) ?? next }
            next = min(next, due)
        }
        return next
    }

    private func deadline(_ core: Int, _ sight: RequestWatch.Sight) -> Instant {
        if let reprieve = reprieves[core], reprieve.sight.isSame(as: sight) { return reprieve.until }
        return max(sight.began, judgesFrom) + limit
    }

    /// A request is over its time; until when it may go on, nil if it may not.
    private mutating func judge(
        _ core: Int, _ watch: RequestWatch, _ sight: RequestWatch.Sight, at now: Instant
    ) -> Instant? {
        let earlier = reprieves[core].flatMap { $0.sight.isSame(as: sight) ? $0 : nil }
        if earlier?.isWarned != true {
            if isQuiet(isNews: earlier == nil, core) { return reprieve(core, sight, until: now + .seconds(1), false) }
            if rule.gracefulSeconds > 0 {
                warn(core, watch, sight)
                return reprieve(core, sight, until: now + rule.gracefulLimit, true)
            }
        }
        condemn(core, watch, sight)
        return nil
    }

    private mutating func reprieve(
        _ core: Int, _ sight: RequestWatch.Sight, until: Instant, _ isWarned: Bool
    ) -> Instant {
        reprieves[core] = Reprieve(sight: sight, until: until, isWarned: isWarned)
        return until
    }

    /// Too few connections wait for it to matter.
    private func isQuiet(isNews: Bool, _ core: Int) -> Bool {
        if rule.queueThreshold == 0 { return false }
        let waiting = service.listeners.compactMap { queueLength($0.descriptor) }.max() ?? 0
        guard waiting < rule.queueThreshold else { return false }
        if isNews {
            note(
                "harakiri: the request on core \(core) may last on while less than \(rule.queueThreshold) connections "
                    + "wait (harakiri-queue-threshold); \(waiting) do")
        }
        return true
    }

    private func warn(_ core: Int, _ watch: RequestWatch, _ sight: RequestWatch.Sight) {
        let signal = Signal(rule.gracefulSignal)
        note(
            "harakiri: the request on core \(core) has lasted \(sight.age) s; \(signal) is sent, and it ends in "
                + "\(rule.gracefulSeconds) s at the latest (harakiri-graceful-timeout)" + testimony.of(core, watch))
        signalOurselves(signal)
    }

    // MARK: - Condemning

    private mutating func condemn(_ core: Int, _ watch: RequestWatch, _ sight: RequestWatch.Sight) {
        // The stack first: whom it shows may come to its senses when its connection ends.
        let stack = testimony.of(core, watch)
        let others = rule.isVerbose ? testimony.ofAll(but: core) : ""
        guard let (exchange, isBeingAnswered) = watch.condemn(sight) else { return }
        service.stopAccepting(without: core)
        let request = OverdueRequest(exchange)
        let isAnswered = isBeingAnswered ? request.cut() : request.answer()
        let age = sight.age
        note(request.describe(core: core, age: age, isAnswered: isAnswered) + stack + others)
        service.tellMaster(.overdue(reason: "harakiri of \(request.line) after \(age) s"))
        farewells.begin(core, request, mayRead: isAnswered)
    }

    private var testimony: Testimony { Testimony(service: service, reports: reports, isVerbose: rule.isVerbose) }

    private func note(_ text: String) {
        writeLine("worker \(service.seat.worker): \(text)")
    }
}
