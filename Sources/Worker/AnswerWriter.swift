import Wire

/// Writes an answer: its head from what the app says, and the bytes around each piece of its body. Kept by a core from
/// request to request, for its storage.
struct AnswerWriter {
    private var head: ResponseHead
    private let rules: HeaderRules
    private var stamp = ResponseStamp(server: "Emperor", time: 0)
    /// Bytes to be sent before the piece in hand.
    private(set) var output: [UInt8] = []

    /// A writer for answers that follow these rules.
    init(_ rules: HeaderRules) {
        self.rules = rules
        head = ResponseHead(rules: rules)
    }

    /// The status of the answer in hand; 0: none yet.
    var status: Int { head.status }

    /// What a head became.
    struct WrittenHead {
        let plan: ResponsePlan
        let status: Int
        let size: Int
        /// Headers that the rules added.
        let added: Int
    }

    /// How an answer fits its request.
    struct Circumstances {
        let request: Request
        /// The date, in seconds since 1970.
        let time: Int64
        let mayPersist: Bool
        /// The length of the whole body, where it is known.
        let bodyLength: Int?
    }

    /// Begins with an answer's head, forgetting another that was not written.
    mutating func begin(status: Span<UInt8>) throws(ResponseError) {
        try head.begin(status: status)
    }

    /// Takes a header; false: the rules leave it out.
    mutating func add(name: Span<UInt8>, value: Span<UInt8>) throws(ResponseError) -> Bool {
        try head.add(name: name, value: value)
    }

    /// Nothing is to be sent before the piece in hand, yet.
    mutating func clear() {
        output.removeAll(keepingCapacity: true)
    }

    /// Writes the head into an empty output.
    mutating func writeHead(_ circumstances: Circumstances) -> WrittenHead {
        clear()
        let added = head.addRules()
        let plan = appendHead(circumstances)
        return WrittenHead(plan: plan, status: head.status, size: output.count, added: added)
    }

    private mutating func appendHead(_ circumstances: Circumstances) -> ResponsePlan {
        switch circumstances.request.head {
        case .uwsgi(let request):
            let text = circumstances.request.text
            let serverProtocol = text.span.extracting(request.serverProtocol ?? 0..<0)
            return head.append(to: &output, serverProtocol: serverProtocol, isHead: request.isHead)
        case .http(let request):
            stamp.set(time: circumstances.time)
            return head.append(
                to: &output, answering: request, bodyLength: circumstances.bodyLength,
                mayPersist: circumstances.mayPersist, stamp: stamp)
        }
    }

    /// Writes an answer of ours, with a text of ours and further headers, into an empty output; returns its size.
    mutating func writeError(
        _ status: Int, withBody: Bool, text: [UInt8]? = nil, isHTML: Bool = false,
        adding more: [(name: [UInt8], value: [UInt8])] = [], time: Int64
    ) -> Int {
        clear()
        stamp.set(time: time)
        let rules = more.isEmpty ? rules : rules.adding(more.map { HeaderRules.Header(name: $0.name, value: $0.value) })
        ErrorResponse.append(
            status: status, to: &output, body: withBody, text: text, isHTML: isHTML, rules: rules, stamp: stamp)
        return output.count
    }

    /// Appends the line before a chunk.
    mutating func appendChunkSize(_ size: Int) {
        ChunkedEncoder.appendSize(size, to: &output)
    }

    /// Appends bytes as they are.
    mutating func append(_ bytes: [UInt8]) {
        output += bytes
    }
}
