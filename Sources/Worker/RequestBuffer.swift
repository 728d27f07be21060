import Kernel
import Protocol
import Wire

/// The bytes of one connection from the first of a request on, and what has been understood of them.
///
/// In `storage` stand, in this order: the head; body bytes, decoded, that nobody has taken yet; raw bytes of a chunked
/// body or of the next request. Decoding happens in place, since a decoded body is never longer than its encoding.
struct RequestBuffer {
    private var storage = [UInt8](repeating: 0, count: RequestLimits.firstRoom)
    /// Bytes of `storage` that were received.
    private var used = 0
    private var http: HTTPParser
    private var uwsgi: UwsgiParser
    private let limits: RequestLimits

    /// The head, once it is complete.
    private var head: RequestHead?
    private(set) var body = RequestBody()
    /// What of the body came first and is in a file.
    private var spilled: SpilledBody?
    /// What has arrived of a chunked body before the app is called, as it came: decoding leaves nothing of that.
    private var chunks: [UInt8] = []

    /// For a request of which that has arrived already.
    init(limits: RequestLimits, arrived: [UInt8]) {
        self.init(limits: limits)
        widen(to: arrived.count)
        storage.replaceSubrange(0..<arrived.count, with: arrived)
        used = arrived.count
    }

    init(limits: RequestLimits) {
        self.limits = limits
        http = HTTPParser(limits: limits.http)
        uwsgi = UwsgiParser(limits: limits.uwsgi)
    }

    /// Nothing of a request has arrived.
    var isEmpty: Bool { used == 0 }

    /// The head is complete.
    var hasHead: Bool { head != nil }

    /// What has arrived of a request that is not complete, as it came; nil: it is too much to be passed on.
    var arrived: [UInt8]? {
        if spilled != nil { return nil }
        if let head, case .chunked = head.body { return storage[..<head.size] + chunks }
        return Array(storage[..<used])
    }

    /// The request that is complete.
    func request() -> Request {
        guard let head else { preconditionFailure("a complete request has a head") }
        switch head {
        case .uwsgi:
            return Request(head: head, text: storage, fields: uwsgi.fields, bodyIsComplete: body.isComplete)
        case .http:
            let variables = http.variables
            return Request(head: head, text: variables.bytes, fields: variables.fields, bodyIsComplete: body.isComplete)
        }
    }

    /// Receives what is there and understands it as far as it goes.
    mutating func advance(_ connection: Connection) -> RequestProgress {
        if used > 0, let progress = understand(connection) { return progress }
        while true {
            let room = makeRoom()
            switch Kernel.receive(connection.descriptor, into: &storage, from: used) {
            case .moved(let count):
                used += count
                if let progress = understand(connection) { return progress }
                if count < room { return .waiting(hasBegun: used > 0) }
            case .notYet: return .waiting(hasBegun: used > 0)
            case .ended: return .ended
            case .broken: return .broken
            }
        }
    }

    /// Receives more of a body of which everything that was there has been taken.
    mutating func receiveBody(_ descriptor: Int32) throws(Refusal) -> Transfer {
        chunks = []
        let start = head?.size ?? 0
        body.rewind(to: start)
        used = start
        widen(to: start + RequestLimits.streamRoom)
        let outcome = Kernel.receive(descriptor, into: &storage, from: used)
        if case .moved(let count) = outcome {
            used += count
            try body.decode(&storage, used: &used)
        }
        return outcome
    }

    /// Hands out bytes of the body that have arrived, at most so many and not beyond the first `stop` byte; fewer only
    /// where no more are there.
    mutating func takeBody(atMost limit: Int, stopAt stop: UInt8?) throws(SystemError) -> ArraySlice<UInt8> {
        guard let taken = try takeSpilled(limit, stop) else { return takeStored(limit, stop) }
        if taken.count == limit || stop != nil && taken.last == stop { return taken[...] }
        return taken[...] + takeStored(limit - taken.count, stop)
    }

    private mutating func takeSpilled(_ limit: Int, _ stop: UInt8?) throws(SystemError) -> [UInt8]? {
        guard spilled?.isEmpty == false else { return nil }
        return try spilled?.take(atMost: limit, stopAt: stop)
    }

