/// The grammar of chunk extensions (RFC 9112 section 7.1.1), a byte at a time:
/// `*( BWS ";" BWS name [ BWS "=" BWS ( token / quoted-string ) ] )`
enum ChunkExtension {
    /// Blanks that only a semicolon may follow.
    case gap
    case nameStart, name, nameGap
    case valueStart, value
    case quoted, escaped, quotedEnd

    /// Whether the line may end here.
    var mayEnd: Bool {
        switch self {
        case .name, .value, .quotedEnd: true
        case .gap, .nameStart, .nameGap, .valueStart, .quoted, .escaped: false
        }
    }

    /// What follows the byte; nil when it must not stand here.
    func after(_ byte: UInt8) -> ChunkExtension? {
        switch self {
        case .gap: afterPart(byte)
        case .nameStart: byte.isBlank ? self : byte.isToken ? .name : nil
        case .name: byte.isToken ? self : afterName(byte)
        case .nameGap: afterName(byte)
        case .valueStart: byte.isBlank ? self : byte == UInt8(ascii: "\"") ? .quoted : byte.isToken ? .value : nil
        case .value: byte.isToken ? self : afterPart(byte)
        case .quoted: byte == UInt8(ascii: "\"") ? .quotedEnd : byte == UInt8(ascii: "\\") ? .escaped : text(byte)
        case .escaped: text(byte)
        case .quotedEnd: afterPart(byte)
        }
    }

    private func afterPart(_ byte: UInt8) -> ChunkExtension? {
        byte.isBlank ? .gap : byte == UInt8(ascii: ";") ? .nameStart : nil
    }

    private func afterName(_ byte: UInt8) -> ChunkExtension? {
        switch byte {
        case .space, .tab: .nameGap
        case UInt8(ascii: ";"): .nameStart
        case UInt8(ascii: "="): .valueStart
        default: nil
        }
    }

    private func text(_ byte: UInt8) -> ChunkExtension? {
        byte.isControl ? nil : .quoted
    }
}
