/// One option after the language layer: its key, and its value with everything expanded.
///
/// Bytes are kept as the file has them, since values need not be UTF-8.
public struct Entry: Hashable, Sendable {
    /// The key's bytes.
    public let keyBytes: [UInt8]
    /// The value's bytes; nil for a command line option without a value (`--master`).
    public var valueBytes: [UInt8]?
    /// Where it was given.
    public let origin: Origin
    /// Whether the table, or a `declare-option`, has this key.
    public var known: Bool

    /// An option.
    public init(key: [UInt8], value: [UInt8]?, origin: Origin, known: Bool) {
        keyBytes = key
        valueBytes = value
        self.origin = origin
        self.known = known
    }

    /// The key as text, bytes that are not UTF-8 replaced.
    public var key: String { String(decoding: keyBytes, as: UTF8.self) }

    /// The value as text, bytes that are not UTF-8 replaced; `true` for an option without a value.
    public var value: String { valueBytes.map { String(decoding: $0, as: UTF8.self) } ?? "true" }

    /// The line that `--print-config` prints, byte for byte: `key = value`.
    public var line: [UInt8] { keyBytes + Array(" = ".utf8) + (valueBytes ?? Array("true".utf8)) }
}
