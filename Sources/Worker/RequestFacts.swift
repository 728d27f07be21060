import Wire

/// Where the variables stand that the worker itself has a use for, in the text that the fields point into. The last one
/// of a name counts.
struct RequestFacts {
    var method: Range<Int>?
    var uri: Range<Int>?
    var path: Range<Int>?
    var scriptName: Range<Int>?
    var serverProtocol: Range<Int>?
    var remoteAddress: Range<Int>?
    var remoteUser: Range<Int>?
    var https: Range<Int>?
    var requestScheme: Range<Int>?
    var uwsgiScheme: Range<Int>?
    var forwardedProto: Range<Int>?
    var forwardedFor: Range<Int>?

    init() {}

    init(_ text: Span<UInt8>, _ fields: [Field]) {
        for field in fields {
            note(field, text)
        }
    }

    /// The length of a name and one of its bytes leave at most one candidate, which is then compared.
    @inline(__always)
    private mutating func note(_ field: Field, _ text: Span<UInt8>) {
        let name = field.name
        switch name.count {
        case 5: if text.holds("HTTPS", at: name) { https = field.value }
        case 9: if text.holds("PATH_INFO", at: name) { path = field.value }
        case 11: noteEleven(field, text)
        case 12: if text.holds("UWSGI_SCHEME", at: name) { uwsgiScheme = field.value }
        case 14: noteFourteen(field, text)
        case 15: if text.holds("SERVER_PROTOCOL", at: name) { serverProtocol = field.value }
        case 20: if text[name.lowerBound + 5] == UInt8(ascii: "X") { noteForwarded(field, text) }
        case 22: if text[name.lowerBound + 5] == UInt8(ascii: "X") { noteTwentyTwo(field, text) }
        default: break
        }
    }

    private mutating func noteEleven(_ field: Field, _ text: Span<UInt8>) {
        let name = field.name
        switch text[name.lowerBound + 7] {
        case UInt8(ascii: "_"): if text.holds("REQUEST_URI", at: name) { uri = field.value }
        case UInt8(ascii: "A"): if text.holds("REMOTE_ADDR", at: name) { remoteAddress = field.value }
        case UInt8(ascii: "U"): if text.holds("REMOTE_USER", at: name) { remoteUser = field.value }
        case UInt8(ascii: "N"): if text.holds("SCRIPT_NAME", at: name) { scriptName = field.value }
        default: break
        }
    }

    private mutating func noteFourteen(_ field: Field, _ text: Span<UInt8>) {
        let name = field.name
        switch text[name.lowerBound + 8] {
        case UInt8(ascii: "M"): if text.holds("REQUEST_METHOD", at: name) { method = field.value }
        case UInt8(ascii: "S"): if text.holds("REQUEST_SCHEME", at: name) { requestScheme = field.value }
        default: break
        }
    }

    private mutating func noteForwarded(_ field: Field, _ text: Span<UInt8>) {
        if text.holds("HTTP_X_FORWARDED_FOR", at: field.name) { forwardedFor = field.value }
    }

    private mutating func noteTwentyTwo(_ field: Field, _ text: Span<UInt8>) {
        if text.holds("HTTP_X_FORWARDED_PROTO", at: field.name) { forwardedProto = field.value }
    }
}
