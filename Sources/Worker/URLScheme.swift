/// Whether a request came over TLS, as far as those who say so can be trusted.
extension RequestFacts {
    /// wsgi.url_scheme is https. The proxy's own word (HTTPS, REQUEST_SCHEME, UWSGI_SCHEME of a uwsgi packet) and, from
    /// those who are trusted, X-Forwarded-Proto, which wins because it speaks of the client and not of the last hop. Of a
    /// list the first element counts; what is neither http nor https says nothing.
    func isSecure(_ text: Span<UInt8>, trustsForwarded: Bool) -> Bool {
        if trustsForwarded, let forwarded = scheme(text, forwardedProto) { return forwarded }
        if let said = scheme(text, uwsgiScheme) { return said }
        if let https, isOn(text, https) { return true }
        return scheme(text, requestScheme) ?? false
    }

    private func scheme(_ text: Span<UInt8>, _ value: Range<Int>?) -> Bool? {
        guard let value else { return nil }
        var end = value.lowerBound
        while end < value.upperBound, text[end] != UInt8(ascii: ","), text[end] != UInt8(ascii: " ") { end += 1 }
        if text.holds(anyCase: "https", at: value.lowerBound..<end) { return true }
        if text.holds(anyCase: "http", at: value.lowerBound..<end) { return false }
        return nil
    }

    private func isOn(_ text: Span<UInt8>, _ value: Range<Int>) -> Bool {
        text.holds(anyCase: "on", at: value) || text.holds("1", at: value) || text.holds(anyCase: "true", at: value)
    }
}
