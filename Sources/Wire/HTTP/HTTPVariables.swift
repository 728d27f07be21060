/// What a WSGI environ takes from a head, under its CGI names (RFC 3875 section 4.1): REQUEST_METHOD, REQUEST_URI (the
/// target as sent), PATH_INFO (decoded), QUERY_STRING, SERVER_PROTOCOL, then the headers in order of arrival.
///
/// Headers that came more than once are one variable, joined with ", " (Cookie: "; "). Headers with an underscore in their
/// name are left out: `X_Dup` would become the variable of `X-Dup`. PATH_INFO is empty for `OPTIONS *` and for CONNECT;
/// `..` in it is left to the application. An absolute target's host takes the place of Host (RFC 9112 section 3.2.2).
public struct HTTPVariables: Sendable {
    /// Name and value of each variable, as ranges of `bytes`; no name occurs twice. The first five are always those named
    /// above, in that order.
    public private(set) var fields: [Field] = []

    private var text = ByteArena()

    /// The text that `fields` point into; what lies behind the last of them means nothing.
    public var bytes: [UInt8] { text.bytes }

    mutating func removeAll() {
        fields.removeAll(keepingCapacity: true)
        text.removeAll()
    }

    /// One variable, its value copied from `range` of the source.
    mutating func add(_ name: String, _ source: Span<UInt8>, _ range: Range<Int>) {
        let start = text.used
        text.append(name)
        let middle = text.used
        text.append(source.extracting(range))
        close(start, middle)
    }

    /// One variable with a fixed value.
    mutating func add(_ name: String, value: String) {
        let start = text.used
        text.append(name)
        let middle = text.used
        text.append(value)
        close(start, middle)
    }

    /// One variable, its value percent-decoded; false when an escape is none or stands for NUL.
    mutating func add(_ name: String, decoding source: Span<UInt8>, _ range: Range<Int>) -> Bool {
        let start = text.used
        text.append(name)
        let middle = text.used
        guard text.append(decoding: source.extracting(range)) else { return false }
        close(start, middle)
        return true
    }

    /// The variable of a header: `HTTP_` and its name in capitals, hyphens become underscores.
    mutating func add(header: Field, _ source: Span<UInt8>) {
        let start = text.used
        text.append("HTTP_")
        text.append(cgiName: source.extracting(header.name))
        let middle = text.used
        text.append(source.extracting(header.value))
        close(start, middle)
    }

    /// More of the value of the variable added last.
    mutating func extend(_ separator: String, _ source: Span<UInt8>, _ range: Range<Int>) {
        text.append(separator)
        text.append(source.extracting(range))
        let last = fields.count - 1
        fields[last].value = fields[last].value.lowerBound..<text.used
    }

    private mutating func close(_ start: Int, _ middle: Int) {
        fields.append(Field(name: start..<middle, value: middle..<text.used))
    }
}
