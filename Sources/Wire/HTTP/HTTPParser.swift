/// Reads the heads of HTTP/1.x requests (RFC 9110, RFC 9112), strictly: what two programs might understand differently is
/// refused. Give it the buffer from the head's first byte on, again each time it has grown; nothing is scanned twice.
public struct HTTPParser: Sendable {
    /// The limits in force.
    public let limits: HTTPLimits

    /// The variables of the head that `parse` last found complete.
    public private(set) var variables = HTTPVariables()

    private var scan = HTTPLineScan()
    private var requestLine: HTTPRequestLine?
    private var skippedEmptyLine = false
    private var lineCount = 0

    /// The headers so far, as ranges of the caller's buffer, without those that have an underscore in their name.
    private var headers = HTTPHeaders()
    private var facts = HTTPFieldFacts()

    /// A parser for any number of heads, one after the other.
    public init(limits: HTTPLimits = HTTPLimits()) {
        self.limits = limits
    }

    /// Looks at the buffer. After `complete` or `refused` the next call begins with a new head.
    public mutating func parse(_ bytes: Span<UInt8>) -> Parsed<HTTPHead> {
        do throws(Refusal) {
            guard let head = try advance(bytes) else { return .needMore(atLeast: bytes.count + 1) }
            reset()
            return .complete(head)
        } catch {
            reset()
            return .refused(error)
        }
    }

    /// Forgets a head that was begun, for a new connection.
    public mutating func reset() {
        scan = HTTPLineScan()
        requestLine = nil
        skippedEmptyLine = false
        lineCount = 0
        headers.removeAll()
        facts = HTTPFieldFacts()
    }

    private mutating func advance(_ bytes: Span<UInt8>) throws(Refusal) -> HTTPHead? {
        while let line = try nextLine(bytes) {
            guard let requestLine else {
                try takeFirst(line, bytes)
                continue
            }
            if line.isEmpty { return try finish(requestLine, bytes) }
            try takeField(line, bytes)
        }
        return nil
    }

    private mutating func nextLine(_ bytes: Span<UInt8>) throws(Refusal) -> Range<Int>? {
        let limit =
            requestLine == nil
            ? HTTPLineScan.Limit(size: limits.requestLine, status: 414, what: "the request line")
            : HTTPLineScan.Limit(size: limits.fieldLine, status: 431, what: "a header line")
        return try scan.next(bytes, limit, head: limits.head)
    }

    /// The request line; one empty line before it is let pass (RFC 9112 section 2.2).
    private mutating func takeFirst(_ line: Range<Int>, _ bytes: Span<UInt8>) throws(Refusal) {
        if line.isEmpty, !skippedEmptyLine {
            skippedEmptyLine = true
            return
        }
        if line.isEmpty { throw Refusal(400, "empty lines where a request should start") }
        requestLine = try HTTPRequestLine(bytes, line)
    }

    private mutating func takeField(_ line: Range<Int>, _ bytes: Span<UInt8>) throws(Refusal) {
        let field = try HTTPFieldLine.parse(bytes, line)
        lineCount += 1
        if lineCount > limits.fields { throw Refusal(431, "more than \(limits.fields) headers") }
        if bytes.extracting(field.name).hasUnderscore { return }
        let known = HTTPKnownField(bytes, field.name)
        if let known { try facts.note(field, known, bytes) }
        headers.append(field, known, bytes)
    }

    private mutating func finish(_ line: HTTPRequestLine, _ bytes: Span<UInt8>) throws(Refusal) -> HTTPHead {
        let target = try HTTPTarget(bytes, line)
        var head = HTTPHead()
        head.size = scan.start
        head.minorVersion = line.minorVersion
        if bytes.holds("HEAD", at: line.method) { head.method = .head }
        if bytes.holds("CONNECT", at: line.method) { head.method = .connect }
        try facts.settle(&head, requiresHost: limits.requiresHost)
        try writeVariables(line, target, bytes)
        return head
    }

    private mutating func writeVariables(
        _ line: HTTPRequestLine, _ target: HTTPTarget, _ bytes: Span<UInt8>
    ) throws(Refusal) {
        variables.removeAll()
        variables.add("REQUEST_METHOD", bytes, line.method)
        variables.add("REQUEST_URI", bytes, line.target)
        try writePath(line, target, bytes)
        variables.add("QUERY_STRING", bytes, target.query)
        variables.add("SERVER_PROTOCOL", bytes, line.version)
        if let authority = target.authority { variables.add("HTTP_HOST", bytes, authority) }
        headers.write(to: &variables, host: target.authority == nil, bytes)
    }

    private mutating func writePath(
        _ line: HTTPRequestLine, _ target: HTTPTarget, _ bytes: Span<UInt8>
    ) throws(Refusal) {
        if target.isRoot { return variables.add("PATH_INFO", value: "/") }
        if !variables.add("PATH_INFO", decoding: bytes, target.path) {
            throw Refusal(
                400, "the path has a percent sign that starts no escape, or %00", at: line.target.lowerBound, of: bytes)
        }
    }
}
