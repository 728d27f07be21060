/// The line that a proxy puts before the first request of a connection to say who its client is: PROXY protocol, version 1.
/// https://www.haproxy.org/download/1.8/doc/proxy-protocol.txt, section 2.1. Believe it only from a trusted peer.
public struct ProxyHeader: Equatable, Sendable {
    /// Who the proxy's client is.
    public enum Client: Equatable, Sendable {
        /// The proxy does not say: a health check, or no TCP. The peer of the connection counts.
        case unknown
        /// An address as text, in the range of the buffer, and a port.
        case tcp(address: Range<Int>, port: UInt16)
    }

    /// Bytes of the buffer that belong to the line; the request starts behind them. 0 when there is no such line.
    public let size: Int

    /// Who the proxy's client is.
    public let client: Client

    /// The longest line, its CRLF included.
    private static let limit = 107

    /// Looks at the first bytes of a connection. When they start something else, that is complete with size 0.
    public static func parse(_ bytes: Span<UInt8>) -> Parsed<ProxyHeader> {
        let signature = "PROXY "
        let there = min(bytes.count, signature.utf8.count)
        guard bytes.holds(String(signature.prefix(there)), at: 0..<there) else {
            return .complete(ProxyHeader(size: 0, client: .unknown))
        }
        guard let end = bytes.first(.lineFeed, in: 0..<min(bytes.count, limit)) else {
            if bytes.count < limit { return .needMore(atLeast: bytes.count + 1) }
            return .refused(Refusal(400, "a PROXY line is over \(limit) bytes", at: 0, of: bytes))
        }
        guard let client = readClient(bytes, end) else {
            return .refused(Refusal(400, "a malformed PROXY line", at: 0, of: bytes))
        }
        return .complete(ProxyHeader(size: end + 1, client: client))
    }

    /// The client on the line that ends with the line feed at `end`; nil when the line is malformed.
    private static func readClient(_ bytes: Span<UInt8>, _ end: Int) -> Client? {
        guard bytes[end - 1] == .carriageReturn else { return nil }
        let words = split(bytes, 6..<end - 1)
        guard let family = words.first else { return nil }
        if bytes.holds("UNKNOWN", at: family) { return .unknown }
        guard words.count == 5, let port = portNumber(bytes, words[3]), portNumber(bytes, words[4]) != nil else {
            return nil
        }
        let isIPv4 = bytes.holds("TCP4", at: family)
        guard isIPv4 || bytes.holds("TCP6", at: family) else { return nil }
        for address in words[1...2] {
            guard isIPv4 ? AddressText.isIPv4(bytes, address) : AddressText.isIPv6(bytes, address) else { return nil }
        }
        return .tcp(address: words[1], port: port)
    }

    /// What stands between single spaces.
    private static func split(_ bytes: Span<UInt8>, _ line: Range<Int>) -> [Range<Int>] {
        var words: [Range<Int>] = []
        var start = line.lowerBound
        while let space = bytes.first(.space, in: start..<line.upperBound) {
            words.append(start..<space)
            start = space + 1
        }
        return words + [start..<line.upperBound]
    }

    /// A port without leading zeros.
    private static func portNumber(_ bytes: Span<UInt8>, _ word: Range<Int>) -> UInt16? {
        guard word.count == 1 || bytes[word.lowerBound] != UInt8(ascii: "0") else { return nil }
        return bytes.decimal(word).flatMap { UInt16(exactly: $0) }
    }
}
