import Kernel

/// The connections of requests that were taken from their cores: their clients have time to read the answer, and then they
/// are not counted any more. Closed they are by the end of the process alone: their cores still know the descriptors.
struct Farewells: ~Copyable {
    private let service: Service
    private let poll: WorkerPollSet
    private var events: WorkerPollSet.Events
    /// Until when a client may read, by core.
    private var reading: [Int: (request: OverdueRequest, until: Instant)] = [:]
    private var count = 0
    private var coresAreDone = false

    private static let doneToken = UInt64.max

    init(_ service: Service) throws(SystemError) {
        let poll = try WorkerPollSet()
        try poll.add(service.whenDone, .readable, token: Self.doneToken)
        self.service = service
        self.poll = poll
        events = WorkerPollSet.Events(room: 16)
    }

    /// There were none.
    var isEmpty: Bool { count == 0 }

    /// A core has lost its request; its client may read an answer, or was cut off.
    mutating func begin(_ core: Int, _ request: OverdueRequest, mayRead: Bool) {
        count += 1
        if mayRead, (try? poll.add(request.descriptor, .readable, token: UInt64(core))) != nil {
            reading[core] = (request, .now + ClientPatience.linger)
        } else {
            service.countConnection(-1)
        }
    }

    /// Sleeps until that time at the latest. True: there is nothing more to be watched, as every other request is answered,
    /// or no core is left that could answer one.
    mutating func wait(until deadline: Instant) -> Bool {
        if isOver { return true }
        let until = reading.values.map(\.until).reduce(deadline, min)
        do {
            try poll.wait(&events, milliseconds: Int32(clamping: max(0, (until - .now).millisecondsRoundedUp)))
        } catch {
            preconditionFailure("\(error)")
        }
        for index in events.indices { take(events.token(at: index)) }
        for (core, client) in reading where client.until <= .now { end(core) }
        return isOver
    }

    private var isOver: Bool {
        if isEmpty { return coresAreDone }
        return reading.isEmpty && (service.isDone || count == service.watches.count)
    }

    private mutating func take(_ token: UInt64) {
        if token == Self.doneToken {
            coresAreDone = true
            try? poll.remove(service.whenDone)
        } else if let request = reading[Int(token)]?.request, request.clientIsThrough {
            end(Int(token))
        }
    }

    private mutating func end(_ core: Int) {
        guard let client = reading.removeValue(forKey: core) else { return }
        try? poll.remove(client.request.descriptor)
        service.countConnection(-1)
    }
}
