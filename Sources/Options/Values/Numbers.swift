/// Numbers, sizes and times. uWSGI reads the digits at the start and ignores the rest.
extension ValueReader {
    mutating func readNumber(_ text: String) -> Int? {
        guard let (number, rest) = Self.digits(of: text) else { return readWord(text) }
        guard number >= 0 || row.value.kind == .signed else {
            error("must not be negative: \(expectation)", uwsgi: "ends with an error, or takes a huge number")
            return nil
        }
        let factor = rest.isEmpty ? bareFactor : unitFactor(rest)
        let (product, overflow) = number.multipliedReportingOverflow(by: factor ?? bareFactor)
        guard !overflow else {
            error("is too large: \(expectation)")
            return nil
        }
        if !rest.isEmpty { warnOfRest(number, rest, understood: factor != nil) }
        return product
    }

    /// uWSGI reads every word as 0. Yes or no is taken so, for an option that may be off.
    private mutating func readWord(_ text: String) -> Int? {
        if row.value.need == .optional, Flag.isPlain(text), !Flag.isFalse(text) { return readYes(text) }
        guard Flag.isPlain(text), row.name != "processes", row.name != "threads" else {
            let begins = text.first.map { $0.isNumber || $0 == "-" || $0 == "+" } ?? false
            error("is not a number: \(expectation)", uwsgi: begins ? nil : "reads 0")
            return nil
        }
        warning("is read as 0: \(expectation)", uwsgi: Self.readsTheSame)
        return 0
    }

    /// An option that may stand alone is on when it does.
    private mutating func readYes(_ text: String) -> Int? {
        if !text.isEmpty { warning("is read as 1; uWSGI reads 0: \(expectation)") }
        return 1
    }

    private var expectation: String {
        switch row.value.kind {
        case .megabytes: "write a size in megabytes, as in 512"
        case .bytes: "write a size in bytes, as in 65536"
        case .seconds: "write a time in seconds, as in 30"
        case .milliseconds: "write a time in milliseconds, as in 1000"
        default: "write a whole number, as in 4"
        }
    }

    /// A sign and digits at the start, and what follows without blanks; nil when there are none, or too many.
    private static func digits(of text: String) -> (Int, rest: String)? {
        var rest = Substring(text)
        let sign = rest.first.map { $0 == "-" || $0 == "+" } ?? false ? String(rest.removeFirst()) : ""
        let digits = rest.prefix { $0.isASCII && $0.isWholeNumber }
        guard let number = Int((sign == "-" ? "-" : "") + digits) else { return nil }
        let after = rest.dropFirst(digits.count).drop { $0 == " " || $0 == "\t" }
        return (number, String(after))
    }

    private var bareFactor: Int { row.value.kind == .megabytes ? 1 << 20 : 1 }

    /// What a unit stands for; nil when it is none.
    private func unitFactor(_ unit: String) -> Int? {
        switch row.value.kind {
        case .bytes, .megabytes: Self.sizes[unit.lowercased()]
        case .seconds: Self.seconds[unit.lowercased()]
        case .milliseconds: unit.lowercased() == "ms" ? 1 : Self.seconds[unit.lowercased()].map { $0 * 1000 }
        default: nil
        }
    }

    private static let sizes: [String: Int] = [
        "b": 1, "k": 1 << 10, "kb": 1 << 10, "kib": 1 << 10, "m": 1 << 20, "mb": 1 << 20, "mib": 1 << 20,
        "g": 1 << 30, "gb": 1 << 30, "gib": 1 << 30,
    ]
    private static let seconds: [String: Int] = [
        "s": 1, "sec": 1, "second": 1, "seconds": 1, "m": 60, "min": 60, "minute": 60, "minutes": 60,
        "h": 3600, "hour": 3600, "hours": 3600, "d": 86400, "day": 86400, "days": 86400,
    ]

    private mutating func warnOfRest(_ number: Int, _ rest: String, understood: Bool) {
        guard understood else {
            return warning("is read as \(number); \"\(rest)\" after it is ignored", uwsgi: Self.readsTheSame)
        }
        let isSame = unitFactor(rest) == bareFactor
        warning("is read with its unit", uwsgi: isSame ? "knows none and reads the same" : "would read \(number)")
    }
}
