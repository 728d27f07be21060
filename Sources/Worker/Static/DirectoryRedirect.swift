import Wire

/// A directory that was asked for without a slash at its end is answered with its name with one: links in its index count
/// from there.
enum DirectoryRedirect {
    /// Where a request should have gone; nil where it went there, or where that cannot be said. It is a path of this server,
    /// whatever was asked for: `//name` would be another server's.
    static func place(_ exchange: Exchange) -> [UInt8]? {
        guard let range = exchange.facts.uri else { return nil }
        let uri = exchange.request.text[range]
        let path = uri.prefix { $0 != UInt8(ascii: "?") }
        guard let last = path.last, last != slash, path.first == slash, uri.allSatisfy({ (0x21...0x7E).contains($0) })
        else { return nil }
        // A backslash is a slash to browsers.
        let rest = path.drop { $0 == slash || $0 == UInt8(ascii: "\\") }
        return [slash] + rest + [slash] + uri.dropFirst(path.count)
    }

    private static let slash = UInt8(ascii: "/")

    /// Sends the client there.
    static func send(_ exchange: Exchange, to place: [UInt8]) {
        exchange.isStatic = true
        exchange.sendHead("301 Moved Permanently", [("Location", place), ("Content-Length", [UInt8(ascii: "0")])])
        exchange.finish()
    }
}

extension Exchange {
    /// Begins an answer of our own making.
    func sendHead(_ status: String, _ headers: [(name: String, value: [UInt8])]) {
        do throws(ResponseError) {
            try begin(status: Array(status.utf8).span)
            for (name, value) in headers { try addHeader(name: Array(name.utf8).span, value: value.span) }
        } catch {
            preconditionFailure("a head of our own making: \(error.message)")
        }
    }
}
