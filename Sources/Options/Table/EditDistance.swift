/// How many typing mistakes lie between words.
struct EditDistance {
    /// A word, and the letters that it has as a set, by which most words can be told apart at once.
    private struct Candidate {
        let name: String
        let bytes: [UInt8]
        let letters: UInt64

        init(_ name: String) {
            self.name = name
            bytes = Array(name.utf8)
            letters = bytes.reduce(0) { $0 | 1 << UInt64($1 & 63) }
        }
    }

    private let candidates: [Candidate]

    /// Among these words.
    init(among names: [String]) {
        candidates = names.map(Candidate.init)
    }

    /// The nearest word, when it is near enough to be what was meant: one mistake in three letters at most.
    func nearest(to word: String) -> String? {
        let typed = Candidate(word)
        guard typed.bytes.count < 64 else { return nil }
        var best: String?
        var bound = typed.bytes.count / 3
        for candidate in candidates where abs(candidate.bytes.count - typed.bytes.count) <= bound {
            guard (candidate.letters ^ typed.letters).nonzeroBitCount <= 2 * bound else { continue }
            let distance = Self.between(typed.bytes, candidate.bytes)
            if distance <= bound {
                best = candidate.name
                bound = distance - 1
            }
        }
        return best
    }

    /// Insertions, deletions, replacements and swaps of neighbours (optimal string alignment).
    static func between(_ first: [UInt8], _ second: [UInt8]) -> Int {
        var beforeLast: [Int] = []
        var last = Array(0...second.count)
        for (row, letter) in first.enumerated() {
            var current = [row + 1]
            current.reserveCapacity(second.count + 1)
            for (column, other) in second.enumerated() {
                let replaced = last[column] + (letter == other ? 0 : 1)
                var least = min(replaced, last[column + 1] + 1, current[column] + 1)
                if row > 0, column > 0, letter == second[column - 1], first[row - 1] == other {
                    least = min(least, beforeLast[column - 1] + 1)
                }
                current.append(least)
            }
            (beforeLast, last) = (last, current)
        }
        return last[second.count]
    }
}
