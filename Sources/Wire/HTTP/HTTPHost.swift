/// The grammar of Host (RFC 9110 section 7.2): a name or an address, and perhaps a port.
enum HTTPHost {
    /// Whether the range is `host [":" port]`, with no user before it. An empty one is allowed by the RFC.
    static func isValid(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
        guard !range.isEmpty else { return true }
        guard let end = hostEnd(bytes, range) else { return false }
        guard end < range.upperBound else { return true }
        guard bytes[end] == .colon else { return false }
        for index in end + 1..<range.upperBound where !bytes[index].isDigit { return false }
        return true
    }

    /// The end of the name or address; nil when it contains what it must not.
    private static func hostEnd(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int? {
        if bytes[range.lowerBound] == UInt8(ascii: "[") { return addressEnd(bytes, range) }
        for index in range where !isNameCharacter(bytes[index]) {
            return bytes[index] == .colon ? index : nil
        }
        return range.upperBound
    }

    /// The end of an IPv6 address in brackets.
    private static func addressEnd(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int? {
        for index in range.lowerBound + 1..<range.upperBound {
            if bytes[index] == UInt8(ascii: "]") { return index > range.lowerBound + 1 ? index + 1 : nil }
            guard isNameCharacter(bytes[index]) || bytes[index] == .colon else { return nil }
        }
        return nil
    }

    /// Unreserved characters, sub-delims and the percent sign (RFC 3986 section 3.2.2).
    private static func isNameCharacter(_ byte: UInt8) -> Bool {
        if byte.isLetter || byte.isDigit { return true }
        return switch byte {
        case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"), UInt8(ascii: "%"),
            UInt8(ascii: "!"), UInt8(ascii: "$"), UInt8(ascii: "&"), UInt8(ascii: "'"), UInt8(ascii: "("),
            UInt8(ascii: ")"), UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: ","), UInt8(ascii: ";"),
            UInt8(ascii: "="):
            true
        default: false
        }
    }
}
