/// Writes the text of CGI variables at `start`; each returns where the text ends.
enum CGIText {
    @inline(__always)
    static func copy(_ text: StaticText, to out: inout MutableSpan<UInt8>, _ start: Int) -> Int {
        var at = start
        for byte in text {
            out[at] = byte
            at &+= 1
        }
        return at
    }

    @inline(__always)
    static func copy(_ source: Span<UInt8>, _ range: Range<Int>, to out: inout MutableSpan<UInt8>, _ start: Int) -> Int
    {
        var at = start
        for index in range {
            out[at] = source[index]
            at &+= 1
        }
        return at
    }

    /// A header's name in capitals, hyphens as underscores.
    @inline(__always)
    static func copyName(
        _ source: Span<UInt8>, _ range: Range<Int>, to out: inout MutableSpan<UInt8>, _ start: Int
    ) -> Int {
        var at = start
        for index in range {
            let byte = source[index]
            out[at] = byte == UInt8(ascii: "-") ? UInt8(ascii: "_") : byte.isLowercase ? byte & 0xDF : byte
            at &+= 1
        }
        return at
    }

    /// Percent-decodes (RFC 3986 section 2.1); nil when an escape is none, or stands for NUL, which no path contains.
    static func decode(
        _ source: Span<UInt8>, _ range: Range<Int>, to out: inout MutableSpan<UInt8>, _ start: Int
    ) -> Int? {
        var at = start
        var index = range.lowerBound
        while index < range.upperBound {
            var byte = source[index]
            if byte == UInt8(ascii: "%") {
                guard let decoded = escaped(source, index..<range.upperBound) else { return nil }
                byte = decoded
                index &+= 2
            }
            out[at] = byte
            at &+= 1
            index &+= 1
        }
        return at
    }

    private static func escaped(_ source: Span<UInt8>, _ rest: Range<Int>) -> UInt8? {
        guard rest.count >= 3, let high = source[rest.lowerBound + 1].hexValue,
            let low = source[rest.lowerBound + 2].hexValue, high | low != 0
        else { return nil }
        return high << 4 | low
    }
}
