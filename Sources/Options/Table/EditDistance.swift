/// How many typing mistakes lie between words.
public struct EditDistance: Sendable {
    /// A word, and the letters that it has as a set, by which most words can be told apart at once.
    private struct Candidate: Sendable {
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
    public init(among names: [String]) {
        candidates = names.map(Candidate.init)
    }

    /// The nearest word, when it is near enough to be what was meant: one mistake in three letters, and three at most.
    public func nearest(to word: String) -> String? {
        let typed = Candidate(word)
        guard typed.bytes.count < 64 else { return nil }
        var best: String?
        var bound = min(3, typed.bytes.count / 3)
        for candidate in candidates where abs(candidate.bytes.count - typed.bytes.count) <= bound {
            guard (candidate.letters ^ typed.letters).nonzeroBitCount <= 2 * bound else { continue }
            let distance = Self.between(typed.bytes, candidate.bytes, atMost: bound)
            if distance <= bound {
                best = candidate.name
                bound = distance - 1
            }
        }
        return best
    }

    /// Insertions, deletions, replacements and swaps of neighbours (optimal string alignment); some number above the bound
    /// when there are more. Plain loops, since this is what an unoptimised build would spend its time on.
    static func between(_ first: [UInt8], _ second: [UInt8], atMost bound: Int) -> Int {
        var beforeLast = [Int](repeating: 0, count: second.count + 1)
        var last = Array(0...second.count)
        var current = beforeLast
        var row = 0
        while row < first.count {
            current[0] = row + 1
            var least = row + 1
            var column = 0
            while column < second.count {
                var cost = last[column] + (first[row] == second[column] ? 0 : 1)
                if last[column + 1] < cost { cost = last[column + 1] + 1 }
                if current[column] < cost { cost = current[column] + 1 }
                if row > 0, column > 0, first[row] == second[column - 1], first[row - 1] == second[column] {
                    cost = min(cost, beforeLast[column - 1] + 1)
                }
                current[column + 1] = cost
                if cost < least { least = cost }
                column += 1
            }
            if least > bound { return least }
            (beforeLast, last, current) = (last, current, beforeLast)
            row += 1
        }
        return last[second.count]
    }
}
