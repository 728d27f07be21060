import Foundation

/// Seeded damage to well-formed input: what a parser must survive, with the same verdict however the bytes arrive.
struct Mutation {
    private var generator: SeededGenerator

    /// Bytes that mean something to one of the grammars.
    private static let telling = Array("\r\n\t :;,/?#%=_-\"\\09azAZ\u{0}\u{7F}".utf8) + [0x80, 0xFF]

    init(seed: UInt64) {
        generator = SeededGenerator(seed: seed &+ Self.firstSeed)
    }

    /// FUZZ_SEED makes other inputs.
    private static let firstSeed = ProcessInfo.processInfo.environment["FUZZ_SEED"].flatMap(UInt64.init) ?? 0

    /// How many inputs a fuzz test of the given weight takes; FUZZ_INPUTS sets the total of all of them.
    static func inputs(percent: Int) -> Int {
        let total = ProcessInfo.processInfo.environment["FUZZ_INPUTS"].flatMap(Int.init) ?? 50_000
        return total / 100 * percent
    }

    /// One of the seeds, damaged one to four times.
    mutating func next(_ seeds: [[UInt8]]) -> [UInt8] {
        var bytes = seeds[below(seeds.count)]
        for _ in 0...below(4) { damage(&bytes, seeds) }
        return bytes
    }

    /// The bytes cut at random places.
    mutating func split(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        Splits.random(bytes, using: &generator)
    }

    private mutating func damage(_ bytes: inout [UInt8], _ seeds: [[UInt8]]) {
        guard !bytes.isEmpty else { return bytes.append(0) }
        let at = below(bytes.count)
        switch below(8) {
        case 0: bytes[at] = UInt8(truncatingIfNeeded: below(256))
        case 1: bytes[at] = Self.telling[below(Self.telling.count)]
        case 2: bytes.insert(Self.telling[below(Self.telling.count)], at: at)
        case 3: bytes.remove(at: at)
        case 4: bytes.removeSubrange(at..<min(bytes.count, at + 1 + below(8)))
        case 5: bytes.removeSubrange(at...)
        case 6: bytes.insert(contentsOf: bytes[at..<min(bytes.count, at + 1 + below(16))], at: below(bytes.count))
        default: splice(&bytes, at, seeds[below(seeds.count)])
        }
    }

    /// The start of one input and the end of another.
    private mutating func splice(_ bytes: inout [UInt8], _ at: Int, _ other: [UInt8]) {
        guard !other.isEmpty else { return }
        bytes.replaceSubrange(at..., with: other[below(other.count)...])
    }

    private mutating func below(_ bound: Int) -> Int {
        Int.random(in: 0..<bound, using: &generator)
    }
}
