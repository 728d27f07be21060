/// Where a variable's (or header's) name and value stand in a buffer: byte offsets, no copies.
public struct Field: Equatable, Sendable {
    /// The bytes of the name.
    public var name: Range<Int>

    /// The bytes of the value; may be empty.
    public var value: Range<Int>

    /// A field from two byte ranges of one buffer.
    public init(name: Range<Int>, value: Range<Int>) {
        self.name = name
        self.value = value
    }
}
