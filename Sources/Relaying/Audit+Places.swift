import Files
import Handling
import Messages
import Recording
import Spooling

// What is open is looked for in the spool; what is in the spool and open nowhere is reported.

extension Audit {
    // MARK: What the ledger has open

    /// Looks for every open delivery of the snapshot until it is found or has ended.
    func findOpen() throws(FileError) {
        var missing = Array(open.open.keys.filter { $0.sequence <= snapshot ?? 0 && !isArchived($0) })
        var standstill = 0
        for _ in 0..<Audit.longestPatience {
            missing = try lookFor(missing)
            if missing.isEmpty { return }
            let before = examination.lastSequence
            try readOn()
            missing.removeAll { open.open[$0] == nil }
            // What is settled has its `delivered` line, or lies still.
            let isSettled = missing.allSatisfy { open.open[$0]?.mover ?? 0 <= examination.settled }
            standstill = !isSettled && examination.lastSequence > before ? 0 : standstill + 1
            if standstill >= (isSettled ? Audit.settledPatience : Audit.patience) { break }
            ScratchFolder.pause(nanoseconds: 100_000_000)
        }
        for delivery in missing.sorted(by: { ($0.sequence, $0.receiver) < ($1.sequence, $1.receiver) }) {
            guard let lost = open.open[delivery] else { continue }
            let text =
                lost.mover <= examination.settled
                ? "accepted for \(lost.receiver), not delivered, and not in the spool; look for its body, and ask \(lost.sender) for it again"
                : "accepted for \(lost.receiver), not recorded as delivered, and not in the spool; if \(lost.receiver) has taken it already, the next start of the daemon records that"
            find(AuditFinding(.lost, lost.place.path, line: lost.place.line, delivery: "\(delivery)", text))
        }
    }

    /// Looks for deliveries in the order in which files move, and says which are nowhere.
    private func lookFor(_ deliveries: [DeliveryIdentifier]) throws(FileError) -> [DeliveryIdentifier] {
        var takenNow: [ParticipantIdentifier: [String: Taken]] = [:]
        var waitingNow: [ParticipantIdentifier: [DeliveryIdentifier: FileName]] = [:]
        for delivery in deliveries {
            guard let open = open.open[delivery], takenNow[open.sender] == nil else { continue }
            takenNow[open.sender] = try takenNames(open.sender)
        }
        for delivery in deliveries {
            guard let open = open.open[delivery], waitingNow[open.receiver] == nil else { continue }
            waitingNow[open.receiver] = try waitingNames(open.receiver)
        }
        var missing: [DeliveryIdentifier] = []
        for delivery in deliveries {
            guard let open = open.open[delivery] else { continue }
            if let found = takenNow[open.sender]?[open.taken]?.file,
                try isFound(found, .taken, open.sender, open, delivery)
            {
                summary.inHand += 1
            } else if let found = waitingNow[open.receiver]?[delivery],
                try isFound(found, .waiting, open.receiver, open, delivery)
            {
                summary.waiting += 1
            } else if try !isInPickup(open, delivery) {
                missing.append(delivery)
            }
        }
        return missing
    }

    private func waitingNames(_ receiver: ParticipantIdentifier) throws(FileError) -> [DeliveryIdentifier: FileName] {
        guard let folder = try folder(.waiting, receiver) else { return [:] }
        var names: [DeliveryIdentifier: FileName] = [:]
        try folder.forEachEntry { entry in
            if let delivery = WaitingMessage.parse(entry.name)?.delivery { names[delivery] = entry.name }
            return true
        }
        return names
    }

    /// Whether a body is there; one that is there and is something else is reported. It may move on
    /// meanwhile, and is then found elsewhere.
    private func isFound(
        _ name: FileName, _ place: SpoolView.Place, _ owner: ParticipantIdentifier, _ open: AuditDeliveries.Open,
        _ delivery: DeliveryIdentifier
    ) throws(FileError) -> Bool {
        guard let folder = try folder(place, owner), let digest = open.digest else { return false }
        guard let isRight = try matches(name, in: folder, digest) else { return false }
        if !isRight {
            find(
                AuditFinding(
                    .bodyChanged, folder.path(of: name), delivery: "\(delivery)",
                    "it is not what the ledger says was accepted; restore it from a copy"))
        }
        return true
    }

    /// Whether it is in its pickup folder. If everything up to it is settled, its `delivered` line should be
    /// there.
    private func isInPickup(_ open: AuditDeliveries.Open, _ delivery: DeliveryIdentifier) throws(FileError) -> Bool {
        let name = Inbox.name(open.type, delivery, open.syntax)
        guard let folder = try folder(.pickup, open.receiver), try folder.status(of: name) != nil else { return false }
        if open.mover <= examination.settled {
            find(
                AuditFinding(
                    .unrecorded, folder.path(of: name), delivery: "\(delivery)",
                    "it was delivered, and the ledger does not say so; compare with a copy of the ledger"))
        } else {
            summary.inHand += 1
        }
        return true
    }

    // MARK: What the spool has besides

