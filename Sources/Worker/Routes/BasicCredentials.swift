/// What a client says of itself in an Authorization header (RFC 7617).
enum BasicCredentials {
    /// `USER:PASSWORD`; nil where it says nothing of the kind.
    static func told(_ exchange: Exchange) -> [UInt8]? {
        guard let header = exchange.value(of: "HTTP_AUTHORIZATION"), header.starts(with: "Basic ".utf8) else {
            return nil
        }
        return decoded(header.dropFirst(6))
    }

    /// Whether two texts are the same, in a time that tells nothing of where they differ.
    static func areEqual(_ first: [UInt8], _ second: [UInt8]) -> Bool {
        var difference = first.count ^ second.count
        for index in first.indices where index < second.count { difference |= Int(first[index] ^ second[index]) }
        return difference == 0
    }

    /// Base64 (RFC 4648 section 4); nil where it is none.
    static func decoded(_ text: ArraySlice<UInt8>) -> [UInt8]? {
        var bytes: [UInt8] = []
        var bits = 0
        var count = 0
        for byte in text.filter({ $0 != UInt8(ascii: "=") }) {
            guard let value = value(of: byte) else { return nil }
            bits = (bits << 6 | value) & 0xFFFFFF
            count += 6
            if count >= 8 {
                count -= 8
                bytes.append(UInt8(bits >> count & 0xFF))
            }
        }
        return bytes
    }

    private static func value(of byte: UInt8) -> Int? {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): Int(byte - UInt8(ascii: "A"))
        case UInt8(ascii: "a")...UInt8(ascii: "z"): Int(byte - UInt8(ascii: "a")) + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): Int(byte - UInt8(ascii: "0")) + 52
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        default: nil
        }
    }
}

/// Percent-encoded text (RFC 3986 section 2.1).
enum PercentText {
    /// The text decoded; what is no escape stays.
    static func decoded(_ text: ArraySlice<UInt8>) -> [UInt8] {
        var bytes: [UInt8] = []
        var rest = text
        while let byte = rest.popFirst() {
            let digits = String(decoding: rest.prefix(2), as: UTF8.self)
            if byte == UInt8(ascii: "%"), rest.count >= 2, !digits.hasPrefix("+"), let value = UInt8(digits, radix: 16)
            {
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return bytes
    }
}
