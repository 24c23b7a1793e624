import Files
import Handling
public import Messages
public import Recording
public import Routing
public import Spooling

/// A message in a pickup folder that its receiver has not fetched in all the time that a retention row keeps it.
public struct RetainedDelivery: Retained {
    /// The line that accepted it.
    let record: LedgerRecord
    /// Its delivery id.
    public let number: DeliveryIdentifier
    /// Its name in the pickup folder.
    let name: FileName
    /// The row.
    public let row: Retention
    /// What keeps it all the same; nil when nothing does.
    public let hold: LegalHold?
    /// How long ago it was delivered, in nanoseconds.
    public let age: Int64

    /// Who sent it.
    public var sender: ParticipantIdentifier? { record.sender }
    /// Whose pickup folder it lies in.
    public var receiver: ParticipantIdentifier? { holder }
    /// The same: each of these has one.
    var holder: ParticipantIdentifier { record.receivers[number.receiver] }

    /// All of a spool, those that were accepted first before the others. Changes nothing. Reads the ledger: a line for
    /// each message in pickup folders that is old enough, and of those that may be due the lines up to their ends.
    ///
    /// - Parameter most: it may end when it has so many that nothing keeps.
    ///
    /// A file that the ledger did not deliver there, or whose line is not in the ledger any more, and one of somebody whom
    /// the table does not have, is never one of them; nor is a receipt.
    public static func all(
        in spool: SpoolView, by table: RoutingTable, now: Timestamp, most: Int = .max
    ) throws(LedgerError) -> [RetainedDelivery] {
        let rules = table.retention
        let reader = LedgerReader(folder: spool.ledger)
        guard let shortest = rules.shortest(.delivered), let last = try reader.lastCommit() else { return [] }
        let lines = LedgerLines(folder: spool.ledger)
        var old: [(message: (record: LedgerRecord, file: PickupFile), row: Retention, hold: LegalHold?)] = []
        do throws(FileError) {
            let youngest = Timestamp(nanoseconds: now.nanoseconds.subtractingReportingOverflow(shortest).partialValue)
            let end = try reader.firstLine(after: youngest, in: 1..<(last.sequence + 1))
            var free = 0
            try forEach(in: spool, by: table, before: end, lines) { message, row throws(FileError) in
                let record = message.record
                guard now.nanoseconds - record.time.nanoseconds >= row.length else { return true }
                let hold = try rules.hold(on: record, participants: record.sender.map { [$0] } ?? [], lines)
                old.append((message, row, hold))
                if hold == nil { free += 1 }
                return free < most
            }
        } catch {
            throw .file(error)
        }
        // Its time begins with its delivery, which comes behind its acceptance: sometimes days behind.
        let delivered = try lines.delivered(Set(old.map(\.message.file.number)))
        var due: [RetainedDelivery] = []
        for ((record, file), row, hold) in old {
            guard let time = delivered[file.number], now.nanoseconds - time.nanoseconds >= row.length else { continue }
            do throws(FileError) {
                guard try file.folder.status(of: file.name)?.kind == .regular else { continue }
                due.append(
                    RetainedDelivery(
                        record: record, number: file.number, name: file.name, row: row, hold: hold,
                        age: now.nanoseconds - time.nanoseconds))
            } catch {
                throw .file(error)
            }
        }
        return due
    }

    /// Calls `visit` with the messages in pickup folders that a row is about, and the lines that accepted them, whatever
    /// their age, those that were accepted first before the others, until it returns false.
    ///
    /// - Parameter end: only those whose numbers are smaller.
    static func forEach(
        in spool: SpoolView, by table: RoutingTable, before end: UInt64 = .max, _ lines: LedgerLines,
        _ visit: ((record: LedgerRecord, file: PickupFile), Retention) throws(FileError) -> Bool
    ) throws(FileError) {
        let files = try PickupFile.all(in: spool, by: table, before: end) { name in
            guard case .delivery(let number) = AuditName(pickup: name) else { return nil }
            return number
        }
        for file in files {
            let number = file.number
            guard let record = try lines.record(number.sequence), record.event == .accepted,
                number.receiver < record.receivers.count, record.receivers[number.receiver] == file.holder,
                let sender = record.sender, let type = record.type, let syntax = record.syntax,
                Inbox.name(type, number, syntax) == file.name,
                let row = table.retention.row(for: .delivered, from: sender, to: file.holder, type: type)
            else { continue }
            guard try visit((record, file), row) else { return }
        }
    }
}

extension RetainedDelivery: RetainedInPickup {
    var step: Operation.Step { .purgeDelivered(self) }
}
