/// What an Accept-Encoding header takes (RFC 9110 section 12.5.3).
public enum ContentCodings {
    /// Whether the header takes a coding, by its own name in lower case or by `*`; `;q=0` says that it does not.
    public static func header(_ header: Span<UInt8>, takes coding: String) -> Bool {
        var list = HTTPList(0..<header.count)
        var byStar = false
        while let element = list.next(header) {
            let end = header.first(UInt8(ascii: ";"), in: element) ?? element.upperBound
            let name = header.trimmed(element.lowerBound..<end)
            let isTaken = !isZero(header, end..<element.upperBound)
            if header.holds(anyCase: coding, at: name) { return isTaken }
            if header.holds("*", at: name) { byStar = isTaken }
        }
        return byStar
    }

    /// Whether parameters have a weight of 0, be it written `0`, `0.` or `0.000`.
    private static func isZero(_ header: Span<UInt8>, _ parameters: Range<Int>) -> Bool {
        guard let equals = header.first(UInt8(ascii: "="), in: parameters) else { return false }
        let weight = header.trimmed(equals + 1..<parameters.upperBound)
        return !weight.isEmpty && weight.allSatisfy { [UInt8(ascii: "0"), UInt8(ascii: ".")].contains(header[$0]) }
    }
}
