public import Files
public import Messages
import Recording
public import Routing
public import Spooling

/// A file in `refused/` that has been kept as long as a retention row says.
public struct RetainedFile: Sendable {
    /// The file, and the line that put it there.
    let file: RefusedFile
    /// The row.
    public let row: Retention
    /// What keeps it all the same; nil when nothing does.
    public let hold: LegalHold?
    /// How long ago it was decided, in nanoseconds.
    public let age: Int64

    /// Its number: the line's.
    public var number: DeliveryIdentifier { file.number }
    /// Who sent it.
    public var sender: ParticipantIdentifier { file.sender }
    /// Its place in the spool.
    public var path: String { "refused/\(file.sender)/\(file.name.description)" }

    /// All of a spool, those that were decided first before the others. Changes nothing. Reads the ledger: O(files in
    /// `refused/` × log(lines)).
    ///
    /// A file of somebody whom the table does not have, whose line is not in the ledger any more, that is named otherwise
    /// than its line says, or that is no regular file, is never one of them.
    public static func all(
        in spool: SpoolView, by table: RoutingTable, now: Timestamp
    ) throws(FileError) -> [RetainedFile] {
        let rules = table.retention
        guard !rules.rows.isEmpty else { return [] }
        let lines = LedgerLines(folder: spool.ledger)
        var due: [RetainedFile] = []
        for sender in try spool.participants(with: .refused) where table.participants[sender] != nil {
            guard let folder = try spool.folder(.refused, of: sender) else { continue }
            for name in try folder.entries().map(\.name) {
                guard let number = AuditName.refused(name), let record = try lines.record(number.sequence),
                    let file = RefusedFile(record), file.sender == sender, file.name == name,
                    let row = rules.row(for: .refused, from: sender, type: record.type)
                else { continue }
                let age = now.nanoseconds - record.time.nanoseconds
                guard age >= row.length, try folder.status(of: name)?.kind == .regular else { continue }
                due.append(
                    RetainedFile(file: file, row: row, hold: try hold(record, sender, lines, rules), age: age))
            }
        }
        return due.sorted { $0.file.record.sequence < $1.file.record.sequence }
    }

    /// By all who have to do with a message, and all numbers that it is known by: also those of what it was before it
    /// was judged anew.
    private static func hold(
        _ record: LedgerRecord, _ sender: ParticipantIdentifier, _ lines: LedgerLines, _ rules: RetentionRules
    ) throws(FileError) -> LegalHold? {
        guard !rules.holds.isEmpty else { return nil }
        var participants = [sender] + record.receivers
        var numbers = [record.sequence]
        var next: [UInt64] = [record.delivery?.sequence, record.againOf?.sequence].compactMap { $0 }
        while let number = next.popLast() {
            guard !numbers.contains(number) else { continue }
            numbers.append(number)
            guard let earlier = try lines.record(number) else { continue }
            participants += earlier.receivers
            next += [earlier.delivery?.sequence, earlier.againOf?.sequence].compactMap { $0 }
        }
        return rules.hold(participants: participants, numbers: numbers)
    }
}
