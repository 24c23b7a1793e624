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
        do {
            let reader = LedgerReader(folder: spool.ledger)
            guard let record = try reader.record(number.sequence) else {
                return .missing("the ledger has no line \(number)")
            }
            if let file = RefusedFile(record) { return try answer(file, reader) }
            guard record.event == .accepted, number.receiver < record.receivers.count, let sender = record.sender else {
                return .missing("\(number) is no file that was refused and no message that was accepted")
            }
            for name in try spool.folders(of: sender).refused.entries().map(\.name) {
                guard let sequence = AuditName.refused(name)?.sequence, sequence > number.sequence,
                    let line = try reader.record(sequence), line.delivery == number, line.event == .undelivered,
                    let file = RefusedFile(line)
                else { continue }
                return try answer(file, reader)
            }
            return .missing(absence(number, record))
        } catch let error as LedgerError {
            return .missing("\(error)")
        } catch let error as FileError {
            return .missing("\(error)")
        } catch {
            preconditionFailure("an error of no kind: \(error)")
        }
    }

    private func answer(_ file: RefusedFile, _ reader: LedgerReader) throws -> Answer {
        guard try spool.folders(of: file.sender).refused.status(of: file.name) != nil else {
            return .missing("refused/\(file.sender)/\(file.name.description) is not there any more")
        }
        return .found(file, accepted: try file.record.delivery.flatMap { try reader.record($0.sequence) })
    }

    /// The service keeps no body of what was delivered.
    private func absence(_ delivery: DeliveryIdentifier, _ record: LedgerRecord) -> String {
        let sender = record.sender?.text ?? "its sender"
        return "\(delivery) is not in refused/: it is in hand, waits, or was delivered; of what was delivered the service "
            + "keeps no copy, ask \(sender) for it again under a new message id"
    }
}
