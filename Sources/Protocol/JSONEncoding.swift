// Encodable values as JSON. The messages of Emperor's protocols are enums and structs; the compiler writes their
// encoding, and this turns it into text without Foundation, which no master or worker may carry.

extension JSON {
    /// Any encodable value as JSON. Fails only for what JSON cannot hold, such as an unsigned number beyond Int64.
    public init(encoding value: some Encodable) throws {
        let box = Box()
        try value.encode(to: JSONValueEncoder(box: box, codingPath: []))
        self = box.json
    }
}

/// A JSON value under construction.
private final class Box {
    enum Shape {
        case leaf(JSON)
        case array
        case object
    }

    var shape = Shape.object
    var elements: [Box] = []
    private var names: [String] = []

    var json: JSON {
        switch shape {
        case .leaf(let value): value
        case .array: .array(elements.map(\.json))
        case .object: .object(zip(names, elements).map { JSON.Member($0, $1.json) })
        }
    }

    func set(_ leaf: JSON) {
        shape = .leaf(leaf)
    }

    func member(_ name: String) -> Box {
        names.append(name)
        return element()
    }

    func element() -> Box {
        let box = Box()
        elements.append(box)
        return box
    }
}

private struct JSONValueEncoder: Encoder {
    let box: Box
    let codingPath: [any CodingKey]
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        box.shape = .object
        return KeyedEncodingContainer(Keyed(box: box, codingPath: codingPath))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        box.shape = .array
        return Unkeyed(box: box, codingPath: codingPath)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer {
        Single(box: box, codingPath: codingPath)
    }
}

/// Encodes a value into its box: the leaves that JSON knows directly, all else through its own `encode(to:)`.
private func put(_ value: some Encodable, into box: Box, at path: [any CodingKey]) throws {
    switch value {
    case let value as Bool: box.set(.bool(value))
    case let value as String: box.set(.string(value))
    case let value as Double: box.set(.double(value))
    case let value as any BinaryInteger:
        guard let number = Int64(exactly: value) else {
            throw EncodingError.invalidValue(value, .init(codingPath: path, debugDescription: "beyond 64 bits"))
        }
        box.set(.int(number))
    default: try value.encode(to: JSONValueEncoder(box: box, codingPath: path))
    }
}

private struct Keyed<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let box: Box
    let codingPath: [any CodingKey]

    mutating func encodeNil(forKey key: Key) { box.member(key.stringValue).set(.null) }
    mutating func encode(_ value: some Encodable, forKey key: Key) throws {
        try put(value, into: box.member(key.stringValue), at: codingPath + [key])
    }
    mutating func nestedContainer<Nested: CodingKey>(
        keyedBy keyType: Nested.Type, forKey key: Key
    ) -> KeyedEncodingContainer<Nested> {
        JSONValueEncoder(box: box.member(key.stringValue), codingPath: codingPath + [key]).container(keyedBy: keyType)
    }
    mutating func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
        JSONValueEncoder(box: box.member(key.stringValue), codingPath: codingPath + [key]).unkeyedContainer()
    }
    mutating func superEncoder() -> any Encoder {
        JSONValueEncoder(box: box.member("super"), codingPath: codingPath)
    }
    mutating func superEncoder(forKey key: Key) -> any Encoder {
        JSONValueEncoder(box: box.member(key.stringValue), codingPath: codingPath + [key])
    }
}

private struct Unkeyed: UnkeyedEncodingContainer {
    let box: Box
    let codingPath: [any CodingKey]
    var count: Int { box.elements.count }

    mutating func encodeNil() { box.element().set(.null) }
    mutating func encode(_ value: some Encodable) throws { try put(value, into: box.element(), at: codingPath) }
    mutating func nestedContainer<Nested: CodingKey>(keyedBy keyType: Nested.Type) -> KeyedEncodingContainer<Nested> {
        JSONValueEncoder(box: box.element(), codingPath: codingPath).container(keyedBy: keyType)
    }
    mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
        JSONValueEncoder(box: box.element(), codingPath: codingPath).unkeyedContainer()
    }
    mutating func superEncoder() -> any Encoder { JSONValueEncoder(box: box.element(), codingPath: codingPath) }
}

private struct Single: SingleValueEncodingContainer {
    let box: Box
    let codingPath: [any CodingKey]

    mutating func encodeNil() { box.set(.null) }
    mutating func encode(_ value: some Encodable) throws { try put(value, into: box, at: codingPath) }
}
