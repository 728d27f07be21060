/// Text that is written once per message, into storage that stays. Growing is rare, writing costs a store per byte.
struct ByteArena: Sendable {
    /// The storage; only the first `used` bytes mean something.
    private(set) var bytes: [UInt8] = []

    /// Bytes written since `removeAll`.
    private(set) var used = 0

    mutating func removeAll() {
        used = 0
    }

    @inline(__always)
    mutating func append(_ text: String) {
        appendEach(text.utf8Span.span) { $0 }
    }

    @inline(__always)
    mutating func append(_ source: Span<UInt8>) {
        appendEach(source) { $0 }
    }

    /// A header's name as that of a CGI variable: in capitals, hyphens as underscores.
    @inline(__always)
    mutating func append(cgiName source: Span<UInt8>) {
        appendEach(source) { byte in
            byte == UInt8(ascii: "-") ? UInt8(ascii: "_") : byte.isLowercase ? byte & 0xDF : byte
        }
    }

    /// Percent-decodes (RFC 3986 section 2.1); false when an escape is none, or stands for NUL, which no path contains.
    mutating func append(decoding source: Span<UInt8>) -> Bool {
        reserve(source.count)
        var at = used
        var out = bytes.mutableSpan
        var index = 0
        while index < source.count {
            var byte = source[index]
            if byte == UInt8(ascii: "%") {
                guard let decoded = Self.escaped(source, index) else { return false }
                byte = decoded
                index &+= 2
            }
            out[at] = byte
            at &+= 1
            index &+= 1
        }
        used = at
        return true
    }

    /// Both spans have the same length and no more checks inside the loop, so that it becomes one over vectors.
    @inline(__always)
    private mutating func appendEach(_ source: Span<UInt8>, _ change: (UInt8) -> UInt8) {
        let count = source.count
        reserve(count)
        let start = used
        var all = bytes.mutableSpan
        var out = all._mutatingExtracting(start..<start + count)
        for index in 0..<count { out[index] = change(source[index]) }
        used = start + count
    }

    @inline(__always)
    private mutating func reserve(_ more: Int) {
        if bytes.count &- used < more { grow(more) }
    }

    private mutating func grow(_ more: Int) {
        bytes += repeatElement(0, count: max(1024, bytes.count, more))
    }

    private static func escaped(_ source: Span<UInt8>, _ percent: Int) -> UInt8? {
        guard source.count - percent >= 3, let high = source[percent + 1].hexValue,
            let low = source[percent + 2].hexValue, high | low != 0
        else { return nil }
        return high << 4 | low
    }
}
