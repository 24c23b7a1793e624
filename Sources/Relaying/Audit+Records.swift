import Files
import Handling
import Messages
import Recording
import Spooling

// What each line of the ledger means for the spool.

extension Audit {
    func read(_ record: LedgerRecord, _ place: LedgerExamination.Place) throws(FileError) {
        noteTaken(record)
        switch record.event {
        case .accepted: try readAccepted(record, place)
        case .refused:
            refusedNumbers.insert(record.sequence)
            try readRefused(record)
        case .duplicate: try readDuplicate(record, place)
        case .delivered: try readDelivered(record, place)
        case .deferred, .started, .held, .released, .opened: readTry(record, place)
        case .resent:
            readTakenUp(record)
            readResent(record, place)
        case .replayed: readTakenUp(record)
        case .retried, .paused, .resumed, .shortened: break
        case .purged: readPurged(record, place)
        case .undelivered: try readUndelivered(record, place)
        case .commit:
            try settleRefused(upTo: record.settled ?? 0)
            try settlePurged(upTo: record.settled ?? 0)
        }
        // Of a removal they name what another line told.
        guard record.event != .purged else { return }
        if record.receipt != nil { knowReceipt(record) }
        if record.feedback != nil { knowFeedback(record) }
    }

    /// Whether a delivery is one of lines that the folder does not have any more.
    func isArchived(_ delivery: DeliveryIdentifier) -> Bool { examination.isMissing(delivery.sequence) }

    /// A try, of a delivery that is open; one that must not be handed on twice was not.
    private func readTry(_ record: LedgerRecord, _ place: LedgerExamination.Place) {
        guard let delivery = record.delivery, !isArchived(delivery) else { return }
        guard let wasStarted = open.setStarted(delivery, record.event == .started || record.event == .held) else {
            return find(
                AuditFinding(
                    .deferredUnknown, place.path, line: place.line, delivery: "\(delivery)",
                    "a try of \(delivery), which is not open; compare with a copy of the ledger"))
        }
        if record.event == .opened { open.setMoving(delivery, with: record.sequence) }
        guard record.event == .started, wasStarted else { return }
        find(
            AuditFinding(
                .startedTwice, place.path, line: place.line, delivery: "\(delivery)",
                "\(delivery) was handed on before, and nothing says that it was not taken then; ask its receiver how often it came"
            ))
    }

    private func noteTaken(_ record: LedgerRecord) {
        guard let sender = record.sender, taken[sender] != nil else { return }
        for name in record.taken { taken[sender]?[name]?.decision = record.sequence }
        for told in [record.receipt, record.feedback] {
            if let told { taken[sender]?[told]?.decision = record.sequence }
        }
    }

    /// A duplicate was accepted before, with the same content.
    private func readDuplicate(_ record: LedgerRecord, _ place: LedgerExamination.Place) throws(FileError) {
        guard let first = record.delivery, !isArchived(first) else { return }
        let wasAccepted = acceptedNumbers.contains(first.sequence)
        if wasAccepted, try found(first.sequence).map({ $0.digest == record.digest }) ?? true { return }
        let text =
            wasAccepted
            ? "called a duplicate of \(first), and its content is other; compare with a copy of the ledger"
            : "called a duplicate of \(first), which was never accepted; compare with a copy of the ledger"
        find(AuditFinding(.duplicateUnknown, place.path, line: place.line, delivery: "\(first)", text))
    }

    /// The line with a number; nil also where it is damaged, which the examination reports.
    private func found(_ sequence: UInt64) throws(FileError) -> LedgerRecord? {
        do throws(LedgerError) { return try reader.record(sequence) } catch {
            guard case .file(let error) = error else { return nil }
            throw error
        }
    }

    // MARK: Acceptance

    private func readAccepted(_ record: LedgerRecord, _ place: LedgerExamination.Place) throws(FileError) {
        acceptedNumbers.insert(record.sequence)
        open.accept(record, place)
        if snapshot == nil { summary.accepted += record.receivers.count }
        // What an operator had judged anew has the id of the one that was not delivered.
        for earlier in window.add(record) where record.againOf == nil { try compare(record, place, earlier) }
        guard let type = record.type, let syntax = record.syntax else { return }
        for (number, receiver) in record.receivers.enumerated() {
            let delivery = DeliveryIdentifier(sequence: record.sequence, receiver: number)
            let kind = WaitingMessage.kind(type.text, syntax.rawValue)
            for place in waiting.places(delivery)
            where waiting.files[place].fingerprint == kind && people[Int(waiting.files[place].participant)] == receiver
            {
                waiting.know(place)
            }
            let name = Inbox.name(type, delivery, syntax)
            let fingerprint = AuditListing.fingerprint(name.bytes)
            for place in deliveries.places(delivery)
            where deliveries.files[place].fingerprint == fingerprint
                && people[Int(deliveries.files[place].participant)] == receiver
            {
                deliveries.know(place)
                if let digest = record.body, let folder = try folder(.pickup, receiver) {
                    try compare(name, in: folder, digest, delivery)
                }
            }
        }
    }

    /// Two messages whose keys may be the same.
    private func compare(
        _ record: LedgerRecord, _ place: LedgerExamination.Place, _ earlier: UInt64
    ) throws(FileError) {
        guard let first = try found(earlier), window.isRepeated(first, record) else { return }
        find(
            AuditFinding(
                .acceptedTwice, place.path, line: place.line,
                delivery: "\(DeliveryIdentifier(sequence: record.sequence))",
                "accepted as \(DeliveryIdentifier(sequence: earlier)) before, inside the duplicate window; tell its receivers, or name the window that the table had"
            ))
    }