    private mutating func takeStored(_ limit: Int, _ stop: UInt8?) -> ArraySlice<UInt8> {
        let piece = storage[body.available].prefix(limit, through: stop)
        body.take(piece.count)
        return piece
    }

    /// Forgets the request in hand; what arrived behind it becomes the start of the next.
    mutating func finishRequest() {
        let rest = body.raw..<used
        if !rest.isEmpty { storage.move(rest, to: 0) }
        used = rest.count
        forget()
    }

    /// Forgets everything, for another connection.
    mutating func reset() {
        used = 0
        forget()
        http.reset()
        if storage.count > RequestLimits.keptRoom { storage = [UInt8](repeating: 0, count: RequestLimits.firstRoom) }
    }

    private mutating func forget() {
        head = nil
        body = RequestBody()
        spilled = nil
        if !chunks.isEmpty { chunks = [] }
    }

    /// What follows from the bytes that are there; nil: more are needed.
    private mutating func understand(_ connection: Connection) -> RequestProgress? {
        do throws(Refusal) {
            if case .awaited = connection.introduction, try !meet(connection) { return nil }
            if head == nil, try !parseHead(connection.listener.wire) { return nil }
            return try collectBody()
        } catch {
            return .refused(status: error.status, reason: error.message)
        }
    }

    /// Takes the line that says who the client is, where there is one; false: more is needed to know.
    private mutating func meet(_ connection: Connection) throws(Refusal) -> Bool {
        guard let size = try connection.introduction.take(storage.span.extracting(first: used)) else { return false }
        storage.move(size..<used, to: 0)
        used -= size
        return used > 0
    }

    private mutating func parseHead(_ wire: WireProtocol) throws(Refusal) -> Bool {
        let storage = storage
        switch wire {
        case .uwsgi: head = try parsed(uwsgi.parse(storage.span.extracting(first: used))).map { .uwsgi($0) }
        case .http: head = try parsed(http.parse(storage.span.extracting(first: used))).map { .http($0) }
        }
        guard let head else { return false }
        body = RequestBody(head.body, at: head.size)
        return true
    }

    private func parsed<Head>(_ outcome: Parsed<Head>) throws(Refusal) -> Head? {
        switch outcome {
        case .needMore: return nil
        case .complete(let head): return head
        case .refused(let refusal): throw refusal
        }
    }

    /// Receives the body as far as that is done before the app is called.
    private mutating func collectBody() throws(Refusal) -> RequestProgress? {
        if let length = body.length, limits.forbids(length) { return tooLarge(length) }
        if body.length == nil, spilled == nil { chunks += storage[body.raw..<used] }
        try body.decode(&storage, used: &used)
        if limits.forbids(body.received) { return tooLarge(body.received) }
        if body.isComplete || head?.expectsContinue == true { return .complete }
        if body.length ?? body.received > limits.buffered { return .complete }
        return body.available.count < RequestLimits.bodyInMemory ? nil : spill()
    }

    /// Puts what has arrived of the body into a file.
    private mutating func spill() -> RequestProgress? {
        let storage = storage
        do throws(SystemError) {
            if spilled == nil { spilled = try SpilledBody() }
            try spilled?.append(storage.span.extracting(body.available))
        } catch {
            return .refused(status: 503, reason: "no room for a body that post-buffering wants whole: \(error)")
        }
        let start = head?.size ?? 0
        body.rewind(to: start)
        used = start
        return nil
    }

    private func tooLarge(_ count: Int) -> RequestProgress {
        .refused(status: 413, reason: "a body of \(count) bytes or more, limit-post is \(limits.post)")
    }

    /// Sees to it that something can be received; returns how much.
    private mutating func makeRoom() -> Int {
        if used == storage.count {
            let wanted = head.map { $0.size + min(body.length ?? 0, limits.buffered, RequestLimits.bodyInMemory) } ?? 0
            widen(to: max(storage.count * 2, wanted))
        }
        return storage.count - used
    }

    private mutating func widen(to room: Int) {
        if room > storage.count { storage.append(contentsOf: repeatElement(0, count: room - storage.count)) }
    }
}
