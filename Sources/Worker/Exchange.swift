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
    private(set) var request: Request
    private(set) var facts: RequestFacts
    /// Which of several apps it is for; nil: there is one.
    private(set) var mount: Mounts.Choice?
    /// The requests of that app so far; nil: they are all the same app's.
    var requestsOfApp: UInt64?

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
    /// All of the request's body has arrived.
    var bodyIsComplete: Bool
    /// The client was told to send the body that it announced.
    var isInvited = false
    /// The length of the whole answer, where it is known before the first of it is sent.
    var knownLength: Int?
    /// Bytes of the answer's body that were sent.
    private(set) var bodySent = 0
    /// Bytes of it that the app gave, sent or not.
    private var bodyGiven = 0
    private(set) var headBytes = 0
    private(set) var headerCount = 0
    /// The status of the answer that was sent.
    private(set) var status = 0
    /// A file of `static-map` was the answer, not the app's.
    var isStatic = false
    /// The answer's body was a file, from `static-map` or as the app's wsgi.file_wrapper.
    var isFile = false
    /// Failures to receive from the client.
    var readErrors = 0
    /// Failures to send to it.
    private(set) var writeErrors = 0
    /// Its line is in the log, where those of others are.
    var isLogged = true
    /// Headers that routes add to the answer, and names of those that they take out.
    var addedHeaders: [(name: [UInt8], value: [UInt8])] = []
    var removedHeaders: [[UInt8]] = []
    private var plan: ResponsePlan?

    init(_ core: Core, _ connection: Connection, _ reader: RequestReader, _ request: Request) {
        self.core = core
        caller = core.caller
        self.connection = connection
        self.reader = reader
        self.request = request
        let text = request.text
        facts = RequestFacts(text.span, request.fields)
        bodyIsComplete = request.bodyIsComplete
    }

    /// The connection may serve another request.
    var persists: Bool { plan?.persists == true && !isCut && bodyIsComplete }

    /// Finds out which of several apps it is for, and cuts its mount point off the path where that is asked for.
    func choose(from mounts: Mounts) {
        let text = request.text
        let path = facts.path ?? 0..<0
        let choice = mounts.choice(
            scriptName: text.span.extracting(facts.scriptName ?? 0..<0), path: text.span.extracting(path))
        if let cut = choice.cut { facts.path = path.dropFirst(cut) }
        mount = choice
    }

    /// Gives a variable another value, or one that it did not have: the last of a name counts, and is the only one from now on.
    func set(_ name: [UInt8], _ value: [UInt8]) {
        request = request.with(name, value)
        let text = request.text
        let path = facts.path
        facts = RequestFacts(text.span, request.fields)
        // What the mount point has cut off stays off.
        if mount?.cut != nil, !name.elementsEqual("PATH_INFO".utf8) { facts.path = path }
    }

    /// The status of the answer in hand, sent or not.
    var statusInHand: Int { headIsSent ? status : core.writer.status }

    /// SCRIPT_NAME, where it is not the request's own.
    var mountPoint: [UInt8]? {
        guard let mount, mount.cut != nil, let app = mount.app else { return nil }
        return caller.apps.mounts?.points[app]
    }

    /// wsgi.url_scheme is https.
    var isSecure: Bool {
        let trusted = facts.forwardedProto != nil && connection.isTrusted(by: core.service.trustedPeers)
        let text = request.text
        return facts.isSecure(text.span, trustsForwarded: trusted)
    }
}

// What start_response does.
extension Exchange {
    /// Takes the status; forgets an answer that was begun but not sent.
    func begin(status: Span<UInt8>) throws(ResponseError) {
        isStarted = false
        headerCount = 0
        try core.writer.begin(status: status)
        isStarted = true
    }

    /// Takes a header.
    func addHeader(name: Span<UInt8>, value: Span<UInt8>) throws(ResponseError) {
        if removedHeaders.contains(where: { name.isName($0) }) { return }
        if try core.writer.add(name: name, value: value) { headerCount += 1 }
    }
}

/// What follows a piece of a chunked body.
private enum Tail {
    static let none: [UInt8] = []
    static let chunkEnd = ChunkedEncoder.end
    static let bodyEnd = ChunkedEncoder.end + ChunkedEncoder.last
}

// The body on its way out.
extension Exchange {
    /// Sends a piece of the body, the head before the first. False: nothing more can be sent.
    func write(_ piece: Span<UInt8>) -> Bool {
        if isCut { return false }
        if piece.isEmpty { return true }
        if !claimAnswer() { return false }
        bodyGiven += piece.count
        switch prepare() {
        case .none: return core.hasOutput ? send(Span(), Tail.none) : true
        case .length(let length): return send(piece.extracting(first: min(piece.count, length - bodySent)), Tail.none)
        case .untilClose: return send(piece, Tail.none)
        case .chunked:
            core.writer.appendChunkSize(piece.count)
            return send(piece, bodyGiven == knownLength ? Tail.bodyEnd : Tail.chunkEnd)
        }
    }

