/// The environment as a configuration sees it: the options `env` and `unenv` change it once they have taken effect.
struct Variables {
    private var values: [Bytes: Bytes]

    init(_ environment: [EnvironmentVariable]) {
        values = Dictionary(environment.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
    }

    /// The value of a variable; nil when there is none, as for every empty name.
    subscript(name: Bytes) -> Bytes? { name.isEmpty ? nil : values[name] }

    /// `NAME=VALUE`, or `NAME` to remove it, as putenv(3) takes them.
    mutating func put(_ assignment: Bytes) {
        guard let equals = assignment.firstIndex(of: UInt8(ascii: "=")) else { return remove(assignment) }
        values[Bytes(assignment[..<equals])] = Bytes(assignment[(equals + 1)...])
    }

    mutating func remove(_ name: Bytes) {
        values[name] = nil
    }
}
