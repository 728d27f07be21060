/// Reads uwsgi packets: a header of 4 bytes (modifier1, size as 16 bits little endian, modifier2), then `size` bytes of
/// variables, each a name and a value with their lengths as 16 bits little endian before them.
/// https://uwsgi-docs.readthedocs.io/en/latest/Protocol.html
public struct UwsgiParser: Sendable {
    /// The largest packets that are accepted.
    public struct Limits: Sendable {
        /// Bytes of variables (`buffer-size`); the protocol itself ends at 65535.
        public var bufferSize: Int

        /// Number of variables. (uWSGI's option `max-vars` N allows 2N.)
        public var variables: Int

        /// Limits from the options `buffer-size` and, doubled, `max-vars`.
        public init(bufferSize: Int = 65536, variables: Int = 128) {
            self.bufferSize = bufferSize
            self.variables = variables
        }
    }

    /// The limits in force.
    public let limits: Limits

    /// The variables of the packet that `parse` last found complete, in order of arrival, duplicates included (the last
    /// of them counts). Ranges of the buffer that was parsed. The storage is kept from packet to packet.
    public private(set) var fields: [Field] = []

    private static let headerSize = 4

    /// A parser for any number of packets, one after the other.
    public init(limits: Limits = Limits()) {
        self.limits = limits
    }

    /// Looks at the bytes of one connection, from the packet's first byte on. Costs nothing until the packet is whole.
    public mutating func parse(_ bytes: Span<UInt8>) -> Parsed<UwsgiHead> {
        guard bytes.count >= Self.headerSize else { return .needMore(atLeast: Self.headerSize) }
        do throws(Refusal) {
            let kind = try UwsgiHead.Kind(header: bytes)
            let size = Int(bytes[1]) | Int(bytes[2]) << 8
            try check(size, kind, bytes)
            guard bytes.count >= Self.headerSize + size else { return .needMore(atLeast: Self.headerSize + size) }
            return .complete(try variables(bytes, kind, end: Self.headerSize + size))
        } catch {
            return .refused(error)
        }
    }

    private func check(_ size: Int, _ kind: UwsgiHead.Kind, _ bytes: Span<UInt8>) throws(Refusal) {
        if size > limits.bufferSize {
            throw Refusal(413, "uwsgi packet with \(size) bytes of variables, buffer-size is \(limits.bufferSize)")
        }
        if size == 0, kind != .ping { throw Refusal(400, "uwsgi packet without variables") }
    }

    private mutating func variables(
        _ bytes: Span<UInt8>, _ kind: UwsgiHead.Kind, end: Int
    ) throws(Refusal) -> UwsgiHead {
        fields.removeAll(keepingCapacity: true)
        var known = UwsgiVariables()
        var at = Self.headerSize
        while at < end {
            let name = try text(bytes, at: at, end: end)
            if name.isEmpty { throw Refusal(400, "uwsgi variable \(fields.count + 1) has no name") }
            let value = try text(bytes, at: name.upperBound, end: end)
            if fields.count == limits.variables { throw tooMany }
            fields.append(Field(name: name, value: value))
            known.note(name, value, bytes)
            at = value.upperBound
        }
        return try known.head(bytes, kind, end)
    }

    private var tooMany: Refusal {
        Refusal(413, "uwsgi packet with more than \(limits.variables) variables (max-vars \(limits.variables / 2))")
    }

    /// The text whose length stands at `at`. Both the length and the text end at or before `end`.
    @inline(__always)
    private func text(_ bytes: Span<UInt8>, at: Int, end: Int) throws(Refusal) -> Range<Int> {
        guard end &- at >= 2 else { throw truncated(at, end) }
        let start = at &+ 2
        let length = Int(bytes[at]) | Int(bytes[at &+ 1]) << 8
        guard end &- start >= length else { throw truncated(at, end) }
        return start..<start &+ length
    }

    private func truncated(_ at: Int, _ end: Int) -> Refusal {
        Refusal(400, "uwsgi variable \(fields.count + 1), at byte \(at), is longer than its packet of \(end) bytes")
    }
}

extension UwsgiHead.Kind {
    /// What the packet's first 4 bytes ask for. The usual mistakes of a proxy's configuration are named.
    fileprivate init(header bytes: Span<UInt8>) throws(Refusal) {
        if let kind = Self(rawValue: bytes[0]) {
            self = kind
            return
        }
        if bytes[0].isUppercase, bytes[1].isUppercase, bytes[2].isUppercase, bytes[3].isUppercase || bytes[3] == .space
        {
            throw Refusal(400, "HTTP spoken to a uwsgi socket", at: 0, of: bytes)
        }
        if bytes[0] == 0x16, bytes[1] == 0x03 { throw Refusal(400, "TLS spoken to a uwsgi socket") }
        throw Refusal(501, "uwsgi modifier \(bytes[0]) is not served, only 0 and 30 (WSGI) and 100 (ping)")
    }
}
