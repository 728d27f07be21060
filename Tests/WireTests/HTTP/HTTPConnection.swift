import Wire

/// One connection to an HTTP socket as a worker would serve it, without the socket: bytes come in pieces, requests come out.
struct HTTPConnection {
    private enum Stage {
        case head
        case body(HTTPHead, left: Int)
        case chunks(HTTPHead, ChunkedDecoder)
        case closed
    }

    private var parser: HTTPParser
    private var stage = Stage.head
    private var buffer: [UInt8] = []
    private var request = ""
    private var body: [UInt8] = []

    /// The requests so far, each as one line, or why there will be none.
    private(set) var seen: [String] = []

    /// The reason of the refusal that ended the connection.
    private(set) var refusal: Refusal?

    init(limits: HTTPLimits = HTTPLimits()) {
        parser = HTTPParser(limits: limits)
    }

    /// What a connection that sends these pieces comes to.
    static func outcome(of pieces: [ArraySlice<UInt8>], limits: HTTPLimits = HTTPLimits()) -> HTTPConnection {
        var connection = HTTPConnection(limits: limits)
        for piece in pieces { connection.receive(piece) }
        connection.end()
        return connection
    }

    private mutating func receive(_ piece: ArraySlice<UInt8>) {
        buffer += piece
        while advance() {}
    }

    /// What is left over when the client sends no more.
    private mutating func end() {
        if case .head = stage, buffer.isEmpty { return }
        if case .closed = stage { return }
        seen.append("incomplete")
    }

    /// One step; false when it takes more bytes.
    private mutating func advance() -> Bool {
        switch stage {
        case .head: return !buffer.isEmpty && takeHead()
        case .body(let head, let left): return takeBody(head, left)
        case .chunks(let head, let decoder): return takeChunks(head, decoder)
        case .closed: return false
        }
    }

    private mutating func takeHead() -> Bool {
        let bytes = buffer
        switch parser.parse(bytes.span) {
        case .needMore: return false
        case .refused(let refusal): return refuse(refusal)
        case .complete(let head):
            request = Self.describe(head, parser.variables)
            body = []
            buffer.removeFirst(head.size)
            stage = Self.stage(after: head)
            return true
        }
    }

    private static func stage(after head: HTTPHead) -> Stage {
        switch head.body {
        case .none: .body(head, left: 0)
        case .length(let length): .body(head, left: length)
        case .chunked: .chunks(head, ChunkedDecoder())
        }
    }

    private mutating func takeBody(_ head: HTTPHead, _ left: Int) -> Bool {
        let size = min(left, buffer.count)
        body += buffer.prefix(size)
        buffer.removeFirst(size)
        stage = .body(head, left: left - size)
        if left == size { finish(head) }
        return left == size
    }

    private mutating func takeChunks(_ head: HTTPHead, _ decoder: ChunkedDecoder) -> Bool {
        var decoder = decoder
        var position = 0
        let step = decoder.next(buffer.span, from: &position)
        stage = .chunks(head, decoder)
        if case .data(let range) = step { body += buffer[range] }
        buffer.removeFirst(position)
        switch step {
        case .data: return true
        case .needMore: return false
        case .refused(let refusal): return refuse(refusal)
        case .finished:
            finish(head)
            return true
        }
    }

    private mutating func refuse(_ refusal: Refusal) -> Bool {
        seen.append("\(refusal.status)")
        self.refusal = refusal
        stage = .closed
        return false
    }

    private mutating func finish(_ head: HTTPHead) {
        seen.append(body.isEmpty ? request : "\(request) body=\(text(body))")
        stage = head.keepsAlive ? .head : .closed
    }
}

extension HTTPConnection {
    /// `METHOD PATH_INFO [?QUERY] PROTOCOL NAME=value ...`, then what the connection is told.
    private static func describe(_ head: HTTPHead, _ variables: HTTPVariables) -> String {
        let values = variables.fields.map { text(variables.bytes[$0.value]) }
        let names = variables.fields.map { text(variables.bytes[$0.name]) }
        precondition(Set(names).count == names.count, "a variable occurs twice: \(names)")
        precondition(
            names.prefix(5) == ["REQUEST_METHOD", "REQUEST_URI", "PATH_INFO", "QUERY_STRING", "SERVER_PROTOCOL"])
        var parts = [values[0], values[2].isEmpty ? "-" : values[2]]
        if !values[3].isEmpty { parts.append("?" + values[3]) }
        parts.append(values[4])
        parts += zip(names, values).dropFirst(5).map { "\($0)=\($1)" }
        if !head.keepsAlive { parts.append("(close)") }
        if head.expectsContinue { parts.append("(continue)") }
        return parts.joined(separator: " ")
    }
}
