/// Frames a chunked body (RFC 9112 section 7.1).
public enum ChunkedEncoder {
    /// What follows each chunk's payload.
    public static let end: [UInt8] = Array("\r\n".utf8)

    /// What ends the body.
    public static let last: [UInt8] = Array("0\r\n\r\n".utf8)

    /// Appends the line before a chunk of `size` bytes, at least one: a chunk of none would end the body.
    public static func appendSize(_ size: Int, to out: inout [UInt8]) {
        precondition(size > 0, "a chunk needs a payload")
        out += String(size, radix: 16).utf8
        out += end
    }
}