    /// Sends so many bytes of a file from a position on, the head before them. False: nothing more can be sent. What the file
    /// has less is found by `finish`.
    func write(_ file: FilePart) -> Bool {
        if isCut { return false }
        if file.count == 0 { return true }
        if !claimAnswer() { return false }
        var file = file
        bodyGiven += file.count
        switch prepare() {
        case .none: return core.hasOutput ? send(Span(), Tail.none) : true
        case .length(let length):
            file.count = min(file.count, length - bodySent)
            return send(file, Tail.none)
        case .untilClose: return send(file, Tail.none)
        case .chunked:
            core.writer.appendChunkSize(file.count)
            return send(file, bodyGiven == knownLength ? Tail.bodyEnd : Tail.chunkEnd)
        }
    }

    /// The app is through: sends what is still to be sent, and checks what it promised.
    func finish() {
        if isCut { return }
        if headIsSent, case .length(let length) = plan?.framing, bodySent == length { return }
        if !claimAnswer() { return }
        if !headIsSent, knownLength == nil { knownLength = 0 }
        let framing = prepare()
        if case .chunked = framing, bodyGiven != knownLength || bodyGiven == 0 {
            core.writer.append(ChunkedEncoder.last)
        }
        if core.hasOutput { _ = send(Span(), Tail.none) }
        if case .length(let length) = framing, bodySent < length {
            core.note("the app sent \(bodySent) of \(length) bytes that its Content-Length promised\(inRequest)")
            isCut = true
        }
    }

    /// The app raised: an answer of ours, which may have a text, if none is on its way, else the connection is cut so that
    /// the client can tell.
    func fail(showing text: [UInt8]? = nil) {
        appRaised = true
        if isCut { return }
        if !headIsSent, claimAnswer() { sendError(500, text) }
        isCut = true
    }

    /// The client is gone.
    func cut() {
        isCut = true
        clientIsGone = true
    }

    /// Whether the answer is this core's to send; not when harakiri came first.
    private func claimAnswer() -> Bool {
        if headIsSent || core.watch?.claimAnswer() ?? true { return true }
        cut()
        return false
    }

    private func sendError(_ status: Int, _ text: [UInt8]?) {
        headIsSent = true
        self.status = status
        let service = core.service
        if !service.errorRoutes.isEmpty { _ = service.errorRoutes.run(self, service.files) }
        let page = text == nil ? service.errorPage : nil
        headBytes = core.writer.writeError(
            status, withBody: !request.head.isHead, text: text ?? page, isHTML: page != nil,
            adding: addedHeaders, time: core.clock)
        _ = send(Span(), Tail.none)
    }

    /// Leaves in the core's output what comes before the next piece: the head, or nothing.
    private func prepare() -> ResponsePlan.Framing {
        if let plan {
            core.writer.clear()
            return plan.framing
        }
        route()
        let written = core.writer.writeHead(
            AnswerWriter.Circumstances(
                request: request, time: core.clock, mayPersist: core.mayPersist && bodyIsComplete,
                bodyLength: knownLength))
        headIsSent = true
        plan = written.plan
        status = written.status
        headerCount += written.added
        headBytes = written.size
        return written.plan.framing
    }

    /// Goes through the steps of routing for an answer, and takes the headers that routes add.
    private func route() {
        let service = core.service
        // As in uWSGI (core/writer.c) every answer goes through these, whatever its status.
        if !service.errorRoutes.isEmpty { _ = service.errorRoutes.run(self, service.files) }
        if !service.responseRoutes.isEmpty { _ = service.responseRoutes.run(self, service.files) }
        for (name, value) in addedHeaders {
            do throws(ResponseError) {
                if try core.writer.add(name: name.span, value: value.span) { headerCount += 1 }
            } catch {
                core.note("a route: \(error.message)\(inRequest)")
            }
        }
    }

    /// Sends what stands in the core's output, the piece and the tail; waits for the client where it must.
    private func send(_ piece: Span<UInt8>, _ tail: [UInt8]) -> Bool {
        bodySent += piece.count
        if core.send(connection, piece, tail.span) { return true }
        writeErrors += 1
        cut()
        return false
    }

    private func send(_ file: FilePart, _ tail: [UInt8]) -> Bool {
        if core.hasOutput && !send(Span(), Tail.none) { return false }
        let (sent, isBroken) = core.send(connection, file)
        bodySent += sent
        if isBroken {
            writeErrors += 1
            cut()
        } else if sent < file.count {
            core.note("a file ended after \(sent) of \(file.count) bytes that it had when its answer began\(inRequest)")
            isCut = true
        }
        core.writer.clear()
        return !isCut && (tail.isEmpty || send(Span(), tail))
    }

    /// " (GET /path)", for messages.
    var inRequest: String {
        let method = String(decoding: request.text[facts.method ?? 0..<0], as: UTF8.self)
        let uri = String(decoding: request.text[facts.uri ?? 0..<0].prefix(200), as: UTF8.self)
        return " (\(method) \(uri))"
    }
}
