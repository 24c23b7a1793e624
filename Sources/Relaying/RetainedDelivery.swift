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
    public var receiver: ParticipantIdentifier? { record.receivers[number.receiver] }
    /// Its place in the spool.
    public var path: String {
        "participants/\(record.receivers[number.receiver])/pickup/\(name.description)"
    }

    /// All of a spool, those that were accepted first before the others. Changes nothing. Reads the ledger: a line for
    /// each message in pickup folders, and for each that may be due those up to its end.
    ///
    /// A file that the ledger did not deliver there, or whose line is not in the ledger any more, and one of somebody whom
    /// the table does not have, is never one of them; nor is a receipt.
    public static func all(
        in spool: SpoolView, by table: RoutingTable, now: Timestamp
    ) throws(LedgerError) -> [RetainedDelivery] {
        guard table.retention.isAbout(.delivered) else { return [] }
        let lines = LedgerLines(folder: spool.ledger)
        var old: [(file: File, row: Retention)] = []
        do throws(FileError) {
            try forEach(in: spool, by: table, lines) { file, row throws(FileError) in
                guard now.nanoseconds - file.record.time.nanoseconds >= row.length else { return }
                old.append((file, row))
            }
        } catch {
            throw .file(error)
        }
        // Its time begins with its delivery, which comes behind its acceptance: sometimes days behind.
        let delivered = try lines.delivered(Set(old.map(\.file.number)))
        var due: [RetainedDelivery] = []
        for (file, row) in old {
            guard let time = delivered[file.number], now.nanoseconds - time.nanoseconds >= row.length else { continue }
            do throws(FileError) {
                guard try file.folder.status(of: file.name)?.kind == .regular else { continue }
                let hold = try table.retention.hold(
                    on: file.record, participants: file.record.sender.map { [$0] } ?? [], lines)
                due.append(
                    RetainedDelivery(
                        record: file.record, number: file.number, name: file.name, row: row, hold: hold,
                        age: now.nanoseconds - time.nanoseconds))
            } catch {
                throw .file(error)
            }
        }
        return due.sorted { ($0.number.sequence, $0.number.receiver) < ($1.number.sequence, $1.number.receiver) }
    }

    /// A message in a pickup folder.
    struct File {
        let record: LedgerRecord
        let number: DeliveryIdentifier
        let name: FileName
        let folder: Directory
    }

    /// Calls `visit` with every message in pickup folders that a row is about, whatever its age.
    static func forEach(
        in spool: SpoolView, by table: RoutingTable, _ lines: LedgerLines,
        _ visit: (File, Retention) throws(FileError) -> Void
    ) throws(FileError) {
        for receiver in try spool.participants(with: .pickup) where table.participants[receiver] != nil {
            guard let folder = try spool.folder(.pickup, of: receiver) else { continue }
            for name in try folder.entries().map(\.name) {
                guard case .delivery(let number) = AuditName(pickup: name),
                    let record = try lines.record(number.sequence), record.event == .accepted,
                    number.receiver < record.receivers.count, record.receivers[number.receiver] == receiver,
                    let sender = record.sender, let type = record.type, let syntax = record.syntax,
                    Inbox.name(type, number, syntax) == name,
                    let row = table.retention.row(for: .delivered, from: sender, to: receiver, type: type)
                else { continue }
                try visit(File(record: record, number: number, name: name, folder: folder), row)
            }
        }
    }
}

extension RetainedDelivery: RetainedInFile {
    var step: Operation.Step { .purgeDelivered(self) }

    func isThere(in spool: Spool) -> Bool {
        do throws(FileError) {
            return try spool.folders(of: record.receivers[number.receiver]).pickup.status(of: name) != nil
        } catch {
            return true
        }
    }
}
