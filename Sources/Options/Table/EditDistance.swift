/// How many typing mistakes lie between two words.
enum EditDistance {
    /// The nearest of some words, when it is near enough to be what was meant: one mistake in three letters at most.
    static func nearest(to word: String, among candidates: some Sequence<String>) -> String? {
        let typed = Array(word.utf8)
        guard typed.count < 64 else { return nil }
        var best: (name: String, distance: Int)?
        for candidate in candidates where abs(candidate.utf8.count - typed.count) <= typed.count / 3 {
            let distance = between(typed, Array(candidate.utf8))
            if distance < best?.distance ?? (typed.count / 3 + 1) { best = (candidate, distance) }
        }
        return best?.name
    }

    /// Insertions, deletions, replacements and swaps of neighbours (optimal string alignment).
    static func between(_ first: [UInt8], _ second: [UInt8]) -> Int {
        var beforeLast: [Int] = []
        var last = Array(0...second.count)
        for (row, letter) in first.enumerated() {
            var current = [row + 1]
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
