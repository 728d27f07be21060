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
    var ifModifiedSince: Range<Int>?

    init() {}

    init(_ text: Span<UInt8>, _ fields: [Field]) {
        for field in fields {
            note(field, text)
        }
    }

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
        case 22: noteTwentyTwo(field, text)
        default: break
        }
    }

    private mutating func noteEleven(_ field: Field, _ text: Span<UInt8>) {
        let name = field.name
        if text.holds("REQUEST_URI", at: name) { uri = field.value }
        if text.holds("REMOTE_ADDR", at: name) { remoteAddress = field.value }
        if text.holds("REMOTE_USER", at: name) { remoteUser = field.value }
        if text.holds("SCRIPT_NAME", at: name) { scriptName = field.value }
    }

    private mutating func noteFourteen(_ field: Field, _ text: Span<UInt8>) {
        let name = field.name
        if text.holds("REQUEST_METHOD", at: name) { method = field.value }
        if text.holds("REQUEST_SCHEME", at: name) { requestScheme = field.value }
    }

    private mutating func noteTwentyTwo(_ field: Field, _ text: Span<UInt8>) {
        if text.holds("HTTP_X_FORWARDED_PROTO", at: field.name) { forwardedProto = field.value }
        if text.holds("HTTP_IF_MODIFIED_SINCE", at: field.name) { ifModifiedSince = field.value }
    }
}
