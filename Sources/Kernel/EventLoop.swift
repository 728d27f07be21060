/// One thread, one loop, one table of events: descriptors, timers, signals and ended children are all rows of it.
public final class EventLoop {
    private let poller: Poller
    private let signals: SignalReader?
    private var watches: [UInt64: Row] = [:]
    private var timers = Timers()
    private var lastToken: UInt64 = 0
    private var memoryKills = MemoryKills()

    /// Called with each signal that arrives, except SIGCHLD.
    public var onSignal: (Signal) -> Void = { _ in }
    /// Called with each child that ended, whoever started it.
    public var onChildExit: (_ pid: Int32, _ status: ExitStatus) -> Void = { _, _ in }
    /// Called after a turn that began more than a second later than the loop had asked for: the machine slept, or the
    /// process was stopped, and deadlines that passed meanwhile prove nothing.
    public var onLateWake: (_ by: Duration) -> Void = { _ in }

    /// A loop that takes over the delivery of `signals` and SIGCHLD for the whole process.
    public init(signals wanted: [Signal]) throws(SystemError) {
        poller = try Poller()
        let signals = try SignalReader(wanted + [.childEnded])
        try poller.add(signals.raw, .readable, token: 0)
        self.signals = consume signals
    }

    /// A loop of descriptors and timers alone, in a process whose signals and children are somebody else's.
    public init() throws(SystemError) {
        poller = try Poller()
        signals = nil
    }

    private struct Row {
        let owner: any DescriptorOwner
        let handler: (Readiness) -> Void
    }

    /// A registration, until it is cancelled.
    public struct Watch: Sendable {
        fileprivate let token: UInt64
    }

    /// Calls `handler` each time the descriptor is ready (level-triggered). The loop keeps its owner, so that it stays open
    /// until the registration is cancelled.
    public func watch(
        _ owner: any DescriptorOwner, for interest: Interest = .readable,
        _ handler: @escaping (Readiness) -> Void
    ) throws(SystemError) -> Watch {
        lastToken += 1
        try poller.add(owner.raw, interest, token: lastToken)
        watches[lastToken] = Row(owner: owner, handler: handler)
        return Watch(token: lastToken)
    }

    /// Waits for something else on a descriptor that is watched.
    public func change(_ watch: Watch, to interest: Interest) throws(SystemError) {
        guard let entry = watches[watch.token] else { return }
        try poller.modify(entry.owner.raw, interest, token: watch.token)
    }

    /// Forgets a descriptor; events of it that wait to be handled are dropped.
    public func cancel(_ watch: Watch) {
        guard let row = watches.removeValue(forKey: watch.token) else { return }
        withExtendedLifetime(row.owner) { try? poller.remove(row.owner.raw) }
    }

    /// Calls `handler` once, at that instant or as soon after as the loop comes round.
    @discardableResult
    public func schedule(at instant: Instant, _ handler: @escaping () -> Void) -> Timers.Token {
        timers.schedule(at: instant, handler)
    }

    /// Takes a timer back; one that has fired is ignored.
    public func cancel(_ timer: Timers.Token) {
        timers.cancel(timer)
    }

    /// Turns until `isDone`, asked after each turn.
    public func run(until isDone: () -> Bool) throws(SystemError) {
        while !isDone() {
            try turn()
        }
    }

    /// One turn: waits for the next thing to happen and handles all that did. Children before descriptors: a channel's
    /// end is best explained by the exit status behind it.
    public func turn() throws(SystemError) {
        let due = timers.next
        let events = try poller.wait(timeout: due.map { $0 - .now })
        if let due, Instant.now - due > .seconds(1) { onLateWake(Instant.now - due) }
        if events.contains(where: { $0.token == 0 }) { try readSignals() }
        for event in events where event.token != 0 {
            watches[event.token]?.handler(event.readiness)
        }
        for handler in timers.takeDue(at: .now) { handler() }
    }

    private func readSignals() throws(SystemError) {
        for signal in try signals?.read() ?? [] where signal != .childEnded {
            onSignal(signal)
        }
        while let (pid, status) = reapChild() {
            onChildExit(pid, memoryKills.explain(status))
        }
    }
}
