import Kernel
import Protocol
import Wire

// The line that uWSGI writes for each request, byte for byte (core/logging.c, uwsgi_logit_simple). Without the client's
// words where they would make it too long.
extension RequestLog {
    mutating func appendUsual(_ exchange: Exchange, _ clock: Int64, _ took: Duration, _ words: Bool) {
        if lines.memory { appendMemory() }
        appendWho(exchange, clock, words)
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

    private mutating func appendWho(_ exchange: Exchange, _ clock: Int64, _ words: Bool) {
        line.append("[pid: ")
        line.append(number: UInt64(UInt32(bitPattern: service.pid)))
        appendApp(exchange)
        line.append(number: service.counters.requestsOfAll)
        line.append("] ")
        if words { appendAddress(exchange) } else { line.append("0.0.0.0") }
        line.append(" (")
        if words { append(exchange, exchange.facts.remoteUser) }
        line.append(") {")
        line.append(number: UInt64(exchange.request.fields.count * 2))
        line.append(" vars in ")
        line.append(number: UInt64(exchange.request.variableBytes))
        line.append(" bytes} [")
        appendDate(clock)
        line.append("] ")
    }

    private mutating func appendApp(_ exchange: Exchange) {
        guard !exchange.isStatic, let app = exchange.mount.map(\.app) ?? 0 else {
            return line.append("|app: -1|req: -1/")
        }
        line.append("|app: ")
        line.append(number: UInt64(clamping: app))
        line.append("|req: ")
        line.append(number: exchange.requestsOfApp ?? service.counters.requests)
        line.append("/")
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
        line.append(number: UInt64(clamping: took.nanoseconds / (lines.microseconds ? 1000 : 1_000_000)))
        line.append(lines.microseconds ? " micros" : " msecs")
        line.append(exchange.isFile ? " via sendfile() (" : " (")
        if words { append(exchange, exchange.facts.serverProtocol) } else { line.append("-") }
        line.append(" ")
        line.append(number: UInt64(exchange.status))
        line.append(") ")
        line.append(number: UInt64(exchange.headerCount))
        line.append(" headers in ")
        line.append(number: UInt64(exchange.headBytes))
        line.append(" bytes (1 switches on core ")
        line.append(number: UInt64(core))
        line.append(")")
    }
}
