// Classes of bytes and comparisons that all the grammars here share (RFC 9110 section 5.6.2, RFC 5234 appendix B).

extension UInt8 {
    static let tab = UInt8(ascii: "\t")
    static let lineFeed = UInt8(ascii: "\n")
    static let carriageReturn = UInt8(ascii: "\r")
    static let space = UInt8(ascii: " ")
    static let colon = UInt8(ascii: ":")

    /// A control character other than the tab: never part of a line (RFC 9110 section 5.5).
    @inline(__always) var isControl: Bool { controlBit != 0 }

    /// 1 for a control character; no branches, so that a loop over it is one over vectors.
    @inline(__always) var controlBit: UInt8 {
        (self < 0x20 ? 1 : 0) & (self != .tab ? 1 : 0) | (self == 0x7F ? 1 : 0)
    }

    @inline(__always) var isBlank: Bool { self == .space || self == .tab }

    @inline(__always) var isDigit: Bool { self &- UInt8(ascii: "0") < 10 }

    @inline(__always) var isLetter: Bool { (self | 0x20) &- UInt8(ascii: "a") < 26 }

    @inline(__always) var isUppercase: Bool { self &- UInt8(ascii: "A") < 26 }

    @inline(__always) var isLowercase: Bool { self &- UInt8(ascii: "a") < 26 }

    @inline(__always) var lowercased: UInt8 { isUppercase ? self | 0x20 : self }

    /// A character of a token (RFC 9110 section 5.6.2): methods and field names are made of these.
    @inline(__always) var isToken: Bool { isLetter || self == UInt8(ascii: "-") || isRareToken }

    private var isRareToken: Bool {
        let set = self < 64 ? UInt8.tokensBelow64 : UInt8.tokensAbove64
        return self < 128 && set >> UInt64(self & 63) & 1 == 1
    }

    /// Letters, digits and ``!#$%&'*+-.^_`|~``, a bit each.
    private static let tokensBelow64: UInt64 = 0x03FF_6CFA_0000_0000
    private static let tokensAbove64: UInt64 = 0x57FF_FFFF_C7FF_FFFE

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
    func holds(_ text: String, at range: Range<Int>) -> Bool {
        let wanted = text.utf8Span.span
        guard range.count == wanted.count else { return false }
        let there = extracting(range)
        for index in there.indices where there[index] != wanted[index] { return false }
        return true
    }

    /// Whether the bytes of the range are `text`, which is in lower case, in any case.
    @inline(__always)
    func holds(anyCase text: String, at range: Range<Int>) -> Bool {
        let wanted = text.utf8Span.span
        guard range.count == wanted.count else { return false }
        let there = extracting(range)
        for index in there.indices where there[index].lowercased != wanted[index] { return false }
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

    /// The first control character of the range, or its end. Looks at 16 bytes at a time, without a branch between them.
    func firstControl(in range: Range<Int>) -> Int {
        var at = range.lowerBound
        while range.upperBound &- at >= 16 {
            let block = extracting(at..<at &+ 16)
            var found: UInt8 = 0
            for index in 0..<16 { found |= block[index].controlBit }
            if found != 0 { break }
            at &+= 16
        }
        while at < range.upperBound, !self[at].isControl { at &+= 1 }
        return at
    }

    /// Whether there is an underscore; like `firstControl` without branches in between.
    var hasUnderscore: Bool {
        var found: UInt8 = 0
        for index in indices { found |= self[index] == UInt8(ascii: "_") ? 1 : 0 }
        return found != 0
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
