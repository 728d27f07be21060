/// The textual forms of IP addresses (RFC 3986 section 3.2.2): dotted decimal, and groups of hexadecimal digits.
enum AddressText {
    /// Four numbers up to 255 without leading zeros.
    static func isIPv4(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
        var start = range.lowerBound
        for part in 0..<4 {
            let rest = start..<range.upperBound
            let end = part == 3 ? range.upperBound : bytes.first(UInt8(ascii: "."), in: rest) ?? range.upperBound
            guard isByte(bytes, start..<end) else { return false }
            if part < 3, end == range.upperBound { return false }
            start = end + 1
        }
        return true
    }

    private static func isByte(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
        guard let number = bytes.decimal(range), number < 256 else { return false }
        return range.count == 1 || bytes[range.lowerBound] != UInt8(ascii: "0")
    }

    /// Eight groups of up to four digits; `::` stands once for one group or more, an IPv4 address for the last two.
    static func isIPv6(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
        guard let gap = gap(bytes, range) else { return groups(bytes, range) == 8 }
        guard let before = groups(bytes, range.lowerBound..<gap), let after = groups(bytes, gap + 2..<range.upperBound)
        else { return false }
        return before + after < 8 && !endsWithIPv4(bytes, range.lowerBound..<gap)
    }

    /// Where the first `::` stands.
    private static func gap(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int? {
        guard range.count >= 2 else { return nil }
        for index in range.lowerBound..<range.upperBound - 1 where bytes[index] == .colon && bytes[index + 1] == .colon
        {
            return index
        }
        return nil
    }

    /// The number of groups between single colons; nil when one of them is none.
    private static func groups(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int? {
        guard !range.isEmpty else { return 0 }
        var count = 0
        var start = range.lowerBound
        while let colon = bytes.first(.colon, in: start..<range.upperBound) {
            guard isGroup(bytes, start..<colon) else { return nil }
            count += 1
            start = colon + 1
        }
        if isGroup(bytes, start..<range.upperBound) { return count + 1 }
        return isIPv4(bytes, start..<range.upperBound) ? count + 2 : nil
    }

    private static func endsWithIPv4(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
        bytes.first(UInt8(ascii: "."), in: range) != nil
    }

    private static func isGroup(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
        guard !range.isEmpty, range.count <= 4 else { return false }
        for index in range where bytes[index].hexValue == nil { return false }
        return true
    }
}
