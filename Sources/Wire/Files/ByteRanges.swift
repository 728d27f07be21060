/// The parts of a file that a Range header asks for (RFC 9110 section 14).
public enum ByteRanges: Equatable, Sendable {
    /// The whole file: what was asked for is no range of bytes, or would cost more than the file itself.
    case whole
    /// None of what was asked for is in the file.
    case unsatisfiable
    /// These parts, in the order in which they were asked for.
    case parts([Range<Int>])

    /// More parts than this are answered with the whole file: so many have no use but to make work.
    public static let mostParts = 64

    /// Reads the header's value for a file of `size` bytes.
    public init(_ header: Span<UInt8>, size: Int) {
        guard header.count > 6, header.holds(anyCase: "bytes=", at: 0..<6) else {
            self = .whole
            return
        }
        var list = HTTPList(6..<header.count)
        var parts: [Range<Int>] = []
        var asked = 0
        while let element = list.next(header) {
            asked += 1
            guard asked <= Self.mostParts, let part = Self.part(header, element, size) else {
                self = .whole
                return
            }
            if !part.isEmpty { parts.append(part) }
        }
        self = Self.worthwhile(parts, asked, size)
    }

    private static func worthwhile(_ parts: [Range<Int>], _ asked: Int, _ size: Int) -> ByteRanges {
        if asked == 0 { return .whole }
        if parts.isEmpty { return .unsatisfiable }
        // Each fits the file, and 64 of them an Int.
        let total = parts.reduce(0) { $0 &+ $1.count }
        return parts.count > 1 && total > size ? .whole : .parts(parts)
    }

    /// `FIRST-LAST`, `FIRST-` or `-LENGTH`, as far as it is in the file; empty where nothing is, nil where it is no range.
    private static func part(_ text: Span<UInt8>, _ element: Range<Int>, _ size: Int) -> Range<Int>? {
        guard let dash = text.first(UInt8(ascii: "-"), in: element) else { return nil }
        let (before, behind) = (element.lowerBound..<dash, dash + 1..<element.upperBound)
        if before.isEmpty {
            guard let length = text.number(behind) else { return nil }
            return size - min(length, size)..<size
        }
        guard let first = text.number(before) else { return nil }
        guard let last = behind.isEmpty ? .max : text.number(behind), last >= first else { return nil }
        return first < size ? first..<min(last, size - 1) + 1 : 0..<0
    }
}

extension Span<UInt8> {
    /// The number that decimal digits spell, as large as it gets where it is too large.
    fileprivate func number(_ range: Range<Int>) -> Int? {
        if let number = decimal(range) { return number }
        let isNumber = !range.isEmpty && range.allSatisfy { self[$0].isDigit }
        return isNumber ? .max : nil
    }
}
