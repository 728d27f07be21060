/// JSON that is none: what was wrong, and at which byte.
public struct JSONError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What was wrong.
    public let reason: String
    /// Where, counted in bytes from 0.
    public let offset: Int

    /// "not JSON: more text after the value at byte 12".
    public var description: String { "not JSON: \(reason) at byte \(offset)" }
}

extension JSON {
    /// Reads one value that fills all of `bytes`. Nesting beyond 64 levels is refused.
    public init(_ bytes: [UInt8]) throws(JSONError) {
        var reader = JSONReader(bytes: bytes)
        self = try reader.readDocument()
    }
}

private struct JSONReader {
    let bytes: [UInt8]
    var position = 0

    static let deepest = 64

    init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    mutating func readDocument() throws(JSONError) -> JSON {
        let value = try readValue(depth: 0)
        skipBlanks()
        if position < bytes.count { throw wrong("more text after the value") }
        return value
    }

    func wrong(_ reason: String) -> JSONError {
        JSONError(reason: reason, offset: position)
    }

    var current: UInt8? { position < bytes.count ? bytes[position] : nil }

    mutating func skipBlanks() {
        while let byte = current, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
    }

    /// Steps over a byte when it comes next.
    mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard current == UInt8(ascii: scalar) else { return false }
        position += 1
        return true
    }

    mutating func readValue(depth: Int) throws(JSONError) -> JSON {
        if depth > Self.deepest { throw wrong("nested too deeply") }
        skipBlanks()
        switch current {
        case UInt8(ascii: "{"): return try readObject(depth: depth)
        case UInt8(ascii: "["): return try readArray(depth: depth)
        case UInt8(ascii: "\""): return .string(try readString())
        case UInt8(ascii: "t"): return try readWord("true", .bool(true))
        case UInt8(ascii: "f"): return try readWord("false", .bool(false))
        case UInt8(ascii: "n"): return try readWord("null", .null)
        default: return try readNumber()
        }
    }

    mutating func readWord(_ word: String, _ value: JSON) throws(JSONError) -> JSON {
        guard bytes[position...].starts(with: word.utf8) else { throw wrong("an unknown word") }
        position += word.utf8.count
        return value
    }

    mutating func readArray(depth: Int) throws(JSONError) -> JSON {
        position += 1
        var elements: [JSON] = []
        skipBlanks()
        if take("]") { return .array([]) }
        repeat {
            elements.append(try readValue(depth: depth + 1))
            skipBlanks()
        } while take(",")
        guard take("]") else { throw wrong("an array without its end") }
        return .array(elements)
    }

    mutating func readObject(depth: Int) throws(JSONError) -> JSON {
        position += 1
        var members: [JSON.Member] = []
        skipBlanks()
        if take("}") { return .object([]) }
        repeat {
            skipBlanks()
            let name = try readString()
            skipBlanks()
            guard take(":") else { throw wrong("a member without a colon") }
            members.append(JSON.Member(name, try readValue(depth: depth + 1)))
            skipBlanks()
        } while take(",")
        guard take("}") else { throw wrong("an object without its end") }
        return .object(members)
    }

    mutating func readNumber() throws(JSONError) -> JSON {
        let start = position
        while let byte = current, isPartOfNumber(byte) { position += 1 }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        if let number = Int64(text) { return .int(number) }
        if let number = Double(text), number.isFinite { return .double(number) }
        throw wrong(text.isEmpty ? "a value is missing" : "\(text) is no number")
    }

    private func isPartOfNumber(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."),
            UInt8(ascii: "e"), UInt8(ascii: "E"):
            true
        default: false
        }
    }

    mutating func readString() throws(JSONError) -> String {
        guard take("\"") else { throw wrong("a string was expected") }
        var text: [UInt8] = []
        while let byte = current {
            position += 1
            switch byte {
            case UInt8(ascii: "\""): return String(decoding: text, as: UTF8.self)
            case UInt8(ascii: "\\"): text += try readEscape()
            default: text.append(byte)
            }
        }
        throw wrong("a string without its end")
    }

    mutating func readEscape() throws(JSONError) -> [UInt8] {
        guard let byte = current else { throw wrong("a string without its end") }
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
        case UInt8(ascii: "n"): return [0x0A]
        case UInt8(ascii: "t"): return [0x09]
        case UInt8(ascii: "r"): return [0x0D]
        case UInt8(ascii: "b"): return [0x08]
        case UInt8(ascii: "f"): return [0x0C]
        case UInt8(ascii: "u"): return Array(String(Character(try readScalar())).utf8)
        default: throw wrong("an unknown escape")
        }
    }

    /// The rest of \uXXXX, and the second half of a surrogate pair; a lone half becomes the replacement character.
    mutating func readScalar() throws(JSONError) -> Unicode.Scalar {
        let first = try readHex()
        if first & 0xFC00 == 0xD800, bytes[position...].starts(with: "\\u".utf8) {
            position += 2
            let second = try readHex()
            if second & 0xFC00 == 0xDC00 {
                return Unicode.Scalar(0x10000 + (first & 0x3FF) << 10 + second & 0x3FF) ?? "\u{FFFD}"
            }
            return "\u{FFFD}"
        }
        return Unicode.Scalar(first) ?? "\u{FFFD}"
    }

    mutating func readHex() throws(JSONError) -> UInt32 {
        guard position + 4 <= bytes.count,
            let number = UInt32(String(decoding: bytes[position..<(position + 4)], as: UTF8.self), radix: 16)
        else { throw wrong("an escape without four digits") }
        position += 4
        return number
    }
}
