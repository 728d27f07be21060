extension ResponseHead {
    /// Appends the head for an HTTP socket: status line, the application's headers, and what the server adds to them.
    ///
    /// `bodyLength` is the length of the whole body in bytes where it is known although the application did not send it;
    /// `mayPersist` is false when the server wants the connection to end.
    public func append(
        to out: inout [UInt8], answering request: HTTPHead, bodyLength: Int?, mayPersist: Bool, stamp: ResponseStamp
    ) -> ResponsePlan {
        let framing = framing(request, bodyLength)
        let persists = request.keepsAlive && mayPersist && !closes && framing != .untilClose
        out += "HTTP/1.1 ".utf8
        appendApplicationLines(to: &out)
        if !hasDate { out += stamp.date }
        if !hasServer { out += stamp.server }
        appendFraming(framing, request, to: &out)
        if !persists { out += "Connection: close\r\n".utf8 }
        if persists, request.minorVersion == 0 { out += "Connection: keep-alive\r\n".utf8 }
        out += "\r\n".utf8
        return ResponsePlan(framing: framing, persists: persists)
    }

    /// Appends the head for a uwsgi socket: `SERVER_PROTOCOL STATUS`, as uWSGI writes it, and the application's headers,
    /// nothing added. A SERVER_PROTOCOL that is none, or missing, becomes HTTP/1.0. The connection ends after the answer.
    public func append(to out: inout [UInt8], serverProtocol: Span<UInt8>, isHead: Bool) -> ResponsePlan {
        appendProtocol(serverProtocol, to: &out)
        appendApplicationLines(to: &out)
        if let contentLength, status != 204 { appendContentLength(contentLength, to: &out) }
        out += "\r\n".utf8
        let framing: ResponsePlan.Framing =
            isHead || hasNoBody ? .none : contentLength.map { .length($0) } ?? .untilClose
        return ResponsePlan(framing: framing, persists: false)
    }

    private func framing(_ request: HTTPHead, _ bodyLength: Int?) -> ResponsePlan.Framing {
        if request.method == .head || hasNoBody { return .none }
        if request.method == .connect, status < 300 { return .untilClose }
        if let length = contentLength ?? bodyLength { return .length(length) }
        return request.minorVersion == 0 ? .untilClose : .chunked
    }

    /// Statuses whose answers end with their head (RFC 9110 sections 15.3.5 and 15.4.5).
    private var hasNoBody: Bool { status == 204 || status == 304 }

    /// Content-Length or Transfer-Encoding. Without a body only what the application said of it, and for 204 not even that
    /// (RFC 9110 section 8.6).
    private func appendFraming(_ framing: ResponsePlan.Framing, _ request: HTTPHead, to out: inout [UInt8]) {
        switch framing {
        case .length(let length): appendContentLength(length, to: &out)
        case .chunked: out += "Transfer-Encoding: chunked\r\n".utf8
        case .none: if let contentLength, status != 204 { appendContentLength(contentLength, to: &out) }
        case .untilClose: break
        }
    }

    private func appendApplicationLines(to out: inout [UInt8]) {
        out += statusLine.bytes[..<statusLine.used]
        out += lines.bytes[..<lines.used]
    }

    private func appendContentLength(_ length: Int, to out: inout [UInt8]) {
        out += "Content-Length: ".utf8
        out += String(length).utf8
        out += "\r\n".utf8
    }

    private func appendProtocol(_ text: Span<UInt8>, to out: inout [UInt8]) {
        if text.count == 8, text.holds("HTTP/", at: 0..<5), text[5].isDigit, text[6] == UInt8(ascii: "."),
            text[7].isDigit
        {
            out += "HTTP/".utf8
            out += [text[5], text[6], text[7], .space]
        } else {
            out += "HTTP/1.0 ".utf8
        }
    }
}
