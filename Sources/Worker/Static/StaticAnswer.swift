import Kernel
import Wire

/// The answer that a file is: its type, its age, and its bytes unless the client has them.
struct StaticAnswer {
    private let file: StaticFile
    private let types: MediaTypes

    init(_ file: StaticFile, _ types: MediaTypes) {
        self.file = file
        self.types = types
    }

    /// Sends it.
    func send(_ exchange: Exchange) {
        exchange.isStatic = true
        var modified: [UInt8] = []
        HTTPDate.append(file.facts.modified / 1_000_000_000, to: &modified)
        let isKnown = isKnown(exchange, modified)
        do throws(ResponseError) {
            try exchange.begin(status: Array((isKnown ? "304 Not Modified" : "200 OK").utf8).span)
            try exchange.addHeader(name: Array("Last-Modified".utf8).span, value: modified.span)
            if !isKnown { try describe(exchange) }
        } catch {
            preconditionFailure("a head of our own making: \(error.message)")
        }
        if !isKnown && !exchange.request.head.isHead { sendBody(exchange) }
        exchange.finish()
    }

    /// The client sent back what it was told last time. Other dates are not compared: a file that became older has
    /// changed, too.
    private func isKnown(_ exchange: Exchange, _ modified: [UInt8]) -> Bool {
        guard let since = exchange.facts.ifModifiedSince else { return false }
        return exchange.request.text[since].elementsEqual(modified)
    }

    private func describe(_ exchange: Exchange) throws(ResponseError) {
        let type = Array(types.type(of: file.path).utf8)
        let length = Array(String(file.facts.size).utf8)
        try exchange.addHeader(name: Array("Content-Type".utf8).span, value: type.span)
        try exchange.addHeader(name: Array("Content-Length".utf8).span, value: length.span)
    }

    private func sendBody(_ exchange: Exchange) {
        exchange.isFile = true
        guard let part = FilePart(file.descriptor.raw, from: 0) else { return }
        _ = withExtendedLifetime(file) { part.bytes.map { exchange.write($0.span) } ?? exchange.write(part) }
    }
}
