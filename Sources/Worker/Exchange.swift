import Kernel
import Protocol
import Wire

/// One request in the hands of the app, and its answer on the way out. The objects that Python has of it are cut off when
/// the request is over.
final class Exchange {
    let core: Core
    let caller: AppCaller
    let connection: Connection
    let reader: RequestReader
    let head: RequestHead
    let facts: RequestFacts

    /// start_response was called.
    private(set) var isStarted = false
    /// The head of the answer is on its way and cannot be changed any more.
    private(set) var headIsSent = false
    /// Nothing more can be sent: the client is gone, or the app broke off. The connection ends.
    private(set) var isCut = false
    /// The client is gone.
    private(set) var clientIsGone = false
    /// The app raised.
    private(set) var appRaised = false
    /// The length of the whole body, where it is known before the first of it is sent.
    var knownLength: Int?
    /// Bytes of the body that were sent.
    private(set) var bodySent = 0
    /// Bytes of the body that the app gave, sent or not.
    private var bodyGiven = 0
    private(set) var headBytes = 0
    private(set) var headerCount = 0
    /// The client was told to send the body that it announced.
    var isInvited = false
    /// The status of the answer that was sent.
    private(set) var finalStatus = 0
    /// A file of `static-map` was the answer, not the app's.
    var isStatic = false
    private var plan: ResponsePlan?

    init(_ core: Core, _ caller: AppCaller, _ connection: Connection, _ reader: RequestReader, _ head: RequestHead) {
        self.core = core
        self.caller = caller
        self.connection = connection
        self.reader = reader
        self.head = head
        facts = RequestFacts(reader.text.span, reader.fields)
    }

    /// Bytes that the variables take, or would take, in a uwsgi packet.
    var variableBytes: Int {
        if case .uwsgi(let head) = head { return head.size - 4 }
        return reader.fields.reduce(0) { $0 + $1.name.count + $1.value.count + 4 }
    }

    /// The connection may serve another request.
    var persists: Bool { plan?.persists == true && !isCut && reader.body.isComplete }

    /// wsgi.url_scheme is https.
    var isSecure: Bool {
        let trusted = facts.forwardedProto != nil && connection.isTrusted
        return facts.isSecure(reader.text.span, trustsForwarded: trusted)
    }
}

/// What follows a piece of a chunked body.
private enum Tail {
    static let chunkEnd = ChunkedEncoder.end
    static let bodyEnd = ChunkedEncoder.end + ChunkedEncoder.last
}

// What start_response does.
extension Exchange {
    /// Takes the status; forgets an answer that was begun but not sent.
    func begin(status: Span<UInt8>) throws(ResponseError) {
        try core.responseHead.begin(status: status)
        headerCount = 0
        isStarted = true
    }

    /// Takes a header.
    func addHeader(name: Span<UInt8>, value: Span<UInt8>) throws(ResponseError) {
        try core.responseHead.add(name: name, value: value)
        headerCount += 1
    }

    /// An answer that start_response could not take is none.
    func abandonHead() {
        isStarted = false
    }
}

// The body on its way out.
extension Exchange {
    /// Sends a piece of the body, the head before the first. False: nothing more can be sent.
    func write(_ piece: Span<UInt8>) -> Bool {
        if isCut { return false }
        if piece.isEmpty { return true }
        bodyGiven += piece.count
        core.output.removeAll(keepingCapacity: true)
        if !headIsSent { appendHead() }
        switch plan?.framing {
        case nil, .some(.none): return flush(Span())
        case .length(let length):
            let part = piece.extracting(first: min(piece.count, length - bodySent))
            return flush(part)
        case .chunked:
            ChunkedEncoder.appendSize(piece.count, to: &core.output)
            return flush(piece, bodyGiven == knownLength ? Tail.bodyEnd : Tail.chunkEnd)
        case .untilClose: return flush(piece)
        }
    }

    /// The app is through: sends what is still to be sent, and checks what it promised.
    func finish() {
        if isCut { return }
        core.output.removeAll(keepingCapacity: true)
        if !headIsSent {
            if knownLength == nil { knownLength = 0 }
            appendHead()
        }
        if case .chunked = plan?.framing, bodyGiven != knownLength || bodyGiven == 0 {
            core.output += ChunkedEncoder.last
        }
        _ = flush(Span())
        if case .length(let length) = plan?.framing, bodySent < length {
            core.note("the app sent \(bodySent) of \(length) bytes that its Content-Length promised\(inRequest)")
            isCut = true
        }
    }

    /// The app raised: an answer of ours if none is on its way, else the connection is cut so that the client can tell.
    func fail() {
        appRaised = true
        if isCut { return }
        if headIsSent {
            isCut = true
            return
        }
        sendError(500)
    }

    /// The client is gone.
    func cut() {
        isCut = true
        clientIsGone = true
    }

    private func sendError(_ status: Int) {
        core.answerError(status, withBody: !head.isHead)
        headIsSent = true
        finalStatus = status
        headBytes = core.output.count
        _ = flush(Span())
        isCut = true
    }

    private func appendHead() {
        headIsSent = true
        finalStatus = core.responseHead.status
        core.stamp.set(time: core.clock)
        switch head {
        case .uwsgi(let head):
            let storage = reader.storage
            let text = storage.span.extracting(head.serverProtocol ?? 0..<0)
            plan = core.responseHead.append(to: &core.output, serverProtocol: text, isHead: head.isHead)
        case .http(let head):
            let mayPersist = core.mayPersist && reader.body.isComplete
            plan = core.responseHead.append(
                to: &core.output, answering: head, bodyLength: knownLength, mayPersist: mayPersist, stamp: core.stamp)
        }
        headBytes = core.output.count
    }

    /// Sends what stands in the core's output, the piece and the tail; waits for the client where it must.
    private func flush(_ piece: Span<UInt8>, _ tail: [UInt8] = []) -> Bool {
        if core.output.isEmpty && piece.isEmpty { return true }
        bodySent += piece.count
        if core.send(connection.descriptor, piece, tail.span) { return true }
        cut()
        return false
    }

    /// " (GET /path)", for messages.
    var inRequest: String {
        let text = reader.text
        let method = String(decoding: text[facts.method ?? 0..<0], as: UTF8.self)
        let uri = String(decoding: text[facts.uri ?? 0..<0].prefix(200), as: UTF8.self)
        return " (\(method) \(uri))"
    }
}
