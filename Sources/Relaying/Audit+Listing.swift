import Files
import Messages
import Spooling

// What lies in the spool, before the ledger is read.

extension Audit {
    func list() throws(FileError) {
        for participant in try spool.participants(with: .pickup) { try listPickup(participant) }
        for participant in try spool.participants(with: .waiting) { try listWaiting(participant) }
        for participant in try spool.participants(with: .refused) { try listRefused(participant) }
        for participant in try spool.participants(with: .taken) { taken[participant] = try takenNames(participant) }
        deliveries.sort()
        receipts.sort()
        waiting.sort()
        refused.sort()
    }

    private func number(_ participant: ParticipantIdentifier) -> UInt32 {
        if people.last != participant { people.append(participant) }
        return UInt32(people.count - 1)
    }

    private func listPickup(_ participant: ParticipantIdentifier) throws(FileError) {
        guard let folder = try folder(.pickup, participant) else { return }
        let number = number(participant)
        var others = 0
        try folder.forEachEntry { entry in
            let fingerprint = AuditListing.fingerprint(entry.name.bytes)
            switch AuditName(pickup: entry.name) {
            case .delivery(let id): deliveries.add(id, fingerprint, participant: number)
            case .receipt(let id): receipts.add(id, fingerprint, participant: number)
            case .other: others += 1
            }
            return true
        }
        if others > 0 {
            find(AuditFinding(.foreign, folder.path, "\(others) files that are named like nothing of ours"))
        }
    }

    private func listWaiting(_ participant: ParticipantIdentifier) throws(FileError) {
        guard let folder = try folder(.waiting, participant) else { return }
        let number = number(participant)
        var others = 0
        try folder.forEachEntry { entry in
            if let id = WaitingMessage.parse(entry.name)?.delivery, let kind = WaitingMessage.kind(entry.name) {
                waiting.add(id, kind, participant: number)
            } else {
                others += 1
            }
            return true
        }
        if others > 0 {
            find(AuditFinding(.foreign, folder.path, "\(others) files that are named like nothing of ours"))
        }
    }

    private func listRefused(_ participant: ParticipantIdentifier) throws(FileError) {
        guard let folder = try folder(.refused, participant) else { return }
        let number = number(participant)
        var others = 0
        try folder.forEachEntry { entry in
            if let id = AuditName.refused(entry.name) {
                refused.add(id, AuditListing.fingerprint(entry.name.bytes), participant: number)
            } else {
                others += 1
            }
            return true
        }
        if others > 0 {
            find(AuditFinding(.foreign, folder.path, "\(others) files that are named like nothing of ours"))
        }
    }

    /// What lies in a `taken/` folder now.
    func takenNames(_ participant: ParticipantIdentifier) throws(FileError) -> [String: Taken] {
        guard let folder = try folder(.taken, participant) else { return [:] }
        var names: [String: Taken] = [:]
        try folder.forEachEntry { entry in
            names[TakenName(entry.name)?.text ?? entry.name.description] = Taken(file: entry.name)
            return true
        }
        return names
    }
}

extension WaitingMessage {
    /// Tells the message types and syntaxes of names in `waiting/` apart; nil for other names.
    static func kind(_ name: FileName) -> UInt64? {
        parse(name).map { kind($0.type, $0.syntax) }
    }

    static func kind(_ type: String, _ syntax: String) -> UInt64 {
        AuditListing.fingerprint(Array("\(type).\(syntax)".utf8))
    }
}
