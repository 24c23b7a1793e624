public import Files
public import Messages
import Recording
public import Routing
public import Spooling

/// A file in `refused/` that has been kept as long as a retention row says.
public struct RetainedFile: Retained {
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
    public var sender: ParticipantIdentifier? { file.sender }
    /// Its place in the spool.
    public var path: String { "refused/\(file.sender)/\(file.name.description)" }

    /// All of a spool, those that were decided first before the others. Changes nothing. Reads the ledger: O(files in
    /// `refused/` × log(lines)).
    ///
    /// A file of somebody whom the table does not have, whose line is not in the ledger any more, or that is named otherwise
    /// than its line says, is never one of them; nor is what is no regular file, but for what was refused as that: of a link
    /// or a pipe its name goes, and what a link leads to stays.
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
                guard age >= row.length, let kind = try folder.status(of: name)?.kind,
                    kind == .regular || kind != .directory && record.reason == .notAFile
                else { continue }
                let hold = try rules.hold(on: record, participants: [sender], lines)
                due.append(RetainedFile(file: file, row: row, hold: hold, age: age))
            }
        }
        return due.sorted { $0.file.record.sequence < $1.file.record.sequence }
    }
}

extension RetentionRules {
    /// The hold that keeps what a line is about: by all who have to do with it, and all numbers that it is known by, also
    /// those of what it was before it was judged anew.
    func hold(
        on record: LedgerRecord, participants: [ParticipantIdentifier], _ lines: LedgerLines
    ) throws(FileError) -> LegalHold? {
        guard !holds.isEmpty else { return nil }
        var participants = participants + record.receivers
        let ancestry = try lines.ancestry(of: record)
        for earlier in ancestry { participants += earlier.receivers }
        return hold(
            participants: participants, numbers: [record.sequence] + record.links + ancestry.flatMap(\.links))
    }
}

extension LedgerRecord {
    /// The numbers of the lines that it refers to.
    var links: [UInt64] { [delivery?.sequence, againOf?.sequence].compactMap { $0 } }
}

extension LedgerLines {
    /// The lines that a line goes back to, as far as the ledger has them, in no particular order.
    func ancestry(of record: LedgerRecord) throws(FileError) -> [LedgerRecord] {
        var known: Set<UInt64> = [record.sequence]
        var next = record.links
        var found: [LedgerRecord] = []
        while let number = next.popLast() {
            guard known.insert(number).inserted, let earlier = try self.record(number) else { continue }
            found.append(earlier)
            next += earlier.links
        }
        return found
    }
}