    private func compare(
        _ name: FileName, in folder: Directory, _ digest: Digest, _ delivery: DeliveryIdentifier
    ) throws(FileError) {
        guard try matches(name, in: folder, digest) == false else { return }
        find(
            AuditFinding(
                .bodyChanged, folder.path(of: name), delivery: "\(delivery)",
                "it is not what the ledger says was judged; find out who changed it, and ask for it again"))
    }

    // MARK: Ends

    /// What was open; reports why it was not when nothing was.
    private func end(
        _ record: LedgerRecord, _ place: LedgerExamination.Place
    ) -> (delivery: DeliveryIdentifier, open: AuditDeliveries.Open)? {
        guard let delivery = record.delivery else { return nil }
        if !waiting.places(delivery).isEmpty { endedWaiting[delivery] = record.sequence }
        if let ended = open.end(delivery) { return (delivery, ended) }
        if isArchived(delivery) { return nil }
        let (code, text): (AuditFinding.Code, String) =
            if acceptedNumbers.contains(delivery.sequence) {
                (
                    .endedTwice,
                    "the ledger ended this delivery before, or it was for nobody; ask its receiver how often it came"
                )
            } else if refusedNumbers.contains(delivery.sequence) {
                (.endedRefused, "the ledger refused this; find out how it was delivered")
            } else {
                (.endedUnknown, "the ledger never accepted this; compare with a copy of the ledger")
            }
        find(
            AuditFinding(
                code, place.path, line: place.line, delivery: "\(delivery)",
                "\(record.event.rawValue) \(delivery): \(text)"
            ))
        return nil
    }

    private func readDelivered(_ record: LedgerRecord, _ place: LedgerExamination.Place) throws(FileError) {
        guard let (delivery, ended) = end(record, place) else { return }
        if delivery.sequence <= snapshot ?? .max { summary.delivered += 1 }
        guard let receiver = record.receivers.first, receiver != ended.receiver else { return }
        find(
            AuditFinding(
                .otherReceiver, place.path, line: place.line, delivery: "\(delivery)",
                "\(delivery) was for \(ended.receiver), and \(receiver) has it; compare with a copy of the ledger"))
    }

    private func readUndelivered(_ record: LedgerRecord, _ place: LedgerExamination.Place) throws(FileError) {
        undeliveredNumbers.insert(record.sequence)
        try readRefused(record)
        guard let (delivery, ended) = end(record, place) else { return }
        if delivery.sequence <= snapshot ?? .max { summary.undelivered += 1 }
        let name = Inbox.name(ended.type, delivery, ended.syntax)
        guard !deliveries.places(delivery).isEmpty, let folder = try folder(.pickup, ended.receiver),
            try folder.status(of: name) != nil
        else { return }
        find(
            AuditFinding(
                .undeliveredThere, folder.path(of: name), delivery: "\(delivery)",
                "the ledger says that it was not delivered; tell its sender and its receiver"))
    }

    // MARK: Refusals and receipts

    /// The file of a refusal; gone when the operator has removed it.
    private func readRefused(_ record: LedgerRecord) throws(FileError) {
        guard let sender = record.sender else { return }
        let name = MovePlanner.refusedName(record)
        let fingerprint = AuditListing.fingerprint(name.bytes)
        var isThere = false
        for place in refused.places(DeliveryIdentifier(sequence: record.sequence))
        where refused.files[place].fingerprint == fingerprint && people[Int(refused.files[place].participant)] == sender
        {
            refused.know(place)
            isThere = true
            if let digest = record.body, let folder = try folder(.refused, sender) {
                try compare(name, in: folder, digest, DeliveryIdentifier(sequence: record.sequence))
            }
        }
        if !isThere { refusedPending.append((record.sequence, sender, name)) }
    }

    /// Counts the refusals that are settled and whose files are not there.
    private func settleRefused(upTo settled: UInt64) throws(FileError) {
        guard let first = refusedPending.first, first.sequence <= settled else { return }
        for pending in refusedPending where pending.sequence <= settled && !purgedNumbers.contains(pending.sequence) {
            if try folder(.refused, pending.sender)?.status(of: pending.name) == nil {
                refusedGone += 1
                goneNumbers.insert(pending.sequence)
            }
        }
        refusedPending.removeAll { $0.sequence <= settled }
    }

    /// A feedback is named as what is delivered to its receiver.
    private func knowFeedback(_ record: LedgerRecord) {
        feedbackNumbers.insert(record.sequence)
        let identifier = DeliveryIdentifier(sequence: record.sequence)
        let fingerprint = AuditListing.fingerprint(MovePlanner.feedbackName(record).bytes)
        for place in deliveries.places(identifier)
        where deliveries.files[place].fingerprint == fingerprint
            && people[Int(deliveries.files[place].participant)] == record.sender
        {
            deliveries.know(place)
        }
    }

    private func knowReceipt(_ record: LedgerRecord) {
        toldNumbers.insert(record.sequence)
        let identifier = DeliveryIdentifier(sequence: record.sequence)
        let fingerprint = AuditListing.fingerprint(Inbox.receiptName(identifier, record.syntax ?? .xml).bytes)
        for place in receipts.places(identifier)
        where receipts.files[place].fingerprint == fingerprint
            && people[Int(receipts.files[place].participant)] == record.sender
        {
            receipts.know(place)
        }
    }
}
