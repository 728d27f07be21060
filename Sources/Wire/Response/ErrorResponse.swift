/// The server's own answer where no application can give one. The same bytes serve both kinds of socket.
public enum ErrorResponse {
    /// Appends a whole answer with the status and its phrase as text; the connection ends with it. Without `body`, as an
    /// answer to HEAD, the head alone. `text`, in UTF-8, takes the place of the phrase; it may be HTML.
    public static func append(
        status: Int, to out: inout [UInt8], body: Bool = true, text: [UInt8]? = nil, isHTML: Bool = false,
        rules: HeaderRules = HeaderRules(), stamp: ResponseStamp
    ) {
        let phrase = StatusPhrase.of(status)
        let content = text ?? Array("\(phrase)\n".utf8)
        out +=
            "HTTP/1.1 \(status) \(phrase)\r\nContent-Type: text/\(isHTML ? "html" : "plain")\(text == nil ? "" : "; charset=utf-8")\r\n"
            .utf8
        if !rules.namesDate { out += stamp.date }
        if !rules.namesServer { out += stamp.server }
        out += rules.lines
        out += "Content-Length: \(content.count)\r\nConnection: close\r\n\r\n".utf8
        if body { out += content }
    }
}
