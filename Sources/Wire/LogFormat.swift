/// The form of the log's lines about requests, as uWSGI's `log-format` has it: text in which `%(name)` stands for something
/// of the request. Made once, so that a line is a walk over its pieces.
public struct LogFormat: Equatable, Sendable {
    /// What a line consists of, in order.
    public let pieces: [Piece]

    /// A part of a line. What is empty is shown as "-", but for text.
    public enum Piece: Equatable, Sendable {
        /// These bytes.
        case text([UInt8])
        /// What the client says.
        case word(Word)
        /// A number about request or answer.
        case count(Count)
        /// A number about time.
        case clock(Clock)
        /// A date.
        case date(Date)
        /// A number about the process.
        case process(Process)
        /// `var.NAME`: a variable of the request.
        case variable([UInt8])
        /// A name that nothing has: uWSGI takes it for a variable that the app may set for the log.
        case unknown
    }

    /// Names of what the client says.
    public enum Word: String, Sendable { case uri, method, user, addr, host, proto, uagent, referer }

    /// Names of numbers about request and answer: statuses, sizes in bytes, counts.
    public enum Count: String, Sendable {
        case status, rsize, hsize, size, cl, vars, pktsize, modifier1, modifier2, headers, werr, rerr, ioerr
    }

    /// Names of durations, and of seconds (`tmsecs`: milliseconds, `tmicros`: microseconds) since 1970.
    public enum Clock: String, Sendable { case micros, msecs, secs, tmsecs, tmicros, time, epoch }

    /// Names of dates.
    public enum Date: String, Sendable { case ltime, ftime, ctime }

    /// Names of numbers about the process; `M` for megabytes.
    public enum Process: String, Sendable { case pid, wid, core, switches, vsz, rss, vszM, rssM }

    /// The form that a text describes. Where `%(` has no end, or nothing before it, it is text.
    public init(_ text: String) {
        let bytes = Array(text.utf8)
        var pieces: [Piece] = []
        var start = 0
        var at = 0
        while let name = Self.name(in: bytes, from: at) {
            let open = name.lowerBound - 2
            if open > start { pieces.append(.text(Array(bytes[start..<open]))) }
            pieces.append(Self.piece(named: bytes[name]))
            start = name.upperBound + 1
            at = start
        }
        if start < bytes.count { pieces.append(.text(Array(bytes[start...]))) }
        self.pieces = pieces
    }

    /// Where the next name stands: behind the last `%(` before its `)`.
    private static func name(in bytes: [UInt8], from start: Int) -> Range<Int>? {
        var open: Int?
        for at in bytes.indices.dropFirst(start) {
            if bytes[at] == UInt8(ascii: "("), at > start, bytes[at - 1] == UInt8(ascii: "%") { open = at + 1 }
            if bytes[at] == UInt8(ascii: ")"), let open, open < at { return open..<at }
        }
        return nil
    }

    private static func piece(named name: ArraySlice<UInt8>) -> Piece {
        let text = String(decoding: name, as: UTF8.self)
        if let word = Word(rawValue: text) { return .word(word) }
        if let count = Count(rawValue: text) { return .count(count) }
        if let clock = Clock(rawValue: text) { return .clock(clock) }
        if let date = Date(rawValue: text) { return .date(date) }
        if let process = Process(rawValue: text) { return .process(process) }
        if text.hasPrefix("var.") { return .variable(Array(name.dropFirst(4))) }
        // uWSGI's value of a metric that nobody counts.
        if text.hasPrefix("metric.") { return .text([UInt8(ascii: "0")]) }
        return .unknown
    }
}
