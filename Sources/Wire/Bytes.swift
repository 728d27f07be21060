// Classes of bytes and comparisons that all the grammars here share (RFC 9110 section 5.6.2, RFC 5234 appendix B).

extension UInt8 {
    static let tab = UInt8(ascii: "\t")
    static let lineFeed = UInt8(ascii: "\n")
    static let carriageReturn = UInt8(ascii: "\r")
    static let space = UInt8(ascii: " ")
    static let colon = UInt8(ascii: ":")

    /// A control character other than the tab: never part of a line (RFC 9110 section 5.5).
    @inline(__always) var isControl: Bool { self < 0x20 && self != .tab || self == 0x7F }

    @inline(__always) var isBlank: Bool { self == .space || self == .tab }

    @inline(__always) var isDigit: Bool { self &- UInt8(ascii: "0") < 10 }

    @inline(__always) var isLetter: Bool { (self | 0x20) &- UInt8(ascii: "a") < 26 }

    @inline(__always) var isUppercase: Bool { self &- UInt8(ascii: "A") < 26 }

    @inline(__always) var isLowercase: Bool { self &- UInt8(ascii: "a") < 26 }

    @inline(__always) var lowercased: UInt8 { isUppercase ? self | 0x20 : self }

    /// A character of a token (RFC 9110 section 5.6.2): methods and field names are made of these.
    @inline(__always) var isToken: Bool { isLetter || self == UInt8(ascii: "-") || isDigit || isTokenMark }

    private var isTokenMark: Bool {
        switch self {
        case UInt8(ascii: "!"), UInt8(ascii: "#"), UInt8(ascii: "$"), UInt8(ascii: "%"), UInt8(ascii: "&"),
            UInt8(ascii: "'"), UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "."), UInt8(ascii: "^"),
            UInt8(ascii: "_"), UInt8(ascii: "`"), UInt8(ascii: "|"), UInt8(ascii: "~"):
            true
        default: false
        }
    }

    /// The value of a hexadecimal digit, or nil.
    @inline(__always) var hexValue: UInt8? {
        if isDigit { return self &- UInt8(ascii: "0") }
        let letter = (self | 0x20) &- UInt8(ascii: "a")
        return letter < 6 ? letter &+ 10 : nil
    }
}

extension Span<UInt8> {
    /// Whether the bytes of the range are exactly `text`.
    @inline(__always)
    func holds(_ text: StaticText, at range: Range<Int>) -> Bool {
        guard range.count == text.count else { return false }
        var index = range.lowerBound
        for byte in text where index < range.upperBound {
            if self[index] != byte { return false }
            index &+= 1
        }
        return true
    }

    /// Whether the bytes of the range are `text`, which is in lower case, in any case.
    @inline(__always)
    func holds(anyCase text: StaticText, at range: Range<Int>) -> Bool {
        guard range.count == text.count else { return false }
        var index = range.lowerBound
        for byte in text where index < range.upperBound {
            if self[index].lowercased != byte { return false }
            index &+= 1
        }
        return true
    }

    /// The range without spaces and tabs at either end.
    func trimmed(_ range: Range<Int>) -> Range<Int> {
        var start = range.lowerBound
        var end = range.upperBound
        while start < end, self[start].isBlank { start &+= 1 }
        while end > start, self[end &- 1].isBlank { end &-= 1 }
        return start..<end
    }

    /// The first place of `byte` in the range.
    func first(_ byte: UInt8, in range: Range<Int>) -> Int? {
        for index in range where self[index] == byte { return index }
        return nil
    }

    /// The number that the range spells in decimal digits and nothing else; nil as well when it does not fit.
    func decimal(_ range: Range<Int>) -> Int? {
        guard !range.isEmpty else { return nil }
        var number = 0
        for index in range {
            guard self[index].isDigit else { return nil }
            let (tenfold, over) = number.multipliedReportingOverflow(by: 10)
            let (sum, overAgain) = tenfold.addingReportingOverflow(Int(self[index] &- UInt8(ascii: "0")))
            if over || overAgain { return nil }
            number = sum
        }
        return number
    }
}

/// A literal of ASCII text, walked byte by byte.
typealias StaticText = String.UTF8View
