import Kernel
import Protocol
import Wire

/// The log's lines about requests, each of them one write.
struct RequestLog {
    let service: Service
    let core: Int
    let lines: RequestLines
    /// The line in the making.
    var line: [UInt8] = []
    private let format: LogFormat?
    private let exceptions: RequestLines.Exceptions?
    private var dateSecond: Int64 = -1
    private var date: [UInt8] = []
    /// uWSGI's limit for a line, and what a pipe takes in one piece (PIPE_BUF); beyond it the client's words are left out.
    private static let longest = 4096

    init(_ service: Service, core: Int) {
        self.service = service
        self.core = core
        lines = service.order.lines
        format = lines.format.map { LogFormat($0) }
        exceptions = lines.exceptions == RequestLines.Exceptions() ? nil : lines.exceptions
    }

    /// Writes the line of a request that is over, if there is to be one.
    mutating func write(_ exchange: Exchange, _ clock: Int64, took: Duration) {
        guard exchange.isLogged, lines.ofAll || exceptions?.apply(to: exchange, took) == true else { return }
        make(exchange, clock, took, words: true)
        if line.count > Self.longest { make(exchange, clock, took, words: false) }
        writeBytes(line, to: 2)
    }

    private mutating func make(_ exchange: Exchange, _ clock: Int64, _ took: Duration, words: Bool) {
        line.removeAll(keepingCapacity: true)
        if lines.areMarked { line.append(RequestLines.mark) }
        if lines.isJSON {
            appendJSON(Subject(exchange: exchange, clock: clock, took: took, words: words))
        } else if let format {
            append(format, Subject(exchange: exchange, clock: clock, took: took, words: words))
        } else {
            appendUsual(exchange, clock, took, words)
        }
        line.append(UInt8(ascii: "\n"))
    }
}

extension RequestLines.Exceptions {
    /// Whether a request that is over is one of these.
    fileprivate func apply(to exchange: Exchange, _ took: Duration) -> Bool {
        if empty && exchange.bodySent == 0 { return true }
        if slow > 0 && took >= .milliseconds(slow) { return true }
        if clientErrors && (400...499).contains(exchange.status) { return true }
        if serverErrors && (500...599).contains(exchange.status) { return true }
        if big > 0 && exchange.bodySent >= big { return true }
        return files && exchange.isFile || failures && exchange.readErrors + exchange.writeErrors > 0
    }
}

// What the forms of a line have in common.
extension RequestLog {
    /// The date when a request began, as ctime(3) has it; made once a second.
    mutating func appendDate(_ clock: Int64) {
        if clock != dateSecond {
            dateSecond = clock
            date = localDate(clock)
        }
        line += date
    }

    /// The client's address.
    mutating func appendAddress(_ exchange: Exchange) {
        append(words: address(of: exchange) ?? [])
    }

    /// The client's address, as a proxy tells it, or the socket.
    func address(of exchange: Exchange) -> ArraySlice<UInt8>? {
        if lines.forwardedFor, let forwarded = exchange.facts.forwardedFor { return exchange.request.text[forwarded] }
        guard case .uwsgi = exchange.request.head else { return exchange.connection.clientHost[...] }
        return exchange.facts.remoteAddress.map { exchange.request.text[$0] }
    }

    /// A client's text; what could end the line, or control a terminal, is shown as a question mark.
    mutating func append(_ exchange: Exchange, _ range: Range<Int>?) {
        if let range { append(words: exchange.request.text[range]) }
    }

    private mutating func append(words: ArraySlice<UInt8>) {
        for byte in words {
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
