import Kernel
import Options

/// The line of a file that a problem is about, with a mark below the place.
struct Excerpt {
    let line: String
    /// In bytes from 1.
    let column: Int

    /// Nil where the problem has no place in a file, or the file cannot be read.
    init?(of problem: Problem, at place: Place) {
        guard let file = problem.origin?.file, let number = problem.origin?.line, let column = problem.column,
            let bytes = try? readFile(place.absolute(file))
        else { return nil }
        let lines = bytes.split(separator: UInt8(ascii: "\n"), maxSplits: number, omittingEmptySubsequences: false)
        guard lines.indices.contains(number - 1), column <= lines[number - 1].count else { return nil }
        self.column = column
        line = String(decoding: lines[number - 1], as: UTF8.self)
    }

    /// The line, and the mark: two lines, indented. A tab counts as in `printable`.
    var lines: [String] {
        let before = String(decoding: Array(line.utf8.prefix(column - 1)), as: UTF8.self)
        let width = before.reduce(0) { $0 + ($1 == "\t" ? 4 : 1) }
        return ["    " + line, String(repeating: " ", count: 4 + width) + "^"]
    }
}
