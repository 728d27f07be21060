/// Addresses that belong together: those whose first bits are the same (RFC 4632).
public struct IPNetwork: Hashable, Sendable {
    /// The address in network order: 4 bytes of IPv4, or 16 of IPv6.
    public let bytes: [UInt8]
    /// How many bits count.
    public let bits: Int

    /// `ADDRESS`, or `ADDRESS/BITS`; nil when it is neither.
    public init?(_ text: Substring) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let address = parts.first, let bytes = Self.ipv4(address) ?? Self.ipv6(address) else { return nil }
        let most = bytes.count * 8
        guard let bits = parts.count == 2 ? Self.number(parts[1], radix: 10) : most, bits <= most else { return nil }
        (self.bytes, self.bits) = (bytes, bits)
    }

    private init(_ bytes: [UInt8], bits: Int) {
        (self.bytes, self.bits) = (bytes, bits)
    }

    /// This machine.
    public static let loopback = [
        IPNetwork([127, 0, 0, 0], bits: 8), IPNetwork([UInt8](repeating: 0, count: 15) + [1], bits: 128),
    ]

    /// All addresses.
    public static let everybody = [
        IPNetwork([0, 0, 0, 0], bits: 0), IPNetwork([UInt8](repeating: 0, count: 16), bits: 0),
    ]

    /// Four numbers without leading zeros, which some programs take for octal.
    private static func ipv4(_ text: Substring) -> [UInt8]? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        let bytes = parts.compactMap { part in
            part.count > 1 && part.first == "0" ? nil : number(part, radix: 10).flatMap { UInt8(exactly: $0) }
        }
        return parts.count == 4 && bytes.count == 4 ? bytes : nil
    }

    /// Eight groups of hexadecimal digits, of which `::` stands for some (RFC 4291 section 2.2).
    private static func ipv6(_ text: Substring) -> [UInt8]? {
        guard let gap = text.utf8Range(of: "::") else {
            return groups(text).flatMap { $0.count == 16 ? $0 : nil }
        }
        guard let before = groups(text[..<gap.lowerBound]), let after = groups(text[gap.upperBound...]),
            before.count + after.count < 16
        else { return nil }
        return before + [UInt8](repeating: 0, count: 16 - before.count - after.count) + after
    }

    private static func groups(_ text: Substring) -> [UInt8]? {
        if text.isEmpty { return [] }
        var bytes: [UInt8] = []
        for part in text.split(separator: ":", omittingEmptySubsequences: false) {
            guard part.count <= 4, let group = number(part, radix: 16) else { return nil }
            bytes += [UInt8(group >> 8), UInt8(group & 255)]
        }
        return bytes
    }

    /// Digits and nothing else.
    private static func number(_ text: Substring, radix: Int) -> Int? {
        text.first == "+" || text.first == "-" ? nil : Int(text, radix: radix)
    }
}

extension Substring {
    fileprivate func utf8Range(of text: String) -> Range<Index>? {
        indices.first { self[$0...].hasPrefix(text) }.map { $0..<index($0, offsetBy: text.count) }
    }
}

/// Whom to believe.
extension ValueReader {
    mutating func readNetworks(_ text: String) -> TypedValue? {
        var networks: [IPNetwork] = []
        for part in text.split(whereSeparator: { $0 == "," || $0 == " " || $0 == "\t" }) {
            if part == "*" {
                networks += IPNetwork.everybody
            } else if let network = IPNetwork(part) {
                networks.append(network)
            } else {
                error("contains \"\(part)\", which is no address: write 192.0.2.1, 192.0.2.0/24, 2001:db8::/32 or *")
                return nil
            }
        }
        return .networks(networks, text: text)
    }
}
