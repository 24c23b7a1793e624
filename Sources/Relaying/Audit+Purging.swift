import Files
import Messages
import Recording
import Spooling

// What retention rows removed, and the ledger says so.

extension Audit {
    /// A file that was put into `refused/` and is removed, once.
    func readPurged(_ record: LedgerRecord, _ place: LedgerExamination.Place) {
        guard let of = record.delivery, let sender = record.sender, !isArchived(of) else { return }
        let number = of.sequence
        let wasRefused = refusedNumbers.contains(number) || undeliveredNumbers.contains(number)
        guard wasRefused, !purgedNumbers.contains(number) else {
            let why = wasRefused ? "was removed before" : "was never refused"
            return find(
                AuditFinding(
                    .purgedUnknown, place.path, line: place.line, delivery: "\(of)",
                    "the file of line \(of) was removed, and it \(why); compare with a copy of the ledger"))
        }
        purgedNumbers.insert(number)
        purged += 1
        if goneNumbers.contains(number) { refusedGone -= 1 }
        var line = record
        line.sequence = number
        purgedPending.append((record.sequence, sender, MovePlanner.refusedName(line)))
    }

    /// What is settled is gone.
    func settlePurged(upTo settled: UInt64) throws(FileError) {
        guard let first = purgedPending.first, first.sequence <= settled else { return }
        for pending in purgedPending where pending.sequence <= settled {
            guard let folder = try folder(.refused, pending.sender), try folder.status(of: pending.name) != nil else {
                continue
            }
            find(
                AuditFinding(
                    .purgedThere, folder.path(of: pending.name),
                    "the ledger says that it was removed; find out who put it back"))
        }
        purgedPending.removeAll { $0.sequence <= settled }
    }
}
