import Kernel
import Synchronization

/// The connections that wait for something. Threads park them here and claim them when something happened.
final class ConnectionTable: Sendable {
    fileprivate struct State {
        var slots: [Connection?] = []
        var generations: [UInt32] = []
        var free: [Int] = []
        var count = 0
        /// No parked connection's time is over before this.
        var nextDeadline = Instant(nanoseconds: .max)
    }

    private let state = Mutex(State())
    /// Changed with the state in hand alone, read by anybody.
    private let waiting = Atomic<Int>(0)

    /// Connections that have a place: parked ones, and claimed ones that were parked before.
    var count: Int { state.withLock { $0.count } }

    /// Connections that are parked.
    var parked: Int { waiting.load(ordering: .relaxed) }

    /// When to look for connections whose time is over.
    var nextDeadline: Instant { state.withLock { $0.nextDeadline } }

    /// Leaves a connection to whoever claims it. From now on the caller must not touch it.
    func park(_ connection: Connection, _ phase: ConnectionPhase, until deadline: Instant) {
        connection.phase = phase
        connection.deadline = deadline
        state.withLock { state in
            if connection.slot < 0 { state.add(connection) }
            connection.isParked = true
            waiting.store(parked + 1, ordering: .relaxed)
            if deadline < state.nextDeadline { state.nextDeadline = deadline }
        }
    }

    /// Gives it a place, so that it has a token, without parking it.
    func place(_ connection: Connection) {
        state.withLock { state in
            if connection.slot < 0 { state.add(connection) }
        }
    }

    /// Takes a parked connection; nil when somebody else has it, or its place is another's by now.
    func claim(slot: Int, generation: UInt32) -> Connection? {
        state.withLock { state in
            guard slot < state.slots.count, let connection = state.slots[slot], connection.generation == generation,
                connection.isParked
            else { return nil }
            release(connection)
            return connection
        }
    }

    /// A parked connection is claimed.
    private func release(_ connection: Connection) {
        connection.isParked = false
        waiting.store(parked - 1, ordering: .relaxed)
    }

    /// Forgets a connection that the caller has claimed.
    func remove(_ connection: Connection) {
        state.withLock { state in
            if connection.slot < 0 { return }
            state.slots[connection.slot] = nil
            state.free.append(connection.slot)
            state.count -= 1
            connection.slot = -1
        }
    }

    /// Claims the parked connections whose time is over.
    func claimExpired(at now: Instant) -> [Connection] {
        state.withLock { state in
            if now < state.nextDeadline { return [] }
            var expired: [Connection] = []
            var next = Instant(nanoseconds: .max)
            for case let connection? in state.slots where connection.isParked {
                if connection.deadline <= now {
                    release(connection)
                    expired.append(connection)
                } else if connection.deadline < next {
                    next = connection.deadline
                }
            }
            state.nextDeadline = next
            return expired
        }
    }

    /// Claims the parked connection between requests whose time would be over first.
    func claimIdlest() -> Connection? {
        state.withLock { state in
            var idlest: Connection?
            for case let connection? in state.slots where connection.isParked {
                guard connection.phase == .idle || connection.phase == .fresh else { continue }
                if let found = idlest, found.deadline <= connection.deadline { continue }
                idlest = connection
            }
            if let idlest { release(idlest) }
            return idlest
        }
    }

    /// Claims the parked connections of which nothing was read that is not answered, for another worker to go on with; who
    /// their clients are it must be able to see.
    func claimUntouched() -> [Connection] {
        state.withLock { state in
            var untouched: [Connection] = []
            for case let connection? in state.slots where connection.isParked {
                guard connection.phase == .idle || connection.phase == .fresh, !connection.isIntroduced else {
                    continue
                }
                release(connection)
                untouched.append(connection)
            }
            return untouched
        }
    }

    /// Lets no connection that is between requests wait longer than that.
    func hurryIdle(until deadline: Instant) {
        state.withLock { state in
            for case let connection? in state.slots where connection.isParked {
                guard connection.phase == .idle || connection.phase == .fresh else { continue }
                connection.deadline = min(connection.deadline, deadline)
            }
            state.nextDeadline = min(state.nextDeadline, deadline)
        }
    }
}

extension ConnectionTable.State {
    fileprivate mutating func add(_ connection: Connection) {
        let slot = free.popLast() ?? slots.count
        if slot == slots.count {
            slots.append(nil)
            generations.append(0)
        }
        generations[slot] &+= 1
        connection.slot = slot
        connection.generation = generations[slot]
        slots[slot] = connection
        count += 1
    }
}
