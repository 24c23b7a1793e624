import Files
import Messages
import Recording
import Routing

/// What became of every sample, out of the ledger: flow by flow, with what answered what.
struct DemoReport {
    /// The table, for people.
    let text: String
    /// How many samples had another outcome than their folder names, or no answer where
    /// there is one.
    let surprises: Int

    private static let heads = ["", "file", "from → to", "outcome", "reason", "what followed"]
    /// The flow of files of which nobody knows what they are.
    private static let unknown = "of no known type"

    init(samples: [SampleFile], spool: String, table: RoutingTable) throws {
        let account = try DemoAccount(samples: samples, spool: spool, table: table)
        let flows = Dictionary(grouping: samples.indices) { account.flow(of: $0) ?? DemoReport.unknown }
        var rows: [[String]] = []
        var titles: [Int: String] = [:]
        var surprises = 0
        for name in flows.keys.sorted(by: DemoReport.isBefore) {
            let members = (flows[name] ?? []).sorted {
                account.order($0).lexicographicallyPrecedes(account.order($1))
            }
            titles[rows.count] = "\(name): \(account.summary(members))"
            if name != DemoReport.unknown, !account.isAnswered(members) { surprises += 1 }
            for member in members {
                let isRight = account.isRight(member)
                if !isRight { surprises += 1 }
                rows.append([isRight ? "ok" : "NO"] + account.cells(member))
            }
        }
        self.surprises = surprises
        text =
            DemoReport.table([DemoReport.heads] + rows, titles: titles)
            + "\n\n\(samples.count) samples in \(flows.count { $0.key != DemoReport.unknown }) flows, "
            + "\(surprises) with another outcome than expected"
    }

    /// Flows by name; what is in none comes last.
    private static func isBefore(_ left: String, _ right: String) -> Bool {
        left != unknown && (right == unknown || left < right)
    }

    /// The rows below each other.
    ///
    /// - Parameter titles: lines of their own, by the row that they stand before; the first row is not counted.
    private static func table(_ rows: [[String]], titles: [Int: String]) -> String {
        let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        var lines: [String] = []
        for (place, row) in rows.enumerated() {
            if let title = titles[place - 1] { lines += ["", title] }
            var line = ""
            for (column, cell) in row.enumerated() {
                let isLast = column == row.count - 1
                line += isLast ? cell : cell + String(repeating: " ", count: widths[column] - cell.count + 2)
            }
            lines.append(String(line.reversed().drop { $0 == " " }.reversed()))
        }
        return lines.joined(separator: "\n")
    }
}
