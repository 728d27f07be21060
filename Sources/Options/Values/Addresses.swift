/// Where a socket listens.
extension ValueReader {
    mutating func readAddress(_ text: String) -> TypedValue? {
        guard !text.isEmpty else {
            error("names no address: write HOST:PORT, a path, or @NAME")
            return nil
        }
        if text.hasPrefix("=") || text.hasPrefix("fd://") {
            error("takes over a shared socket, which is not built; write the address itself")
            return nil
        }
        if text.hasPrefix("@") || text.hasPrefix("\\0") {
            return .address(.abstract(name: String(text.dropFirst(text.hasPrefix("@") ? 1 : 2))), text: text)
        }
        if text.hasPrefix("/") || !text.contains(":") { return unix(text) }
        return tcp(text).map { .address($0, text: text) }
    }

    private mutating func unix(_ text: String) -> TypedValue {
        if text.allSatisfy(\.isNumber) {
            warning("is a unix socket in a file of that name, as for uWSGI; for the port write :\(text)")
        }
        return .address(.unix(path: text), text: text)
    }

    private mutating func tcp(_ text: String) -> ListenAddress? {
        guard let colon = text.lastIndex(of: ":") else { return nil }
        guard let port = UInt16(text[text.index(after: colon)...]) else {
            error("has no port from 0 to 65535 after its last colon")
            return nil
        }
        var host = String(text[..<colon])
        if host.hasPrefix("[") && host.hasSuffix("]") { host = String(host.dropFirst().dropLast()) }
        return .tcp(host: host == "*" ? "" : host, port: port)
    }

    mutating func readDialect(_ text: String) -> TypedValue? {
        switch text {
        case "uwsgi": return .dialect(.uwsgi)
        case "http": return .dialect(.http)
        case "http11": return .dialect(.httpKeepAlive)
        default:
            error("is not spoken here: write uwsgi, http or http11")
            return nil
        }
    }
}
