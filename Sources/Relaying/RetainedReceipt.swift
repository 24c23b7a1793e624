import Files
import Handling
public import Messages
public import Recording
public import Routing
public import Spooling

/// What the sender of a file was told, and has not fetched in all the time that a retention row keeps it: a receipt, or
/// feedback about the items of a batch that did not go on.
public struct RetainedReceipt: Retained {
    /// Which of both.
    enum Kind {
        case receipt
        case feedback
    }

    /// Which of both.
    let kind: Kind
    /// The number of the line that it tells of.
    public let number: DeliveryIdentifier
    /// Who sent the file, and whose pickup folder this lies in.
    let holder: ParticipantIdentifier
    /// Its name in the pickup folder.
    let name: FileName
    /// The row.
    public let row: Retention
    /// What keeps it all the same; nil when nothing does.
    public let hold: LegalHold?
    /// How long ago the line was written, in nanoseconds.
    public let age: Int64

    /// Who sent the file.
    public var sender: ParticipantIdentifier? { holder }
    /// Whose pickup folder it lies in: the same.
    public var receiver: ParticipantIdentifier? { holder }

    /// All of a spool, those with small numbers first. Changes nothing. Reads a line of the ledger for each receipt that
    /// is old enough.
    ///
    /// - Parameter most: it may end when it has so many that nothing keeps.
    ///
    /// What no line of the ledger told, or a line that is not there any more, and what lies with somebody whom the table
    /// does not have, is never one of them. Nor is, for now, what a line that is not settled told: after a power cut it may
    /// be on its way to the pickup folder once more.
    public static func all(
        in spool: SpoolView, by table: RoutingTable, now: Timestamp, most: Int = .max
    ) throws(LedgerError) -> [RetainedReceipt] {
        let rules = table.retention
        let reader = LedgerReader(folder: spool.ledger)
        guard let shortest = rules.shortest(.receipts), let last = try reader.lastCommit(), last.settled > 0 else {
            return []
        }
        let lines = LedgerLines(folder: spool.ledger)
        var due: [RetainedReceipt] = []
        do throws(FileError) {
            let youngest = Timestamp(nanoseconds: now.nanoseconds.subtractingReportingOverflow(shortest).partialValue)
            let end = try reader.firstLine(after: youngest, in: 1..<(last.settled + 1))
            var free = 0
            try forEach(in: spool, by: table, before: end, lines) { told, row throws(FileError) in
                let (record, kind, file) = told
                let age = now.nanoseconds - record.time.nanoseconds
                guard age >= row.length, try file.folder.status(of: file.name)?.kind == .regular else { return true }
                let hold = try rules.hold(on: record, participants: [file.holder], lines)
                due.append(
                    RetainedReceipt(
                        kind: kind, number: file.number, holder: file.holder, name: file.name, row: row, hold: hold,
                        age: age))
                if hold == nil { free += 1 }
                return free < most
            }
        } catch {
            throw .file(error)
        }
        return due
    }

    /// Calls `visit` with what a row is about, and the lines that it tells of, whatever its age, that with small numbers
    /// first, until it returns false.
    ///
    /// - Parameter end: only what has smaller numbers.
    static func forEach(
        in spool: SpoolView, by table: RoutingTable, before end: UInt64 = .max, _ lines: LedgerLines,
        _ visit: ((record: LedgerRecord, kind: Kind, file: PickupFile), Retention) throws(FileError) -> Bool
    ) throws(FileError) {
        let files = try PickupFile.all(in: spool, by: table, before: end) { read($0)?.number }
        for file in files {
            guard let kind = read(file.name)?.kind, let record = try lines.record(file.number.sequence),
                RetainedReceipt.name(kind, of: record) == file.name, record.sender == file.holder,
                let row = table.retention.row(for: .receipts, from: file.holder, type: record.type)
            else { continue }
            guard try visit((record, kind, file), row) else { return }
        }
    }

    /// Which a name may be of, and the number in it; nil for any other.
    private static func read(_ name: FileName) -> (kind: Kind, number: DeliveryIdentifier)? {
        switch AuditName(pickup: name) {
        case .receipt(let number): (.receipt, number)
        case .delivery(let number) where Inbox.name(ProcessingFeedback.type, number, .xml) == name: (.feedback, number)
        case .delivery, .other: nil
        }
    }

    /// The name of what a line told its sender; nil where it told nothing of that kind.
    private static func name(_ kind: Kind, of record: LedgerRecord) -> FileName? {
        guard [.accepted, .refused, .duplicate, .undelivered].contains(record.event) else { return nil }
        let number = DeliveryIdentifier(sequence: record.sequence)
        return switch kind {
        case .receipt: record.receipt == nil ? nil : Inbox.receiptName(number, record.syntax ?? .xml)
        case .feedback: record.feedback == nil ? nil : MovePlanner.feedbackName(record)
        }
    }
}

extension RetainedReceipt: RetainedInPickup {
    var step: Operation.Step { .purgeReceipt(self) }
}
