import Kernel
import Protocol
import Wire

// A line as a JSON object (`log-json`). Members are only ever added.
extension RequestLog {
    mutating func appendJSON(_ subject: Subject) {
        let exchange = subject.exchange
        line.append("{\"time\":")
        line.append(number: UInt64(clamping: subject.clock))
        append("worker", UInt64(clamping: service.seat.worker))
        append("pid", UInt64(UInt32(bitPattern: service.pid)))
        if subject.words { appendWords(exchange) }
        append("status", UInt64(clamping: exchange.status))
        append("request_bytes", UInt64(clamping: exchange.request.head.bodyLength))
        append("head_bytes", UInt64(clamping: exchange.headBytes))
        append("body_bytes", UInt64(clamping: exchange.bodySent))
        append("micros", UInt64(clamping: subject.took.nanoseconds / 1000))
        line.append(exchange.isStatic ? ",\"static\":true}" : "}")
    }

    private mutating func appendWords(_ exchange: Exchange) {
        let facts = exchange.facts
        append("method", text(exchange, facts.method))
        append("uri", text(exchange, facts.uri))
        append("protocol", text(exchange, facts.serverProtocol))
        append("host", exchange.value(of: "HTTP_HOST"))
        append("address", address(of: exchange))
        append("user", text(exchange, facts.remoteUser))
        append("agent", exchange.value(of: "HTTP_USER_AGENT"))
        append("referer", exchange.value(of: "HTTP_REFERER"))
    }

    private func text(_ exchange: Exchange, _ range: Range<Int>?) -> ArraySlice<UInt8>? {
        range.map { exchange.request.text[$0] }
    }

    private mutating func append(_ name: StaticString, _ number: UInt64) {
        appendName(name)
        line.append(number: number)
    }

    /// A word, where there is one, as valid UTF-8 without a control character (RFC 8259 sections 7 and 8.1).
    private mutating func append(_ name: StaticString, _ bytes: ArraySlice<UInt8>?) {
        guard let bytes, !bytes.isEmpty else { return }
        appendName(name)
        line.append(UInt8(ascii: "\""))
        for byte in String(decoding: bytes, as: UTF8.self).utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): line += [UInt8(ascii: "\\"), byte]
            case 0..<0x20, 0x7F: line += "\\u00\(byte < 16 ? "0" : "")\(String(byte, radix: 16))".utf8
            default: line.append(byte)
            }
        }
        line.append(UInt8(ascii: "\""))
    }

    private mutating func appendName(_ name: StaticString) {
        line.append(",\"")
        line.append(name)
        line.append("\":")
    }
}
