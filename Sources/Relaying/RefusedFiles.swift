import Files
import Messages
import Recording
import Spooling

/// Finds what lies in `refused/` for an operator. Reads the ledger: belongs on no queue that messages pass.
struct RefusedFiles {
    /// What was found.
    enum Answer {
        /// A file that is there; of one that was not delivered, the line that accepted it.
        case found(RefusedFile, accepted: LedgerRecord?)
        /// Why there is none, in one sentence.
        case missing(String)
    }

    let spool: Spool

    /// The file with a number, or that of an undelivered message by its delivery id. O(files that its sender has in
    /// `refused/`).
    func find(_ number: DeliveryIdentifier) -> Answer {
        do throws(FileError) {
            let lines = LedgerLines(folder: spool.ledger)
            guard let record = try lines.record(number.sequence) else {
                return .missing("the ledger has no line \(number)")
            }
            if let file = RefusedFile(record) { return try answer(file, lines) }
            guard record.event == .accepted, number.receiver < record.receivers.count, let sender = record.sender else {
                return .missing("\(number) is no file that was refused and no message that was accepted")
            }
            for name in try spool.folders(of: sender).refused.entries().map(\.name) {
                guard let sequence = AuditName.refused(name)?.sequence, sequence > number.sequence,
                    RefusedFiles.isOfUndelivered(name), let line = try lines.record(sequence), line.delivery == number,
                    line.event == .undelivered,
                    let file = RefusedFile(line)
                else { continue }
                return try answer(file, lines)
            }
            return .missing(absence(number, record))
        } catch {
            return .missing("\(error)")
        }
    }

    /// Whether a name in `refused/` has a reason that is given after acceptance only, or then as well.
    private static func isOfUndelivered(_ name: FileName) -> Bool {
        let parts = name.description.split(separator: ".")
        return parts.count > 1 && reasons.contains(String(parts[1]))
    }

    private static let reasons = Set(
        [Reason.handlerRefused, .gaveUp, .noAnswer, .discarded, .profile].map(\.rawValue))

    private func answer(_ file: RefusedFile, _ lines: LedgerLines) throws(FileError) -> Answer {
        guard try spool.folders(of: file.sender).refused.status(of: file.name) != nil else {
            return .missing("refused/\(file.sender)/\(file.name.description) is not there any more")
        }
        // A refusal may name another message: the one whose id was used again.
        guard file.record.event == .undelivered, let delivery = file.record.delivery else {
            return .found(file, accepted: nil)
        }
        return .found(file, accepted: try lines.record(delivery.sequence))
    }

    /// Whether a file still holds what was accepted; of a batch that went on in part, what was left of it.
    func isUnchanged(_ file: RefusedFile, _ accepted: LedgerRecord) -> Bool {
        do throws(FileError) {
            return try spool.folders(of: file.sender).refused.open(file.name).digest() == accepted.body
        } catch {
            return false
        }
    }

    /// The service keeps no body of what was delivered.
    private func absence(_ delivery: DeliveryIdentifier, _ record: LedgerRecord) -> String {
        let sender = record.sender?.text ?? "its sender"
        return
            "\(delivery) is not in refused/: it is in hand, waits, or was delivered; of what was delivered the service "
            + "keeps no copy, ask \(sender) for it again under a new message id"
    }
}