    func findRest() throws(FileError) {
        try findUnknown(
            deliveries, in: .pickup, .pickupUnknown,
            "the ledger has no such delivery to this participant; find out where it comes from"
        ) {
            guard case .delivery(let id) = AuditName(pickup: $0) else { return nil }
            return (id, AuditListing.fingerprint($0.bytes))
        }
        try findUnknown(
            receipts, in: .pickup, .receiptUnknown,
            "the ledger has no such receipt for this participant; find out where it comes from"
        ) {
            guard case .receipt(let id) = AuditName(pickup: $0) else { return nil }
            return (id, AuditListing.fingerprint($0.bytes))
        }
        try findUnknown(
            waiting, in: .waiting, .waitingUnknown,
            "the ledger did not accept this for this participant's program; find out where it comes from"
        ) { name in
            guard let id = WaitingMessage.parse(name)?.delivery else { return nil }
            return WaitingMessage.kind(name).map { (id, $0) }
        }
        try findUnknown(
            refused, in: .refused, .refusedUnknown, "the ledger has no such refusal; find out where it comes from"
        ) { name in
            AuditName.refused(name).map { ($0, AuditListing.fingerprint(name.bytes)) }
        }
        try findEndedWaiting()
        try findTaken()
        if refusedGone > 0 {
            find(
                AuditFinding(
                    .refusedGone, spool.path(of: .refused),
                    "\(refusedGone) refused files are gone, and no line says so; the operator may remove them"))
        }
        if purged > 0 {
            find(
                AuditFinding(
                    .purged, spool.path(of: .refused), "\(purged) refused files were removed by retention rows"))
        }
        if unfetched > 0 {
            find(
                AuditFinding(
                    .unfetched, spool.path(of: .pickup),
                    "\(unfetched) messages that were not fetched were removed by retention rows"))
        }
        if unfetchedReceipts > 0 {
            find(
                AuditFinding(
                    .unfetchedReceipts, spool.path(of: .pickup),
                    "\(unfetchedReceipts) receipts and feedbacks that were not fetched were removed by retention rows"))
        }
        if let torn = examination.torn {
            find(
                AuditFinding(
                    .torn, torn.path, line: torn.line,
                    "what stands from here on was not committed; a group that is being written, or what the next start cuts"
                ))
        }
        for entry in try spool.ledger.entries() where entry.name.description.hasSuffix(".torn") {
            let text = "lines that a start cut, since no commit closed them; after a crash that is as it should be"
            find(AuditFinding(.tornKept, spool.ledger.path(of: entry.name), text))
        }
        if examination.lastChainValue == nil, examination.lines > 0 {
            find(AuditFinding(.chainMissing, spool.ledger.path, "no line has a chain value; the next group will"))
        }
    }

    /// Reports the listed files that no line spoke of and that are still there.
    private func findUnknown(
        _ listing: AuditListing, in place: SpoolView.Place, _ code: AuditFinding.Code, _ text: String,
        read: (FileName) -> (DeliveryIdentifier, UInt64)?
    ) throws(FileError) {
        var unknown: [UInt32: Set<UInt64>] = [:]
        for file in listing.files where !file.isKnown { unknown[file.participant, default: []].insert(file.sequence) }
        for participant in unknown.keys.sorted() {
            guard let folder = try folder(place, people[Int(participant)]) else { continue }
            var archived = 0
            var names: [(name: FileName, delivery: DeliveryIdentifier)] = []
            try folder.forEachEntry { entry in
                guard let (delivery, fingerprint) = read(entry.name),
                    unknown[participant]?.contains(delivery.sequence) ?? false,
                    listing.places(delivery).contains(where: {
                        let file = listing.files[$0]
                        return !file.isKnown && file.participant == participant && file.fingerprint == fingerprint
                    })
                else { return true }
                // What waits must have its line: without it the daemon cannot go on with it.
                if isArchived(delivery), place != .waiting {
                    archived += 1
                } else {
                    names.append((entry.name, delivery))
                }
                return true
            }
            for (name, delivery) in names.sorted(by: { $0.name.description < $1.name.description }) {
                let isBehind = delivery.sequence > examination.lastSequence
                let more = isBehind ? "; its number is behind the ledger's end, which may have been cut" : ""
                find(AuditFinding(code, folder.path(of: name), delivery: "\(delivery)", text + more))
            }
            if archived > 0 {
                find(AuditFinding(.archived, folder.path, "\(archived) files whose lines the ledger has no longer"))
            }
        }
    }

    private func findEndedWaiting() throws(FileError) {
        for (delivery, sequence) in endedWaiting.sorted(by: { $0.value < $1.value })
        where sequence <= examination.settled {
            for place in waiting.places(delivery) where waiting.files[place].isKnown {
                let participant = people[Int(waiting.files[place].participant)]
                guard let folder = try folder(.waiting, participant), let name = try waitingNames(participant)[delivery]
                else { continue }
                find(
                    AuditFinding(
                        .waitingEnded, folder.path(of: name), delivery: "\(delivery)",
                        "its delivery has ended; remove it once you know that its receiver has it"))
            }
        }
    }

    /// What was in `taken/` before the ledger was read, and still is.
    private func findTaken() throws(FileError) {
        for (participant, names) in taken.sorted(by: { $0.key.text < $1.key.text }) {
            guard let folder = try folder(.taken, participant) else { continue }
            for (_, entry) in names.sorted(by: { $0.key < $1.key }) where try folder.status(of: entry.file) != nil {
                let path = folder.path(of: entry.file)
                if let decision = entry.decision {
                    guard decision <= examination.settled else { continue }
                    find(
                        AuditFinding(
                            .takenSettled, path, delivery: "\(DeliveryIdentifier(sequence: decision))",
                            "line \(decision) is settled, and this was not moved; take it out before the next start, and look what became of it"
                        ))
                } else if TakenName(entry.file) == nil {
                    find(AuditFinding(.foreign, path, "it is named like nothing of ours"))
                } else {
                    find(
                        AuditFinding(
                            .undecided, path, "not decided yet; a running daemon, or the next start, sees to it"))
                }
            }
        }
    }
}
