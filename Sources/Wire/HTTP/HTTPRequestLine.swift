/// `METHOD SP target SP HTTP/1.x`, taken apart (RFC 9112 section 3): exactly two spaces, nothing before or behind.
struct HTTPRequestLine {
    let method: Range<Int>
    let target: Range<Int>
    let version: Range<Int>

    /// The digit behind `HTTP/1.`
    let minorVersion: UInt8

    init(_ bytes: Span<UInt8>, _ line: Range<Int>) throws(Refusal) {
        guard let first = bytes.first(.space, in: line),
            let second = bytes.first(.space, in: first + 1..<line.upperBound)
        else { throw Refusal(400, "the request line is not METHOD TARGET HTTP/1.1", at: line.lowerBound, of: bytes) }
        method = line.lowerBound..<first
        target = first + 1..<second
        version = second + 1..<line.upperBound
        try Self.check(method: method, bytes)
        try Self.check(target: target, bytes, line)
        minorVersion = try Self.minorVersion(version, bytes, line)
    }

    /// A token (RFC 9110 section 9.1). All registered methods are capitals, three of them and more; what differs is a
    /// mistake or an attempt at confusing a proxy, and not implemented.
    private static func check(method: Range<Int>, _ bytes: Span<UInt8>) throws(Refusal) {
        var conventional = method.count >= 3 && method.count <= 20
        for index in method {
            let byte = bytes[index]
            guard byte.isToken else { throw Refusal(400, "the method is no token", at: method.lowerBound, of: bytes) }
            if byte.isLowercase || byte == UInt8(ascii: "#") { conventional = false }
        }
        if method.isEmpty { throw Refusal(400, "the method is empty", at: method.lowerBound, of: bytes) }
        if bytes.holds("PROXY", at: method) {
            throw Refusal(
                400, "PROXY protocol without enable-proxy-protocol, or from whom forwarded-allow-ips does not name",
                at: method.lowerBound, of: bytes)
        }
        if !conventional { throw Refusal(501, "the method is none", at: method.lowerBound, of: bytes) }
    }

    /// Printable ASCII, everything else has to be percent-encoded (RFC 3986 section 2).
    private static func check(target: Range<Int>, _ bytes: Span<UInt8>, _ line: Range<Int>) throws(Refusal) {
        if target.isEmpty { throw Refusal(400, "the request target is empty", at: line.lowerBound, of: bytes) }
        for index in target where bytes[index] < 0x21 || bytes[index] > 0x7E {
            throw Refusal(
                400, "the request target contains \(Refusal.readable(bytes[index]))", at: line.lowerBound, of: bytes)
        }
    }

    private static func minorVersion(
        _ version: Range<Int>, _ bytes: Span<UInt8>, _ line: Range<Int>
    ) throws(Refusal) -> UInt8 {
        let at = version.lowerBound
        guard version.count == 8, bytes.holds("HTTP/", at: at..<at + 5), bytes[at + 5].isDigit,
            bytes[at + 6] == UInt8(ascii: "."), bytes[at + 7].isDigit
        else { throw Refusal(400, "the request line does not end with HTTP/1.1", at: line.lowerBound, of: bytes) }
        guard bytes[at + 5] == UInt8(ascii: "1") else {
            throw Refusal(505, "the HTTP version is not 1.0 or 1.1", at: line.lowerBound, of: bytes)
        }
        return bytes[at + 7] - UInt8(ascii: "0")
    }
}
