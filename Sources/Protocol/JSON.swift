/// A JSON value (RFC 8259). Numbers are 64-bit integers where they can be, so that ids and sizes survive the trip.
public enum JSON: Hashable, Sendable {
    case null
    case bool(Bool)
    case int(Int64)
    case double(Double)
    case string(String)
    case array([JSON])
    /// Members in order of appearance, so that what is shown to people keeps its order.
    case object([Member])

    /// One member of an object.
    public struct Member: Hashable, Sendable {
        /// Its name; names may repeat, and the first counts.
        public let name: String
        /// Its value.
        public let value: JSON

        /// A name and its value.
        public init(_ name: String, _ value: JSON) {
            self.name = name
            self.value = value
        }
    }

    /// The first member of that name.
    public subscript(name: String) -> JSON? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.name == name }?.value
    }

    /// The text of a string.
    public var string: String? {
        if case .string(let text) = self { return text }
        return nil
    }

    /// A whole number.
    public var int: Int64? {
        if case .int(let number) = self { return number }
        return nil
    }

    /// The elements of an array.
    public var array: [JSON]? {
        if case .array(let elements) = self { return elements }
        return nil
    }
}
