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
            warning("is a unix socket in a file of that name; for the port write :\(text)", uwsgi: Self.readsTheSame)
        }
        return .address(.unix(path: text), text: text)
    }

    private mutating func tcp(_ text: String) -> ListenAddress? {
        guard let colon = text.lastIndex(of: ":") else { return nil }
        let digits = text[text.index(after: colon)...]
        guard let port = UInt16(digits) else {
            let isNumber = !digits.isEmpty && digits.utf8.allSatisfy(\.isDigit)
            error(
                "has no port from 0 to 65535 after its last colon",
                uwsgi: isNumber ? "takes what is left of it after an overflow" : nil)
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
            let spoken = ["uwsgi", "http", "http11"]
            problems.append(
                Problem(
                    .error, at: entry.origin, "\(written) is not spoken here: write uwsgi, http or http11",
                    suggestion: EditDistance(among: spoken).nearest(to: text)))
            return nil
        }
    }
}
