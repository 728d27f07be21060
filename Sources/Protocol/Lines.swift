/// Cuts a stream of bytes into lines. A line longer than the limit is an error of the peer's, not a reason to grow.
public struct LineSplitter: Sendable {
    private var rest: [UInt8] = []
    private let limit: Int

    /// A splitter for lines of at most `limit` bytes.
    public init(limit: Int) {
        self.limit = limit
    }

    /// The complete lines so far, without their line feeds; nil when a line grew past the limit.
    public mutating func feed(_ bytes: [UInt8]) -> [[UInt8]]? {
        rest += bytes
        var lines: [[UInt8]] = []
        var start = 0
        while let end = rest[start...].firstIndex(of: UInt8(ascii: "\n")) {
            lines.append(Array(rest[start..<end]))
            start = end + 1
        }
        rest.removeFirst(start)
        return rest.count > limit ? nil : lines
    }

    /// What came after the last line feed.
    public var remainder: [UInt8] { rest }
}

/// A message as the bytes of one JSON line or datagram. Messages hold nothing that JSON cannot, so this does not fail.
public func encodeMessage(_ message: some Encodable) -> [UInt8] {
    do {
        return try JSON(encoding: message).bytes
    } catch {
        preconditionFailure("a message that JSON cannot hold: \(error)")
    }
}

/// The message in a JSON line or datagram, or why there is none.
public func decodeMessage<Message: Decodable>(
    _ type: Message.Type = Message.self, _ bytes: [UInt8]
) throws -> Message {
    try JSON(bytes).decode(type)
}
