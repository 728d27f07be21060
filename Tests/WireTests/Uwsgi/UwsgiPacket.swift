import Testing

@testable import Wire

/// Writes a uwsgi packet, right or wrong.
struct UwsgiPacket {
    var bytes: [UInt8]

    /// A packet with these variables, its size right unless given.
    init(_ variables: [(String, String)], modifier1: UInt8 = 0, modifier2: UInt8 = 0, size: Int? = nil) {
        let block = variables.flatMap { Self.text($0.0) + Self.text($0.1) }
        self.init(block: block, modifier1: modifier1, modifier2: modifier2, size: size)
    }

    /// A packet with this block of variables.
    init(block: [UInt8], modifier1: UInt8 = 0, modifier2: UInt8 = 0, size: Int? = nil) {
        let size = size ?? block.count
        bytes = [modifier1, UInt8(truncatingIfNeeded: size), UInt8(truncatingIfNeeded: size >> 8), modifier2] + block
    }

    /// A text behind its length, which is right unless given.
    static func text(_ text: String, length: Int? = nil) -> [UInt8] {
        let bytes = [UInt8](wire: text)
        let length = length ?? bytes.count
        return [UInt8(truncatingIfNeeded: length), UInt8(truncatingIfNeeded: length >> 8)] + bytes
    }
}

/// What a uwsgi socket makes of bytes, as one line.
struct UwsgiOutcome {
    private(set) var seen = "incomplete"
    private(set) var refusal: Refusal?
    private(set) var size = 0

    /// Feeds the pieces into a buffer that grows, until the packet is whole or refused.
    init(_ pieces: [ArraySlice<UInt8>], limits: UwsgiParser.Limits = UwsgiParser.Limits()) {
        var parser = UwsgiParser(limits: limits)
        var buffer: [UInt8] = []
        var wanted = 0
        for piece in pieces {
            buffer += piece
            let parsed = parser.parse(buffer.span)
            if case .needMore(let atLeast) = parsed {
                precondition(atLeast > buffer.count && atLeast >= wanted, "needMore goes back")
                wanted = atLeast
            } else {
                precondition(buffer.count >= wanted, "more was wanted than was needed")
                take(parsed, parser.fields, buffer)
                return
            }
        }
    }

    private mutating func take(_ parsed: Parsed<UwsgiHead>, _ fields: [Field], _ buffer: [UInt8]) {
        switch parsed {
        case .needMore: break
        case .refused(let refusal):
            self.refusal = refusal
            seen = "\(refusal.status)"
        case .complete(let head):
            size = head.size
            seen = Self.describe(head, fields, buffer)
        }
    }

    private static func describe(_ head: UwsgiHead, _ fields: [Field], _ buffer: [UInt8]) -> String {
        var parts = head.kind == .request ? [] : ["\(head.kind)"]
        if head.modifier2 != 0 { parts.append("modifier2=\(head.modifier2)") }
        parts += fields.map { "\(text(buffer[$0.name]))=\(text(buffer[$0.value]))" }
        if let length = head.contentLength { parts.append("(body \(length))") }
        if head.isHead { parts.append("(head)") }
        if let version = head.serverProtocol { parts.append("(\(text(buffer[version])))") }
        return parts.joined(separator: " ")
    }
}

/// Bytes on a uwsgi socket, and what they come to.
struct UwsgiCase: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let bytes: [UInt8]
    let expected: String
    let reason: String
    let limits: UwsgiParser.Limits

    /// A packet that is served, and what follows it left alone.
    init(_ name: String, _ packet: UwsgiPacket, _ seen: String, limits: UwsgiParser.Limits = UwsgiParser.Limits()) {
        (testDescription, bytes, expected, reason, self.limits) = (name, packet.bytes, seen, "", limits)
    }

    /// Bytes that are refused with a status, for a reason that contains `reason`.
    init(
        _ name: String, _ bytes: [UInt8], refused status: Int, _ reason: String,
        limits: UwsgiParser.Limits = UwsgiParser.Limits()
    ) {
        (testDescription, self.bytes, expected, self.reason, self.limits) = (name, bytes, "\(status)", reason, limits)
    }

    /// Feeds the bytes, alone and with a body behind them, in every way there is.
    func check(sourceLocation: SourceLocation = #_sourceLocation) {
        for pieces in Splits.all(of: bytes, seed: 1) + Splits.all(of: bytes + Array("body".utf8), seed: 2) {
            let outcome = UwsgiOutcome(pieces, limits: limits)
            if expected == "incomplete", pieces.map(\.count).reduce(0, +) > bytes.count { continue }
            #expect(outcome.seen == expected, "in \(pieces.count) pieces", sourceLocation: sourceLocation)
            #expect(
                outcome.refusal?.reason.contains(reason) ?? reason.isEmpty,
                "refused because \(outcome.refusal?.message ?? "-")", sourceLocation: sourceLocation)
            if outcome.size > 0 { #expect(outcome.size == bytes.count, sourceLocation: sourceLocation) }
        }
    }
}
