/// What keeps the C library's regular expressions from running away: it compiles a repetition by writing it out, and
/// follows back-references through every way to match.
enum HostPattern {
    /// Whether a pattern is short, its counted repetitions multiply to little, and nothing refers back.
    static func isBounded(_ pattern: String) -> Bool {
        let bytes = Bytes(pattern)
        guard bytes.count <= 1000 else { return false }
        let refersBack = zip(bytes, bytes.dropFirst()).contains { $0 == UInt8(ascii: "\\") && $1.isDigit }
        return !refersBack && repetitions(bytes) <= 1000
    }

    private static func repetitions(_ bytes: Bytes) -> Int64 {
        var product: Int64 = 1
        for part in bytes.split(separator: UInt8(ascii: "{"), omittingEmptySubsequences: false).dropFirst() {
            let counts = part.prefix { $0 != UInt8(ascii: "}") }.split(separator: UInt8(ascii: ","))
            let largest = counts.map { Bytes($0).leadingNumber }.max() ?? 1
            product = min(product, 1 << 20) * min(max(1, largest), 1 << 20)
        }
        return product
    }
}
