import Kernel
import Options

/// What `log-encoder` makes of a line, byte for byte as uWSGI (core/logging.c): a line comes with its end, which stays
/// where it was, so that `nl` belongs behind most others.
struct LogEncoder: Equatable {
    /// The logger for whose lines it is; nil: all.
    let id: String?
    private let kind: LogEncoderSetting.Kind
    private let text: [UInt8]
    private let pieces: [Piece]

    /// A part of what `format` and `json` write.
    private enum Piece: Equatable {
        case text([UInt8])
        /// `${msg}`: the line without its end.
        case line
        /// `${msgnl}`.
        case lineAndEnd
        /// `${unix}`, `${millis}`, `${micros}`: the time since 1970, in these units a second.
        case clock(perSecond: UInt64)
        /// `${strftime:FORM}`.
        case date(form: String)
    }

    init(_ setting: LogEncoderSetting) {
        id = setting.id
        kind = setting.kind
        text = Array(setting.text.utf8)
        pieces = Self.pieces(setting.text)
    }

    /// The line changed.
    func encode(_ line: [UInt8]) -> [UInt8] {
        switch kind {
        case .prefix: text + line
        case .suffix: line + text
        case .nl: line + [0x0A]
        case .format: pieces.flatMap { bytes(of: $0, line) { $0 } }
        case .json: pieces.flatMap { bytes(of: $0, line, JSONText.escaped) }
        }
    }

    private func bytes(of piece: Piece, _ line: [UInt8], _ escaped: ([UInt8]) -> [UInt8]) -> [UInt8] {
        switch piece {
        case .text(let bytes): bytes
        case .line: escaped(line.last == 0x0A ? line.dropLast() : line)
        case .lineAndEnd: escaped(line)
        case .clock(let perSecond): Array(String(unixMicroseconds() / (1_000_000 / perSecond)).utf8)
        case .date(let form): escaped(localDate(Int64(unixTime()), form: form))
        }
    }

    /// `${NAME}` in text; a name that there is not stands for nothing.
    private static func pieces(_ text: String) -> [Piece] {
        var pieces: [Piece] = []
        var rest = text[...]
        while let open = rest.firstRange(of: "${"), let close = rest[open.upperBound...].firstIndex(of: "}") {
            pieces.append(.text(Array(rest[..<open.lowerBound].utf8)))
            if let piece = piece(named: rest[open.upperBound..<close]) { pieces.append(piece) }
            rest = rest[rest.index(after: close)...]
        }
        return pieces + [.text(Array(rest.utf8))]
    }

    private static func piece(named name: Substring) -> Piece? {
        switch name {
        case "msg": .line
        case "msgnl": .lineAndEnd
        case "unix": .clock(perSecond: 1)
        case "millis": .clock(perSecond: 1000)
        case "micros": .clock(perSecond: 1_000_000)
        default: name.hasPrefix("strftime:") ? .date(form: String(name.dropFirst(9))) : nil
        }
    }
}

/// Bytes as the inside of a JSON string (RFC 8259 section 7). Bytes beyond ASCII stay what they are.
enum JSONText {
    static func escaped(_ bytes: [UInt8]) -> [UInt8] {
        var text: [UInt8] = []
        for byte in bytes {
            switch byte {
            case 0x22, 0x5C: text += [0x5C, byte]
            case 0x0A: text += "\\n".utf8
            case 0x0D: text += "\\r".utf8
            case 0x09: text += "\\t".utf8
            case 0x08: text += "\\b".utf8
            case 0x0C: text += "\\f".utf8
            case 0..<0x20, 0x7F: text += "\\u00\(byte < 16 ? "0" : "")\(String(byte, radix: 16))".utf8
            default: text.append(byte)
            }
        }
        return text
    }
}
