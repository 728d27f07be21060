import Kernel
import Protocol

/// The line that uWSGI writes for each request, byte for byte (core/logging.c, uwsgi_logit_simple), as one write.
struct RequestLog {
    private let service: Service
    private let core: Int
    private var line: [UInt8] = []
    private var dateSecond: Int64 = -1
    private var date: [UInt8] = []
    /// uWSGI's limit for a line; beyond it the client's words are left out.
    private static let longest = 4096

    init(_ service: Service, core: Int) {
        self.service = service
        self.core = core
    }

    /// Writes the line of a request that is over.
    mutating func write(_ exchange: Exchange, _ clock: Int64, took: Duration) {
        if clock != dateSecond {
            dateSecond = clock
            date = localDate(clock)
        }
        append(exchange, took, words: true)
        if line.count > Self.longest { append(exchange, took, words: false) }
        writeBytes(line, to: 2)
    }

    private mutating func append(_ exchange: Exchange, _ took: Duration, words: Bool) {
        line.removeAll(keepingCapacity: true)
        if service.order.memoryReport { appendMemory() }
        appendWho(exchange, words)
        appendWhat(exchange, words)
        appendResult(exchange, took, words)
    }

    private mutating func appendMemory() {
        let use = MemoryUse()
        line.append("{address space usage: ")
        line.append(number: use.addressSpace)
        line.append(" bytes/")
        line.append(number: use.addressSpace >> 20)
        line.append("MB} {rss usage: ")
        line.append(number: use.resident)
        line.append(" bytes/")
        line.append(number: use.resident >> 20)
        line.append("MB} ")
    }

    private mutating func appendWho(_ exchange: Exchange, _ words: Bool) {
        line.append("[pid: ")
        line.append(number: UInt64(UInt32(bitPattern: service.pid)))
        if exchange.isStatic {
            line.append("|app: -1|req: -1/")
        } else {
            line.append("|app: 0|req: ")
            line.append(number: service.counters.requests)
            line.append("/")
        }
        line.append(number: service.counters.requestsOfAll)
        line.append("] ")
        appendAddress(exchange, words)
        line.append(" (")
        if words { append(exchange, exchange.facts.remoteUser) }
        line.append(") {")
        line.append(number: UInt64(exchange.request.fields.count * 2))
        line.append(" vars in ")
        line.append(number: UInt64(exchange.request.variableBytes))
        line.append(" bytes} [")
        line += date
        line.append("] ")
    }

    private mutating func appendAddress(_ exchange: Exchange, _ words: Bool) {
        if !words {
            line.append("0.0.0.0")
        } else if case .uwsgi = exchange.request.head {
            append(exchange, exchange.facts.remoteAddress)
        } else {
            line += exchange.connection.peerHost
        }
    }

    private mutating func appendWhat(_ exchange: Exchange, _ words: Bool) {
        if words {
            append(exchange, exchange.facts.method)
            line.append(" ")
            append(exchange, exchange.facts.uri)
        } else {
            line.append("- -")
        }
    }

    private mutating func appendResult(_ exchange: Exchange, _ took: Duration, _ words: Bool) {
        line.append(" => generated ")
        line.append(number: UInt64(exchange.bodySent))
        line.append(" bytes in ")
        line.append(number: UInt64(clamping: took.nanoseconds / 1_000_000))
        line.append(" msecs (")
        if words { append(exchange, exchange.facts.serverProtocol) } else { line.append("-") }
        line.append(" ")
        line.append(number: UInt64(exchange.status))
        line.append(") ")
        line.append(number: UInt64(exchange.headerCount))
        line.append(" headers in ")
        line.append(number: UInt64(exchange.headBytes))
        line.append(" bytes (1 switches on core ")
        line.append(number: UInt64(core))
        line.append(")\n")
    }

    /// A client's text; what could end the line, or control a terminal, is shown as a question mark.
    private mutating func append(_ exchange: Exchange, _ range: Range<Int>?) {
        guard let range else { return }
        for byte in exchange.request.text[range] {
            line.append(byte < 0x20 || byte == 0x7F ? UInt8(ascii: "?") : byte)
        }
    }
}

extension [UInt8] {
    /// Appends a number in decimal.
    mutating func append(number: UInt64) {
        if number >= 10 { append(number: number / 10) }
        append(UInt8(ascii: "0") + UInt8(number % 10))
    }
}
