/// Lists of entity tags as clients send them back (RFC 9110 sections 8.8.3 and 13.1.2).
public enum EntityTags {
    /// Whether a list, or `*`, has the tag, which is in quotes; weak ones count as strong ones.
    public static func list(_ list: Span<UInt8>, has tag: Span<UInt8>) -> Bool {
        if list.holds("*", at: list.trimmed(0..<list.count)) { return true }
        var at = 0
        while let open = list.first(quote, in: at..<list.count),
            let close = list.first(quote, in: open + 1..<list.count)
        {
            if list.extracting(open..<close + 1).isEqual(to: tag) { return true }
            at = close + 1
        }
        return false
    }

    private static let quote = UInt8(ascii: "\"")
}

extension Span<UInt8> {
    fileprivate func isEqual(to other: Span<UInt8>) -> Bool {
        count == other.count && indices.allSatisfy { self[$0] == other[$0] }
    }
}
