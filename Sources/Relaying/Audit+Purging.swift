import Files
import Handling
import Messages
import Recording
import Spooling

// What retention rows removed, and the ledger says so.

extension Audit {
    /// A file that was put into `refused/` and is removed, once.
    func readPurged(_ record: LedgerRecord, _ place: LedgerExamination.Place) {
        if let receiver = record.receivers.first { return readUnfetched(record, receiver, place) }
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
        purgedPending.append((record.sequence, .refused, sender, MovePlanner.refusedName(line)))
    }

    /// A message that its receiver did not fetch, or what its sender was told and did not.
    private func readUnfetched(
        _ record: LedgerRecord, _ receiver: ParticipantIdentifier, _ place: LedgerExamination.Place
    ) {
        guard let of = record.delivery, let name = record.unfetchedName else { return }
        let wasThere: Bool
        let what: String
        if record.receipt != nil || record.feedback != nil {
            unfetchedReceipts += 1
            wasThere = (record.receipt != nil ? toldNumbers : feedbackNumbers).contains(of.sequence)
            what = "\(name.description) was removed from the pickup folder of \(receiver), and line \(of) told nobody"
        } else {
            unfetched += 1
            wasThere = open.open[of] == nil && acceptedNumbers.contains(of.sequence)
            what = "\(of) was removed from the pickup folder of \(receiver), and it was never delivered"
        }
        if !isArchived(of), !wasThere {
            find(
                AuditFinding(
                    .purgedUnknown, place.path, line: place.line, delivery: "\(of)",
                    "\(what); compare with a copy of the ledger"))
        }
        purgedPending.append((record.sequence, .pickup, receiver, name))
    }

    /// What is settled is gone.
    func settlePurged(upTo settled: UInt64) throws(FileError) {
        guard let first = purgedPending.first, first.sequence <= settled else { return }
        for pending in purgedPending where pending.sequence <= settled {
            guard let folder = try folder(pending.place, pending.participant),
                try folder.status(of: pending.name) != nil
            else {
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
