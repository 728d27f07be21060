import Kernel
import Protocol
import Wire

// A line in the form that `log-format` gives it.
extension RequestLog {
    /// What a line tells of, and when it began (seconds since 1970).
    struct Subject {
        let exchange: Exchange
        let clock: Int64
        let took: Duration
        /// Whether what the client says is told; it could make the line too long.
        let words: Bool
    }

    mutating func append(_ format: LogFormat, _ subject: Subject) {
        for piece in format.pieces {
            let start = line.count
            append(piece, subject)
            if line.count == start { line.append(UInt8(ascii: "-")) }
        }
    }

    private mutating func append(_ piece: LogFormat.Piece, _ subject: Subject) {
        switch piece {
        case .text(let bytes): line += bytes
        case .word(let word): if subject.words { append(word, subject.exchange) }
        case .variable(let name): if subject.words { append(variable: name, subject.exchange) }
        case .count(let count): line.append(number: UInt64(clamping: value(of: count, subject.exchange)))
        case .clock(let clock): append(clock, subject)
        case .date(let date): append(date, subject.clock)
        case .process(let number): line.append(number: value(of: number))
        case .unknown: break
        }
    }

    private mutating func append(_ word: LogFormat.Word, _ exchange: Exchange) {
        switch word {
        case .uri: append(exchange, exchange.facts.uri)
        case .method: append(exchange, exchange.facts.method)
        case .user: append(exchange, exchange.facts.remoteUser)
        case .addr: appendAddress(exchange)
        case .proto: append(exchange, exchange.facts.serverProtocol)
        case .host: append(exchange, exchange.place(of: Self.host))
        case .uagent: append(exchange, exchange.place(of: Self.userAgent))
        case .referer: append(exchange, exchange.place(of: Self.referer))
        }
    }

    private mutating func append(variable name: [UInt8], _ exchange: Exchange) {
        if let place = exchange.place(of: name) {
            append(exchange, place)
        } else if let value = exchange.ownVariable(name) {
            line += value
        }
    }

    private static let host = Array("HTTP_HOST".utf8)
    private static let userAgent = Array("HTTP_USER_AGENT".utf8)
    private static let referer = Array("HTTP_REFERER".utf8)
}

// Numbers and dates.
extension RequestLog {
    private func value(of count: LogFormat.Count, _ exchange: Exchange) -> Int {
        switch count {
        case .status: exchange.status
        case .rsize: exchange.bodySent
        case .hsize: exchange.headBytes
        case .size: exchange.headBytes + exchange.bodySent
        case .cl: exchange.request.head.bodyLength
        case .vars: exchange.request.fields.count * 2
        case .pktsize: exchange.request.variableBytes
        case .headers: exchange.headerCount
        case .werr: exchange.writeErrors
        case .rerr: exchange.readErrors
        case .ioerr: exchange.readErrors + exchange.writeErrors
        // Every request is the Python plugin's.
        case .modifier1: 0
        case .modifier2: exchange.request.head.modifier2
        }
    }

    private func value(of number: LogFormat.Process) -> UInt64 {
        switch number {
        case .pid: UInt64(UInt32(bitPattern: service.pid))
        case .wid: UInt64(clamping: service.seat.worker)
        case .core: UInt64(clamping: core)
        case .switches: 1
        case .vsz: MemoryUse().addressSpace
        case .rss: MemoryUse().resident
        case .vszM: MemoryUse().addressSpace >> 20
        case .rssM: MemoryUse().resident >> 20
        }
    }

    private mutating func append(_ clock: LogFormat.Clock, _ subject: Subject) {
        let micros = UInt64(clamping: subject.took.nanoseconds / 1000)
        switch clock {
        case .micros: line.append(number: micros)
        case .msecs: line.append(number: micros / 1000)
        case .secs: append(seconds: micros)
        case .tmsecs: line.append(number: beginning(micros) / 1000)
        case .tmicros: line.append(number: beginning(micros))
        case .time: line.append(number: UInt64(clamping: subject.clock))
        case .epoch: line.append(number: unixMicroseconds() / 1_000_000)
        }
    }

    /// When a request that just ended began, in microseconds since 1970: the date is asked for only where it is told.
    private func beginning(_ micros: UInt64) -> UInt64 {
        let now = unixMicroseconds()
        return now - min(now, micros)
    }

    /// Seconds with six digits behind the point.
    private mutating func append(seconds micros: UInt64) {
        line.append(number: micros / 1_000_000)
        line.append(UInt8(ascii: "."))
        var unit: UInt64 = 100_000
        while unit > 0 {
            line.append(number: micros / unit % 10)
            unit /= 10
        }
    }

    private mutating func append(_ date: LogFormat.Date, _ clock: Int64) {
        switch date {
        case .ctime: appendDate(clock)
        case .ltime: line += localDate(clock, form: Self.usualDate)
        case .ftime: line += localDate(clock, form: lines.dateFormat ?? Self.usualDate)
        }
    }

    /// As Apache's logs have it.
    private static let usualDate = "%d/%b/%Y:%H:%M:%S %z"
}
