import Files
import Messages
import Recording
import Routing

/// What became of every sample, out of the ledger.
struct DemoReport {
    /// The table, for people.
    let text: String
    /// How many samples had another outcome than their folder names.
    let surprises: Int

    init(samples: [SampleFile], spool: String, table: RoutingTable) throws {
        var decisions: [String: LedgerRecord] = [:]
        var later: [UInt64: [LedgerRecord]] = [:]
        try LedgerReader(folder: try Directory(path: "\(spool)/ledger")).forEach { record in
            if let sender = record.sender, let file = record.file { decisions["\(sender)/\(file)"] = record }
            if let delivery = record.delivery { later[delivery.sequence, default: []].append(record) }
            return true
        }
        var rows = [["", "file", "sender", "outcome", "reason", "where it went"]]
        var surprises = 0
        for sample in samples {
            let record = decisions["\(sample.sender)/\(FileName.escaped(sample.name.utf8))"]
            let outcome = record.flatMap { Outcome(rawValue: $0.event.rawValue) }
            let isRight = outcome == sample.expected && record?.reason == sample.reason
            if !isRight { surprises += 1 }
            rows.append([
                isRight ? "ok" : "NO", sample.name, sample.sender.text, outcome?.rawValue ?? "nothing",
                record?.reason?.rawValue ?? "",
                record.map { DemoReport.place($0, later, table) } ?? "left in the drop folder",
            ])
        }
        self.surprises = surprises
        text = DemoReport.table(rows) + "\n\n\(samples.count) samples, \(surprises) with another outcome than expected"
    }

    /// Where the message went, and what came back.
    private static func place(_ record: LedgerRecord, _ later: [UInt64: [LedgerRecord]], _ table: RoutingTable)
        -> String
    {
        guard record.event == .accepted, let type = record.type, let syntax = record.syntax else {
            let first = record.delivery.map { "; the first was \($0)" } ?? ""
            return (record.event == .duplicate ? "not delivered again" : "refused/\(record.sender?.text ?? "")") + first
        }
        let after = later[record.sequence] ?? []
        return record.receivers.enumerated().map { place, receiver in
            let delivery = DeliveryIdentifier(sequence: record.sequence, receiver: place)
            guard table.participants[receiver]?.program != nil else {
                return "\(receiver)/pickup/\(type).\(delivery).\(syntax)"
            }
            guard after.contains(where: { $0.event == .delivered }) else { return "\(receiver)'s program: waiting" }
            let reply = after.first { $0.event == .accepted }
            let answer = reply.map {
                " → \($0.receivers.first?.text ?? "")/pickup/\($0.type?.text ?? "").\(DeliveryIdentifier(sequence: $0.sequence)).\($0.syntax?.rawValue ?? "")"
            }
            return "\(receiver)'s program\(answer ?? "")"
        }.joined(separator: ", ")
    }

    private static func table(_ rows: [[String]]) -> String {
        let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            var line = ""
            for (column, cell) in row.enumerated() {
                let isLast = column == row.count - 1
                line += isLast ? cell : cell + String(repeating: " ", count: widths[column] - cell.count + 2)
            }
            return line
        }.joined(separator: "\n")
    }
}
