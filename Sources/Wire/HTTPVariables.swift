/// What a WSGI environ takes from a head, under its CGI names (RFC 3875 section 4.1): REQUEST_METHOD, REQUEST_URI (the
/// target as sent), PATH_INFO (decoded), QUERY_STRING, SERVER_PROTOCOL, then the headers in order of arrival.
///
/// Headers that came more than once are one variable, joined with ", " (Cookie: "; "). Headers with an underscore in their
/// name are left out: `X_Dup` would become the variable of `X-Dup`. PATH_INFO is empty for `OPTIONS *` and for CONNECT;
/// `..` in it is left to the application. An absolute target's host takes the place of Host (RFC 9112 section 3.2.2).
public struct HTTPVariables: Sendable {
    /// The text that `fields` point into; what lies behind the last of them means nothing. Kept from head to head.
    public private(set) var bytes: [UInt8] = []

    /// Name and value of each variable; no name occurs twice.
    public private(set) var fields: [Field] = []

    private var used = 0

    mutating func begin(room: Int) {
        fields.removeAll(keepingCapacity: true)
        used = 0
        if bytes.count < room { bytes = [UInt8](repeating: 0, count: room) }
    }

    /// One variable, its value copied from `range` of the source.
    mutating func add(_ name: StaticText, _ source: Span<UInt8>, _ range: Range<Int>) {
        let start = used
        var out = bytes.mutableSpan
        let middle = CGIText.copy(name, to: &out, start)
        let end = CGIText.copy(source, range, to: &out, middle)
        close(middle, end)
    }

    /// One variable with a fixed value.
    mutating func add(_ name: StaticText, value: StaticText) {
        let start = used
        var out = bytes.mutableSpan
        let middle = CGIText.copy(name, to: &out, start)
        let end = CGIText.copy(value, to: &out, middle)
        close(middle, end)
    }

    /// One variable, its value percent-decoded; false when an escape is none or stands for NUL.
    mutating func add(_ name: StaticText, decoding source: Span<UInt8>, _ range: Range<Int>) -> Bool {
        let start = used
        var out = bytes.mutableSpan
        let middle = CGIText.copy(name, to: &out, start)
        guard let end = CGIText.decode(source, range, to: &out, middle) else { return false }
        close(middle, end)
        return true
    }

    /// The variable of a header: `HTTP_` and its name in capitals, hyphens become underscores.
    mutating func add(header: Field, _ source: Span<UInt8>) {
        let start = used
        var out = bytes.mutableSpan
        let prefix = CGIText.copy("HTTP_".utf8, to: &out, start)
        let middle = CGIText.copyName(source, header.name, to: &out, prefix)
        let end = CGIText.copy(source, header.value, to: &out, middle)
        close(middle, end)
    }

    /// More of the value of the variable added last.
    mutating func extend(_ separator: StaticText, _ source: Span<UInt8>, _ range: Range<Int>) {
        let start = used
        var out = bytes.mutableSpan
        let middle = CGIText.copy(separator, to: &out, start)
        let end = CGIText.copy(source, range, to: &out, middle)
        used = end
        let last = fields.count - 1
        fields[last].value = fields[last].value.lowerBound..<end
    }

    private mutating func close(_ middle: Int, _ end: Int) {
        fields.append(Field(name: used..<middle, value: middle..<end))
        used = end
    }
}
