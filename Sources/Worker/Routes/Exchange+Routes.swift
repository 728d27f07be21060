import Wire

// What routes do to a request and its answer.
extension Exchange {
    /// Gives a variable of the request another value, or one that it did not have.
    func set(_ name: StaticString, _ value: [UInt8]) {
        set(name.withUTF8Buffer(Array.init), value)
    }

    /// Answers with a short text; the status's own words where none is given.
    func sendPlain(_ status: String, _ headers: [(name: String, value: [UInt8])], _ text: String? = nil) {
        let phrase = Int(status.prefix(3)).map(StatusPhrase.of) ?? ""
        let body = Array((text ?? phrase).utf8)
        do throws(ResponseError) {
            try begin(status: Array(status.utf8).span)
            for (name, value) in headers { try addHeader(name: Array(name.utf8).span, value: value.span) }
            try addHeader(name: Array("Content-Type".utf8).span, value: Array("text/plain".utf8).span)
            try addHeader(name: Array("Content-Length".utf8).span, value: Array(String(body.count).utf8).span)
        } catch {
            core.note("a route: \(error.message)\(inRequest)")
            return fail()
        }
        if !request.head.isHead { _ = write(body.span) }
        finish()
    }
}
