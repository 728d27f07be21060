import Kernel

// Connections that change their worker, or wait in this one.
extension Service {
    /// Has a connection that the caller owns wait in this phase, for any thread.
    func park(_ connection: Connection, _ phase: ConnectionPhase, until deadline: Instant) {
        table.place(connection)
        let token = PollToken.connection(slot: connection.slot, generation: connection.generation).rawValue
        let isPolled = connection.isPolled
        let descriptor = connection.descriptor
        connection.isPolled = true
        table.park(connection, phase, until: deadline)
        // From here on another thread may have it.
        do {
            if !isPolled {
                try poll.add(descriptor, interest, token: token)
            } else if isThreaded {
                try poll.rearm(descriptor, interest, token: token)
            }
        } catch {
            preconditionFailure("\(error)")
        }
    }

    private var interest: Interest { isThreaded ? [.readable, .oneShot] : .readable }

    /// Gives a connection that the caller has claimed to the first worker that is free; false: it waits here again.
    func passOn(_ connection: Connection) -> Bool {
        // Another process has the connection then, and with it its place in our poll set.
        try? poll.remove(connection.descriptor)
        connection.isPolled = false
        guard let queue, queue.put(connection) else {
            park(connection, connection.phase, until: connection.deadline)
            return false
        }
        table.remove(connection)
        countConnection(-1)
        return true
    }

    /// The next connection that another worker passed on.
    func takePassed() -> Connection? {
        queue?.take().flatMap { $0.connection(listeners, limits) }
    }

    /// The next that a worker of our own generation passed on, which may have been this one: those of other generations are
    /// not for a worker that ends.
    func takeOurOwn() -> Connection? {
        guard let queue, let arrival = queue.take() else { return nil }
        if arrival.isOurOwn { return arrival.connection(listeners, limits) }
        queue.putBack(arrival)
        return nil
    }
}
