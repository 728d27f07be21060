/// Cells in aligned columns, two blanks apart, the widest cell of each deciding.
struct TextTable {
    /// One column.
    struct Column {
        /// Its heading.
        let title: String
        /// Numbers stand at its right edge, words at its left.
        var alignsRight = false
    }

    private let columns: [Column]
    private let widths: [Int]

    /// A table for these rows, each with a cell for every column.
    init(_ columns: [Column], for rows: [[String]]) {
        self.columns = columns
        widths = columns.indices.map { index in
            rows.reduce(columns[index].title.count) { max($0, $1[index].count) }
        }
    }

    /// The width of every line.
    var width: Int { widths.reduce(0, +) + 2 * max(0, widths.count - 1) }

    /// The line of headings.
    var heading: String { line(columns.map(\.title)) }

    /// A row as a line; `decorate` may put colours around a cell that has its width already.
    func line(_ cells: [String], decorate: (_ column: Int, _ text: String) -> String = { $1 }) -> String {
        columns.indices.map { index in
            decorate(index, padded(cells[index], to: widths[index], right: columns[index].alignsRight))
        }.joined(separator: "  ")
    }

    private func padded(_ text: String, to width: Int, right: Bool) -> String {
        let blanks = String(repeating: " ", count: max(0, width - text.count))
        return right ? blanks + text : text + blanks
    }
}
