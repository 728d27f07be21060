import Kernel
import Wire

/// A request that was taken from its core because its time was over.
struct OverdueRequest {
    private let exchange: Exchange

    /// The caller has condemned it, so that nobody else sends anything.
    init(_ exchange: Exchange) {
        self.exchange = exchange
    }

    var descriptor: Int32 { exchange.connection.descriptor }

    /// "GET /slow?n=1".
    var line: String {
        let method = printable(exchange.request.text[exchange.facts.method ?? 0..<0])
        return method + " " + printable(exchange.request.text[exchange.facts.uri ?? 0..<0].prefix(200))
    }

    /// Answers 504 and ends our side, so that its core's thread can send nothing behind it. False: it did not go out, and the
    /// connection is cut.
    func answer() -> Bool {
        var writer = AnswerWriter(exchange.core.service.headerRules)
        let size = writer.writeError(504, withBody: !exchange.request.head.isHead, time: Int64(unixTime()))
        guard Kernel.send(descriptor, writer.output.span, Span(), Span(), skipping: 0) == .moved(size) else {
            return cut()
        }
        endSending(descriptor)
        return true
    }

    /// Ends the connection in the midst of its answer. False, always: there is no answer of ours.
    func cut() -> Bool {
        endBothSides(descriptor)
        return false
    }

    /// Throws away what the client still sends; true: it has ended its side.
    var clientIsThrough: Bool {
        var rubbish = [UInt8](repeating: 0, count: 16 * 1024)
        for _ in 0..<64 {
            switch receive(descriptor, into: &rubbish, from: 0) {
            case .moved: continue
            case .notYet: return false
            case .ended, .broken: return true
            }
        }
        return false
    }

    /// What the log says of it.
    func describe(core: Int, age: Double, isAnswered: Bool) -> String {
        "harakiri: \(line)\(client) has lasted \(age) s on core \(core); "
            + (isAnswered ? "answered 504" : "its answer had begun, the connection is cut")
    }

    private var client: String {
        let address: ArraySlice<UInt8>
        if case .uwsgi = exchange.request.head {
            address = exchange.request.text[exchange.facts.remoteAddress ?? 0..<0]
        } else {
            address = exchange.connection.clientHost[...]
        }
        return address.isEmpty ? "" : " from \(printable(address))"
    }

    /// A client's text; what could end the line, or control a terminal, is shown as a question mark.
    private func printable(_ text: ArraySlice<UInt8>) -> String {
        String(decoding: text.map { $0 < 0x20 || $0 == 0x7F ? UInt8(ascii: "?") : $0 }, as: UTF8.self)
    }
}
