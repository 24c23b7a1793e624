import Files
import Messages
import Recording

// What operators had done, as far as it changes what the spool must hold.

extension Audit {
    /// A file was taken out of `refused/`, once: what becomes of it has lines of its own.
    func readTakenUp(_ record: LedgerRecord) {
        guard let number = record.againOf?.sequence else { return }
        refusedPending.removeAll { $0.sequence == number }
        if goneNumbers.remove(number) { refusedGone -= 1 }
    }

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
