import Wire

/// A text with `$1` for a group of what fitted, and `${NAME}` for a variable of the request (uWSGI's core/routing.c,
/// uwsgi_routing_translate). Made once.
struct RouteText: Sendable {
    private enum Piece: Sendable {
        case text([UInt8])
        case group(Int)
        case variable([UInt8])
        case cookie([UInt8])
        case query([UInt8])
    }

    private let pieces: [Piece]
    /// What it begins with, up to the first thing that is filled in.
    let beginning: [UInt8]
    /// Nothing is filled in.
    var isPlain: Bool { pieces.allSatisfy { if case .text = $0 { true } else { false } } }

    init(_ text: String) {
        let pieces = Self.pieces(Array(text.utf8)[...])
        self.pieces = pieces
        if case .text(let bytes)? = pieces.first { beginning = bytes } else { beginning = [] }
    }

    /// What fitted, and its groups.
    struct Match {
        var subject: ArraySlice<UInt8> = []
        var groups: [Range<Int>?] = []
    }

    /// The text for a request.
    func filled(_ exchange: Exchange, _ match: Match) -> [UInt8] {
        pieces.flatMap { piece -> ArraySlice<UInt8> in
            switch piece {
            case .text(let bytes): bytes[...]
            case .group(let number): group(number, of: match)
            case .variable(let name): exchange.variable(name) ?? []
            case .cookie(let name):
                Self.part(name, of: exchange.variable(Array("HTTP_COOKIE".utf8)) ?? [], between: UInt8(ascii: ";"))
            case .query(let name):
                Self.part(name, of: exchange.variable(Array("QUERY_STRING".utf8)) ?? [], between: UInt8(ascii: "&"))
            }
        }
    }

    private func group(_ number: Int, of match: Match) -> ArraySlice<UInt8> {
        guard number < match.groups.count, let range = match.groups[number] else { return [] }
        let start = match.subject.startIndex
        return match.subject[start + range.lowerBound..<start + range.upperBound]
    }

    private static func part(_ name: [UInt8], of list: ArraySlice<UInt8>, between mark: UInt8) -> ArraySlice<UInt8> {
        for part in list.split(separator: mark) {
            let part = part.drop { $0 == UInt8(ascii: " ") }
            guard let equals = part.firstIndex(of: UInt8(ascii: "=")), part[..<equals].elementsEqual(name) else {
                continue
            }
            return part[(equals + 1)...]
        }
        return []
    }

    private static func pieces(_ text: ArraySlice<UInt8>) -> [Piece] {
        var pieces: [Piece] = []
        var plain: [UInt8] = []
        var rest = text
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "$"), let (piece, count) = special(rest) else {
                plain.append(byte)
                continue
            }
            if !plain.isEmpty { pieces.append(.text(plain)) }
            plain = []
            pieces.append(piece)
            rest = rest.dropFirst(count)
        }
        return plain.isEmpty ? pieces : pieces + [.text(plain)]
    }

    /// What stands behind a `$`, and how long that is.
    private static func special(_ text: ArraySlice<UInt8>) -> (Piece, Int)? {
        guard let first = text.first else { return nil }
        if (0x30...0x39).contains(first) { return (.group(Int(first - 0x30)), 1) }
        guard first == UInt8(ascii: "{"), let end = text.firstIndex(of: UInt8(ascii: "}")) else { return nil }
        let name = text[(text.startIndex + 1)..<end]
        return (variable(name), name.count + 2)
    }

    private static func variable(_ name: ArraySlice<UInt8>) -> Piece {
        guard name.last == UInt8(ascii: "]"), let bracket = name.firstIndex(of: UInt8(ascii: "[")) else {
            return .variable(Array(name))
        }
        let inner = Array(name[(bracket + 1)...].dropLast())
        return name[..<bracket].elementsEqual("cookie".utf8) ? .cookie(inner) : .query(inner)
    }
}

extension Exchange {
    /// A variable of the request, as the app would see it.
    func variable(_ name: [UInt8]) -> ArraySlice<UInt8>? {
        place(of: name).map { request.text[$0] } ?? ownVariable(name)?[...]
    }
}
