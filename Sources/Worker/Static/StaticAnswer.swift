import Kernel
import Protocol
import Wire

/// The answer that a file is: what it is, how old it is, and its bytes, or those that were asked for, unless the client has
/// them.
struct StaticAnswer {
    private let file: StaticFile
    private let type: String
    /// Another client may get other bytes.
    var varies = false
    /// When it gets old, seconds since 1970.
    var expires: Int64?
    /// By which header the server in front is told to send it, and its path.
    var handover: (header: StaticFiles.Handover, path: [UInt8])?

    init(_ file: StaticFile, type: String) {
        self.file = file
        self.type = type
    }

    private typealias Headers = [(name: String, value: [UInt8])]

    /// Sends it.
    func send(_ exchange: Exchange) {
        exchange.isStatic = true
        let condition = FileCondition(exchange, file)
        if condition.isKnown {
            exchange.sendHead("304 Not Modified", age)
        } else if let handover, !handover.path.contains(where: { $0 < 0x20 || $0 == 0x7F }) {
            exchange.sendHead("200 OK", content + [(handover.header.rawValue, handover.path)] + age)
        } else {
            send(exchange, condition.ranges)
        }
        exchange.finish()
    }

    private func send(_ exchange: Exchange, _ ranges: ByteRanges) {
        switch ranges {
        case .whole:
            exchange.sendHead("200 OK", content + length(file.size) + age + [("Accept-Ranges", Array("bytes".utf8))])
            sendBytes(exchange, 0..<file.size)
        case .unsatisfiable:
            exchange.sendHead(
                "416 Range Not Satisfiable", length(0) + [("Content-Range", Array("bytes */\(file.size)".utf8))])
        case .parts(let parts) where parts.count == 1:
            exchange.sendHead(
                "206 Partial Content", content + length(parts[0].count) + [("Content-Range", place(parts[0]))] + age)
            sendBytes(exchange, parts[0])
        case .parts(let parts): send(exchange, MultipartFile(file, type: type, parts))
        }
    }

    private func send(_ exchange: Exchange, _ many: MultipartFile) {
        exchange.sendHead(
            "206 Partial Content", [("Content-Type", many.contentType)] + encoding + length(many.length) + age)
        for (before, range) in many.pieces {
            if !exchange.write(before.span) || !sendBytes(exchange, range) { return }
        }
        _ = exchange.write(many.end.span)
    }

    /// Sends some of the file's bytes; false: nothing more can be sent.
    @discardableResult
    private func sendBytes(_ exchange: Exchange, _ range: Range<Int>) -> Bool {
        if exchange.request.head.isHead { return true }
        exchange.isFile = true
        let part = FilePart(file.descriptor.raw, range)
        return withExtendedLifetime(file) { part.bytes.map { exchange.write($0.span) } ?? exchange.write(part) }
    }

    // MARK: - Headers, in uWSGI's order

    private var content: Headers { encoding + [("Content-Type", Array(type.utf8))] }

    private var encoding: Headers { file.coding.map { [("Content-Encoding", Array($0.utf8))] } ?? [] }

    private func length(_ count: Int) -> Headers { [("Content-Length", Array(String(count).utf8))] }

    private func place(_ range: Range<Int>) -> [UInt8] {
        Array("bytes \(range.lowerBound)-\(range.upperBound - 1)/\(file.size)".utf8)
    }

    /// What a 304 tells as well (RFC 9110 section 15.4.5).
    private var age: Headers {
        var headers: Headers = [("Last-Modified", file.date), ("ETag", file.tag)]
        if varies { headers.append(("Vary", Array("Accept-Encoding".utf8))) }
        if let expires {
            var date: [UInt8] = []
            HTTPDate.append(expires, to: &date)
            headers.append(("Expires", date))
        }
        return headers
    }
}

extension FilePart {
    /// Some bytes of a regular file.
    init(_ descriptor: Int32, _ range: Range<Int>) {
        self.descriptor = descriptor
        position = range.lowerBound
        count = range.count
    }
}
