import Kernel
import Protocol
import Wire

/// The bytes of one connection from the first of a request on, and what has been understood of them. A connection has one
/// while there is something to understand; idle ones have none.
///
/// In `storage` stand, in this order: the head; body bytes, decoded, that nobody has taken yet; raw bytes of a chunked
/// body or of the next request. Decoding happens in place, since a decoded body is never longer than its encoding.
final class RequestReader {
    private(set) var storage = [UInt8](repeating: 0, count: RequestLimits.firstRoom)
    /// Bytes of `storage` that were received.
    private var used = 0
    private var http: HTTPParser
    private var uwsgi: UwsgiParser
    private let limits: RequestLimits

    /// The head, once it is complete.
    private(set) var head: RequestHead?
    private(set) var body = RequestBody()

    /// How far a request has come.
    enum Progress {
        /// More bytes are needed, and none are there now.
        case waiting
        /// The head is there, and its body as far as it is received before the app is called.
        case complete
        case refused(status: Int, reason: String)
        /// The client ended its side; nothing, or not all of a request, had arrived.
        case ended
        case broken
    }

    init(limits: RequestLimits) {
        self.limits = limits
        http = HTTPParser(limits: limits.http)
        uwsgi = UwsgiParser(limits: limits.uwsgi)
    }

    /// Nothing of a request has arrived.
    var isEmpty: Bool { used == 0 }

    /// The variables' names and values stand in this text...
    var text: [UInt8] {
        if case .http = head { return http.variables.bytes }
        return storage
    }

    /// ...at these places.
    var fields: [Field] {
        if case .http = head { return http.variables.fields }
        return uwsgi.fields
    }

    /// Receives what is there and understands it as far as it goes.
    func advance(_ descriptor: Int32, _ wire: WireProtocol) -> Progress {
        if used > 0, let progress = understand(wire) { return progress }
        while true {
            let room = makeRoom()
            switch Kernel.receive(descriptor, into: &storage, from: used) {
            case .moved(let count):
                used += count
                if let progress = understand(wire) { return progress }
                if count < room { return .waiting }
            case .notYet: return .waiting
            case .ended: return .ended
            case .broken: return .broken
            }
        }
    }

    /// Receives more of a body of which everything that was there has been taken. True: there is more, or its end.
    func receiveBody(_ descriptor: Int32) throws(Refusal) -> Transfer {
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

    /// Somebody took so many bytes of the body.
    func takeBody(_ count: Int) {
        body.take(count)
    }

    /// Forgets the request in hand; what arrived behind it becomes the start of the next.
    func finishRequest() {
        let rest = body.raw..<used
        if !rest.isEmpty { storage.move(rest, to: 0) }
        used = rest.count
        head = nil
        body = RequestBody()
    }

    /// Forgets everything, for another connection.
    func reset() {
        used = 0
        head = nil
        body = RequestBody()
        http.reset()
        if storage.count > RequestLimits.keptRoom { storage = [UInt8](repeating: 0, count: RequestLimits.firstRoom) }
    }

    /// What follows from the bytes that are there; nil: more are needed.
    private func understand(_ wire: WireProtocol) -> Progress? {
        do throws(Refusal) {
            if head == nil, try !parseHead(wire) { return nil }
            return try collectBody()
        } catch {
            return .refused(status: error.status, reason: error.message)
        }
    }

    private func parseHead(_ wire: WireProtocol) throws(Refusal) -> Bool {
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
    private func collectBody() throws(Refusal) -> Progress? {
        if let length = body.length, limits.forbids(length) { return tooLarge(length) }
        try body.decode(&storage, used: &used)
        if limits.forbids(body.received) { return tooLarge(body.received) }
        if body.isComplete || head?.expectsContinue == true { return .complete }
        if let length = body.length { return length > limits.buffered ? .complete : nil }
        return body.received > limits.buffered ? .complete : nil
    }

    private func tooLarge(_ count: Int) -> Progress {
        .refused(status: 413, reason: "a body of \(count) bytes or more, limit-post is \(limits.post)")
    }

    /// Sees to it that something can be received; returns how much.
    private func makeRoom() -> Int {
        if used == storage.count {
            let wanted = head.map { $0.size + min(body.length ?? 0, limits.buffered) } ?? 0
            widen(to: max(storage.count * 2, wanted))
        }
        return storage.count - used
    }

    private func widen(to room: Int) {
        if room > storage.count { storage.append(contentsOf: repeatElement(0, count: room - storage.count)) }
    }
}
