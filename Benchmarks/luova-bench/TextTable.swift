import Files

/// A plain table for people: text stands at the left, numbers at the right, each column as wide as it must be.
struct TextTable {
    private var rows: [[String]]
    private let texts: Int

    /// A table with these column titles; the first `texts` columns hold text.
    init(_ titles: [String], texts: Int = 1) {
        rows = [titles]
        self.texts = texts
    }

    /// Adds a row.
    mutating func add(_ cells: [String]) { rows.append(cells) }

    /// Writes all of it to standard output.
    func print() {
        let columns = rows.map(\.count).max() ?? 0
        let widths = (0..<columns).map { column in
            rows.map { $0.indices.contains(column) ? $0[column].count : 0 }.max() ?? 0
        }
        for row in rows {
            let cells = row.enumerated().map { column, cell in
                let blanks = String(repeating: " ", count: widths[column] - cell.count)
                return column < texts ? cell + blanks : blanks + cell
            }
            let line = cells.joined(separator: "  ")
            StandardStream.output.writeLine(String(line.dropLast(line.reversed().prefix { $0 == " " }.count)))
        }
    }
}
