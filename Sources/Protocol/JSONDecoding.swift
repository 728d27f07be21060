// JSON as Decodable values: the other direction of JSONEncoding.swift.

extension JSON {
    /// The value as a decodable type. Members that the type does not know are ignored.
    public func decode<Value: Decodable>(_ type: Value.Type = Value.self) throws -> Value {
        try take(type, from: self, at: [])
    }
}

private struct JSONValueDecoder: Decoder {
    let json: JSON
    let codingPath: [any CodingKey]
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        guard case .object(let members) = json else { throw mismatch([String: JSON].self, json, codingPath) }
        return KeyedDecodingContainer(Keyed(members: members, codingPath: codingPath))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        guard case .array(let elements) = json else { throw mismatch([JSON].self, json, codingPath) }
        return Unkeyed(elements: elements, codingPath: codingPath)
    }

    func singleValueContainer() throws -> any SingleValueDecodingContainer {
        Single(json: json, codingPath: codingPath)
    }
}

private func mismatch(_ type: Any.Type, _ json: JSON, _ path: [any CodingKey]) -> DecodingError {
    .typeMismatch(type, .init(codingPath: path, debugDescription: "\(json.text) is no \(type)"))
}

/// Decodes the leaves that JSON knows directly, all else through its own `init(from:)`.
private func take<Value: Decodable>(_ type: Value.Type, from json: JSON, at path: [any CodingKey]) throws -> Value {
    switch (type, json) {
    case (is Bool.Type, .bool(let value)): return try cast(value, json, path)
    case (is String.Type, .string(let value)): return try cast(value, json, path)
    case (is Double.Type, .double(let value)): return try cast(value, json, path)
    case (is Double.Type, .int(let value)): return try cast(Double(value), json, path)
    case (let integer as any (FixedWidthInteger & Decodable).Type, .int(let value)):
        guard let number = integer.init(exactly: value) else { throw mismatch(type, json, path) }
        return try cast(number, json, path)
    case (is any FixedWidthInteger.Type, _), (is Bool.Type, _), (is String.Type, _), (is Double.Type, _):
        throw mismatch(type, json, path)
    default: return try Value(from: JSONValueDecoder(json: json, codingPath: path))
    }
}

private func cast<Value>(_ value: Any, _ json: JSON, _ path: [any CodingKey]) throws -> Value {
    guard let result = value as? Value else { throw mismatch(Value.self, json, path) }
    return result
}

private struct Keyed<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let members: [JSON.Member]
    let codingPath: [any CodingKey]
    var allKeys: [Key] { members.compactMap { Key(stringValue: $0.name) } }

    private func value(_ key: Key) throws -> JSON {
        if let found = members.first(where: { $0.name == key.stringValue }) { return found.value }
        throw DecodingError.keyNotFound(
            key, .init(codingPath: codingPath, debugDescription: "\(key.stringValue) is missing"))
    }

    private func nested(_ key: Key) throws -> JSONValueDecoder {
        JSONValueDecoder(json: try value(key), codingPath: codingPath + [key])
    }

    func contains(_ key: Key) -> Bool { members.contains { $0.name == key.stringValue } }
    func decodeNil(forKey key: Key) throws -> Bool { try value(key) == .null }
    func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
        try take(type, from: value(key), at: codingPath + [key])
    }
    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type, forKey key: Key
    ) throws -> KeyedDecodingContainer<Nested> {
        try nested(key).container(keyedBy: type)
    }
    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        try nested(key).unkeyedContainer()
    }
    func superDecoder() throws -> any Decoder {
        JSONValueDecoder(json: .object(members), codingPath: codingPath)
    }
    func superDecoder(forKey key: Key) throws -> any Decoder { try nested(key) }
}

private struct Unkeyed: UnkeyedDecodingContainer {
    let elements: [JSON]
    let codingPath: [any CodingKey]
    var currentIndex = 0
    var count: Int? { elements.count }
    var isAtEnd: Bool { currentIndex >= elements.count }

    init(elements: [JSON], codingPath: [any CodingKey]) {
        self.elements = elements
        self.codingPath = codingPath
    }

    private mutating func next() throws -> JSON {
        guard !isAtEnd else {
            throw DecodingError.valueNotFound(
                JSON.self, .init(codingPath: codingPath, debugDescription: "the array ended early"))
        }
        defer { currentIndex += 1 }
        return elements[currentIndex]
    }

    mutating func decodeNil() throws -> Bool {
        guard !isAtEnd, elements[currentIndex] == .null else { return false }
        currentIndex += 1
        return true
    }
    mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        try take(type, from: next(), at: codingPath)
    }
    mutating func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type
    ) throws -> KeyedDecodingContainer<Nested> {
        try JSONValueDecoder(json: next(), codingPath: codingPath).container(keyedBy: type)
    }
    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
        try JSONValueDecoder(json: next(), codingPath: codingPath).unkeyedContainer()
    }
    mutating func superDecoder() throws -> any Decoder {
        JSONValueDecoder(json: try next(), codingPath: codingPath)
    }
}

private struct Single: SingleValueDecodingContainer {
    let json: JSON
    let codingPath: [any CodingKey]

    func decodeNil() -> Bool { json == .null }
    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value { try take(type, from: json, at: codingPath) }
}
