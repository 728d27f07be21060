/// The ways in which the same bytes can arrive. Whatever a parser makes of them must not depend on it.
enum Splits {
    /// The bytes whole, one by one, line by line, and cut at random places.
    static func all(of bytes: [UInt8], seed: UInt64) -> [[ArraySlice<UInt8>]] {
        var generator = SeededGenerator(seed: seed)
        return [[bytes[...]], single(bytes), lines(bytes)] + (0..<3).map { _ in random(bytes, using: &generator) }
    }

    static func single(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        bytes.indices.map { bytes[$0...$0] }
    }

    static func random(_ bytes: [UInt8], using generator: inout SeededGenerator) -> [ArraySlice<UInt8>] {
        let largest = Int.random(in: 1...max(1, bytes.count / 3), using: &generator)
        var pieces: [ArraySlice<UInt8>] = []
        var start = 0
        while start < bytes.count {
            let end = min(bytes.count, start + Int.random(in: 1...largest, using: &generator))
            pieces.append(bytes[start..<end])
            start = end
        }
        return pieces
    }

    private static func lines(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        var pieces: [ArraySlice<UInt8>] = []
        var start = 0
        for index in bytes.indices where bytes[index] == UInt8(ascii: "\n") || index == bytes.count - 1 {
            pieces.append(bytes[start...index])
            start = index + 1
        }
        return pieces
    }
}

/// SplitMix64: the same numbers for the same seed on every machine, so that what failed once fails again.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

extension Array<UInt8> {
    /// The bytes of a test's text, in which `↵` stands for CRLF and each other character for one byte (Latin-1).
    init(wire text: String) {
        self = []
        for scalar in text.unicodeScalars {
            if scalar == "↵" { self += [0x0D, 0x0A] } else { append(UInt8(scalar.value)) }
        }
    }
}

/// Bytes as the text that `[UInt8](wire:)` makes them of.
func text(_ bytes: some Sequence<UInt8>) -> String {
    var text = ""
    for byte in bytes { text.unicodeScalars.append(UnicodeScalar(byte)) }
    return text.replacing("\r\n", with: "↵")
}
