/// The head of an answer: takes status and headers from the application, refusing what would break the message, and writes
/// them for the socket they go to. One value serves any number of answers, its storage is kept.
///
/// Headers about the connection (RFC 9110 section 7.6.1) are the server's business: they are dropped, but
/// `Connection: close` is honoured. Texts are bytes, Latin-1 as PEP 3333 has it.
public struct ResponseHead: Sendable {
    /// The status code, 200 or more.
    public private(set) var status = 0

    /// The application's Content-Length in bytes, when it sent one.
    public private(set) var contentLength: Int?

    private(set) var statusLine = ByteArena()

    /// The application's headers as lines, without those about the connection and without Content-Length.
    private(set) var lines = ByteArena()

    private(set) var hasDate = false
    private(set) var hasServer = false
    private(set) var closes = false
    private let rules: HeaderRules

    /// An empty head; `begin` comes first.
    public init(rules: HeaderRules = HeaderRules()) {
        self.rules = rules
    }

    /// Forgets what there was and takes the status: three digits, and a phrase that is supplied when it is missing.
    public mutating func begin(status text: Span<UInt8>) throws(ResponseError) {
        let code = try Self.code(text)
        lines.removeAll()
        statusLine.removeAll()
        (hasDate, hasServer, closes) = (rules.namesDate, rules.namesServer, false)
        (contentLength, status) = (nil, code)
        if text.count > 4 {
            statusLine.append(text)
        } else {
            statusLine.append(text.extracting(0..<3))
            statusLine.append(" ")
            statusLine.append(StatusPhrase.of(code))
        }
        statusLine.append("\r\n")
    }

    /// Adds a header of the application's. False: the rules leave it out.
    @discardableResult
    public mutating func add(name: Span<UInt8>, value: Span<UInt8>) throws(ResponseError) -> Bool {
        try Self.check(name: name)
        try Self.check(value: value, name)
        if rules.remove(name) { return false }
        try take(name, value)
        return true
    }

    /// Adds what the rules add, after the application's last; returns how many.
    public mutating func addRules() -> Int {
        for header in rules.additions { try? take(header.name.span, header.value.span) }
        return rules.additions.count
    }

    private mutating func take(_ name: Span<UInt8>, _ value: Span<UInt8>) throws(ResponseError) {
        switch ResponseKnownField(name) {
        case .contentLength: return try take(contentLength: value)
        case .connection: return take(connection: value)
        case .hopByHop: return
        case .date: hasDate = true
        case .server: hasServer = true
        case nil: break
        }
        lines.append(name)
        lines.append(": ")
        lines.append(value)
        lines.append("\r\n")
    }

    private mutating func take(contentLength value: Span<UInt8>) throws(ResponseError) {
        guard let length = value.decimal(value.trimmed(0..<value.count)) else {
            throw ResponseError("the Content-Length \"\(value.readable)\" is no number of bytes")
        }
        if let contentLength, contentLength != length {
            throw ResponseError("two different Content-Length headers, \(contentLength) and \(length)")
        }
        contentLength = length
    }

    private mutating func take(connection value: Span<UInt8>) {
        var list = HTTPList(0..<value.count)
        while let option = list.next(value) {
            if value.holds(anyCase: "close", at: option) { closes = true }
        }
    }
}

extension ResponseHead {
    private static func code(_ text: Span<UInt8>) throws(ResponseError) -> Int {
        guard text.count >= 3, let code = text.decimal(0..<3), text.count == 3 || text[3] == .space else {
            throw ResponseError("the status \"\(text.readable)\" is not like \"200 OK\"")
        }
        guard code >= 200 else { throw ResponseError("the status \(code) is none that ends a request") }
        for index in 3..<text.count where text[index].isControl {
            throw ResponseError("the status \"\(text.readable)\" contains a control character")
        }
        return code
    }

    static func check(name: Span<UInt8>) throws(ResponseError) {
        if name.isEmpty { throw ResponseError("a header without a name") }
        for index in 0..<name.count where !name[index].isToken {
            throw ResponseError("the header name \"\(name.readable)\" contains a character that no name may have")
        }
    }

    static func check(value: Span<UInt8>, _ name: Span<UInt8>) throws(ResponseError) {
        let index = value.firstControl(in: 0..<value.count)
        if index < value.count {
            throw ResponseError(
                "the header \(name.readable) contains \(Refusal.readable(value[index])) at byte \(index), which could end it"
            )
        }
    }
}

extension Span<UInt8> {
    /// The bytes for a message, at most 80 of them.
    fileprivate var readable: String {
        var text = ""
        for index in 0..<Swift.min(count, 80) { text += Refusal.readable(self[index]) }
        return text
    }
}
