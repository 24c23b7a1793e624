public import Files
public import Messages
import Recording
public import Routing
public import Spooling

/// A message in `waiting/` that has waited as long as a retention row lets it.
public struct RetainedMessage: Retained {
    /// The line that accepted it.
    let record: LedgerRecord
    /// Its delivery id.
    public let number: DeliveryIdentifier
    /// Its place in the spool.
    public let path: String
    /// The row.
    public let row: Retention
    /// What keeps it all the same; nil when nothing does.
    public let hold: LegalHold?
    /// Why a person must decide about it; nil where nobody must.
    public let need: String?
    /// How long ago it was accepted, in nanoseconds.
    public let age: Int64

    /// Who sent it.
    public var sender: ParticipantIdentifier? { record.sender }
    /// Whom it waits for.
    public var receiver: ParticipantIdentifier? { record.receivers[number.receiver] }

    /// All of a spool, those that were accepted first before the others. Changes nothing. Reads a line of the ledger for
    /// each message that waits.
    public static func all(
        in spool: SpoolView, by table: RoutingTable, now: Timestamp
    ) throws(FileError) -> [RetainedMessage] {
        let rules = table.retention
        guard rules.isAbout(.waiting) else { return [] }
        let lines = LedgerLines(folder: spool.ledger)
        var due: [RetainedMessage] = []
        for receiver in try spool.participants(with: .waiting) where table.participants[receiver] != nil {
            guard let folder = try spool.folder(.waiting, of: receiver) else { continue }
            for name in try folder.entries().map(\.name) {
                guard let parsed = WaitingMessage.parse(name), case let number = parsed.delivery,
                    let record = try lines.record(number.sequence), record.event == .accepted,
                    number.receiver < record.receivers.count, record.receivers[number.receiver] == receiver,
                    let sender = record.sender, table.participants[sender] != nil,
                    let row = rules.row(for: .waiting, from: sender, to: receiver, type: record.type)
                else { continue }
                let age = now.nanoseconds - record.time.nanoseconds
                guard age >= row.length else { continue }
                due.append(
                    RetainedMessage(
                        record: record, number: number, path: "waiting/\(receiver)/\(name.description)", row: row,
                        hold: try rules.hold(on: record, participants: [sender], lines), need: need(parsed.mark),
                        age: age))
            }
        }
        return due.sorted { ($0.number.sequence, $0.number.receiver) < ($1.number.sequence, $1.number.receiver) }
    }

    /// No row may say of a message that it was not delivered where nobody knows that, nor end what a person keeps back.
    private static func need(_ mark: WaitingMessage.Mark?) -> String? {
        switch mark {
        case nil: nil
        case .started, .held: "nobody knows whether its program has it; a person decides"
        case .stopped: "an operator keeps it back; a person decides"
        }
    }
}
