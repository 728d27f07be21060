/// Headers that every answer gets or loses, whatever the application says (`add-header`, `del-header`). Made once.
public struct HeaderRules: Sendable {
    /// A header as it is added.
    public struct Header: Hashable, Sendable {
        /// Its name.
        public let name: [UInt8]
        /// Its value.
        public let value: [UInt8]

        /// A header.
        public init(name: String, value: String) {
            self.name = Array(name.utf8)
            self.value = Array(value.utf8)
        }

        /// A header of bytes.
        public init(name: [UInt8], value: [UInt8]) {
            self.name = name
            self.value = value
        }
    }

    /// What is added, in order.
    public let additions: [Header]
    private let removals: [[UInt8]]

    /// Date and Server are among them, so that the server's own are not wanted.
    let namesDate: Bool
    let namesServer: Bool
    /// What is added, as lines; nothing about the connection.
    let lines: [UInt8]

    /// Rules. A header that could not be sent, or would say where the body ends, is left out.
    public init(adding additions: [Header] = [], removing names: [String] = []) {
        self.additions = additions.filter { $0.canBeAdded }
        removals = names.map { $0.utf8.map(\.lowercased) }
        let known =
            self.additions.map { ResponseKnownField($0.name.span) } + removals.map { ResponseKnownField($0.span) }
        namesDate = known.contains(.date)
        namesServer = known.contains(.server)
        lines = self.additions.filter { !$0.isAboutConnection }.flatMap(\.line)
    }

    /// These rules, and further headers to add.
    public func adding(_ more: [Header]) -> HeaderRules {
        HeaderRules(adding: additions + more, removing: removals.map { String(decoding: $0, as: UTF8.self) })
    }

    /// Whether the application's header of this name is left out, in any case.
    @inline(__always)
    func remove(_ name: Span<UInt8>) -> Bool {
        if removals.isEmpty { return false }
        return removals.contains { removal in
            removal.count == name.count && removal.indices.allSatisfy { removal[$0] == name[$0].lowercased }
        }
    }
}

extension HeaderRules.Header {
    /// Name and value are of the grammar (RFC 9110 section 5), and it does not tell where the body ends.
    fileprivate var canBeAdded: Bool {
        guard (try? ResponseHead.check(name: name.span)) != nil,
            (try? ResponseHead.check(value: value.span, name.span)) != nil
        else { return false }
        return ResponseKnownField(name.span) != .contentLength
    }

    fileprivate var isAboutConnection: Bool {
        let field = ResponseKnownField(name.span)
        return field == .connection || field == .hopByHop
    }

    fileprivate var line: [UInt8] { name + Array(": ".utf8) + value + Array("\r\n".utf8) }
}
