import Files
import Messages
import Recording

// What operators had done, as far as it changes what the spool must hold.

extension Audit {
    /// An undelivered message is handed on once more: its delivery is open again.
    func readResent(_ record: LedgerRecord, _ place: LedgerExamination.Place) {
        guard let delivery = record.delivery, !isArchived(delivery) else { return }
        guard acceptedNumbers.contains(delivery.sequence), open.reopen(delivery, record, place) else {
            return find(
                AuditFinding(
                    .resentUnknown, place.path, line: place.line, delivery: "\(delivery)",
                    "\(delivery) was handed on once more, and was not undelivered; compare with a copy of the ledger"))
        }
        endedWaiting[delivery] = nil
        if delivery.sequence <= snapshot ?? .max { summary.undelivered -= 1 }
    }
}
