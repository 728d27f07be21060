/// The server's own answer where no application can give one. The same bytes serve both kinds of socket.
public enum ErrorResponse {
    /// Appends a whole answer with the status and its phrase as text; the connection ends with it. Without `body`, as an
    /// answer to HEAD, the head alone.
    public static func append(status: Int, to out: inout [UInt8], body: Bool = true, stamp: ResponseStamp) {
        let phrase = StatusPhrase.of(status)
        out += "HTTP/1.1 \(status) \(phrase)\r\nContent-Type: text/plain\r\n".utf8
        out += stamp.date
        out += stamp.server
        out += "Content-Length: \(phrase.utf8.count + 1)\r\nConnection: close\r\n\r\n".utf8
        if body { out += "\(phrase)\n".utf8 }
    }
}
