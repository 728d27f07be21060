/// Why a request is not served: what to answer, and what to write to the log.
public struct Refusal: Error, Equatable, Sendable {
    /// The HTTP status to answer with.
    public let status: Int

    /// What is wrong, as part of a sentence. The same however the bytes were split.
    public let reason: String

    /// What was read, readable: the start of the offending line or packet, as far as it was there.
    public let excerpt: String

    /// The log line: the reason and, when there is something to show, what was read.
    public var message: String { excerpt.isEmpty ? reason : "\(reason) (read: \(excerpt))" }

    /// A refusal that shows the bytes from `start` on, up to the end of the line and at most 80 of them.
    init(_ status: Int, _ reason: String, at start: Int, of bytes: Span<UInt8>) {
        self.status = status
        self.reason = reason
        self.excerpt = Refusal.excerpt(of: bytes, from: start)
    }

    /// A refusal with nothing to show.
    init(_ status: Int, _ reason: String) {
        self.status = status
        self.reason = reason
        self.excerpt = ""
    }

    private static func excerpt(of bytes: Span<UInt8>, from start: Int) -> String {
        var text = ""
        for index in start..<min(bytes.count, start + 80) {
            if bytes[index] == .carriageReturn || bytes[index] == .lineFeed { break }
            text += readable(bytes[index])
        }
        return text
    }

    /// A byte as printable ASCII; everything else, and the backslash, as `\xHH`.
    static func readable(_ byte: UInt8) -> String {
        if byte >= 0x20, byte < 0x7F, byte != UInt8(ascii: "\\") { return String(UnicodeScalar(byte)) }
        return byte < 16 ? "\\x0" + String(byte, radix: 16) : "\\x" + String(byte, radix: 16)
    }
}
