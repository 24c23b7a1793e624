import Files
import Messages
import Recording
import Routing
import Spooling

/// Brings a spool back to order before anything is taken: finds what a crash left between two steps
/// of a commit, and says how to finish it. Reads the ledger and the spool, and nothing else; moves
/// nothing itself but what nobody was told of.
struct Recovery {
    /// What is to be done.
    struct Plan {
        /// Moves that were decided and not made, or not known to be made.
        var moves: [Move] = []
        /// Deliveries that were made and that no ledger line records.
        var delivered: [(DeliveryIdentifier, ParticipantIdentifier)] = []
        /// Moved originals that nobody decided.
        var undecided: [Work] = []
        /// Messages that wait for programs, or for windows.
        var waiting: [WaitingMessage] = []
        /// What to tell the operator.
        var words: [LogEntry] = []
        /// The first decision whose body is not what was judged; nothing from there on is settled.
        var spoiled: UInt64?
    }

    let spool: Spool
    let table: RoutingTable
    let reader: LedgerReader
    private let settled: UInt64
    var plan = Plan()
    /// Everything in `taken/`, by participant and the name that the ledger uses.
    var taken: [ParticipantIdentifier: [String: FileName]] = [:]
    /// Everything in the drop folders of those who have unsettled copies, by inode number.
    private var dropped: [ParticipantIdentifier: [UInt64: FileName]] = [:]

    /// Undelivered messages that were handed on once more, with the last lines that say so.
    var resent: [DeliveryIdentifier: UInt64] = [:]
    /// Messages that were given up or refused by their programs, and may have been handed on once more since.
    var undelivered: Set<DeliveryIdentifier> = []
    /// Messages that an operator kept back.
    var stopped: Set<DeliveryIdentifier> = []
    /// What lies in `waiting/`, by receiver, where somebody has asked.
    var lying: [ParticipantIdentifier: [DeliveryIdentifier: (name: WaitingMessage.Name, text: FileName)]] = [:]
    /// Deliveries whose bodies are in `taken/` yet.
    var queued: Set<DeliveryIdentifier> = []
    /// The marks that names will have when the plan is carried out, and those names.
    var remarked: [DeliveryIdentifier: WaitingMessage.Mark?] = [:]
    var remarkedName: [DeliveryIdentifier: FileName] = [:]

    init(spool: Spool, table: RoutingTable, settled: UInt64) {
        self.spool = spool
        self.table = table
        self.settled = settled
        reader = LedgerReader(folder: spool.ledger)
    }

    /// Looks at everything that is not known to be settled.
    mutating func makePlan() throws(LedgerError) -> Plan {
        var records: [LedgerRecord] = []
        try reader.forEach(from: settled + 1) {
            records.append($0)
            return true
        }
        do throws(FileError) {
            for participant in table.participants.keys { try list(participant) }
            for sender in Set(records.compactMap(\.sender)) { try list(sender) }
            for record in records {
                guard let delivery = record.delivery else { continue }
                if record.event == .resent { resent[delivery] = record.sequence }
                if record.event == .held, record.by != nil { stopped.insert(delivery) }
            }
            let recorded = Set(records.filter { $0.event == .delivered }.compactMap(\.delivery))
            undelivered = Set(records.filter { $0.event == .undelivered }.compactMap(\.delivery))
            for record in records { try resume(record, recorded) }
            for participant in taken.keys.sorted(by: { $0.text < $1.text }) { try sortOut(participant, records) }
            try findStrangers()
        } catch {
            throw .file(error)
        }
        try findWaiting(records)
        return plan
    }

    private mutating func list(_ participant: ParticipantIdentifier) throws(FileError) {
        guard taken[participant] == nil else { return }
        var names: [String: FileName] = [:]
        for entry in try entries(of: spool.folders(of: participant).taken) {
            if let name = TakenName(entry.name) { names[name.text] = entry.name }
        }
        taken[participant] = names
    }

    /// What lies in a folder; nothing where that is missing. A participant that has left the table may have none, and one
    /// of the table may get its drop folder back later.
    func entries(of folder: Directory) throws(FileError) -> [DirectoryEntry] {
        do throws(FileError) {
            return try folder.entries()
        } catch {
            if error.cause == .noSuchFile { return [] }
            throw error
        }
    }

    /// Finishes one decision: what is still in `taken/` is moved on, what is gone was moved before.
    private mutating func resume(_ record: LedgerRecord, _ recorded: Set<DeliveryIdentifier>) throws(FileError) {
        switch record.event {
        case .delivered, .undelivered: return try finishWaiting(record)
        case .deferred, .held, .released: return try finishMark(record)
        case .opened: return try finishOpened(record, recorded)
        case .paused, .resumed, .resent, .replayed, .purged, .shortened: return try finishOperation(record)
        case .accepted, .refused, .duplicate, .commit, .started, .retried: break
        }
        guard let sender = record.sender, [.accepted, .refused, .duplicate].contains(record.event) else { return }
        let folders = try spool.folders(of: sender)
        var bodies: [FileName?] = []
        var spoiled: Set<Int> = []
        for (place, text) in record.taken.enumerated() {
            let found = taken[sender]?.removeValue(forKey: text)
            if let found, record.event == .accepted, try !matches(found, folders.taken, record.body) {
                plan.words.append(
                    LogEntry(
                        .error, .damage,
                        "\(folders.taken.path(of: found)): it is not what was accepted as \(DeliveryIdentifier(sequence: record.sequence)); restore it from a copy, it is left there",
                        participant: sender, route: record.route
                    ))
                // Neither moved nor called delivered: it stays unsettled until somebody has mended it.
                plan.spoiled = min(plan.spoiled ?? record.sequence, record.sequence)
                spoiled.insert(place)
                bodies.append(nil)
                continue
            }
            bodies.append(found)
        }
        let feedback = record.feedback.flatMap { taken[sender]?.removeValue(forKey: $0) }
        let receipt = record.receipt.flatMap { taken[sender]?.removeValue(forKey: $0) }
        try MovePlanner(spool: spool, table: table)
            .plan(record, bodies: bodies, feedback: feedback, receipt: receipt, into: &plan.moves)
        if record.event == .accepted {
            for (place, receiver) in record.receivers.enumerated() where place < bodies.count {
                let identifier = DeliveryIdentifier(sequence: record.sequence, receiver: place)
                if bodies[place] != nil {
                    queued.insert(identifier)
                    continue
                }
                if spoiled.contains(place) { continue }
                if !recorded.contains(identifier), try wentToPickup(record, identifier, receiver) {
                    plan.delivered.append((identifier, receiver))
                }
            }
        }
        try findOriginal(record, folders)
    }

    /// A copy's original that is still in the drop: the same inode, unchanged, with the same content. One that comes back
    /// later, with its folder, is taken as what it is by then: a file that was sent twice.
    private mutating func findOriginal(_ record: LedgerRecord, _ folders: ParticipantFolders) throws(FileError) {
        guard let inode = record.sourceInode else { return }
        if dropped[folders.participant] == nil {
            var names: [UInt64: FileName] = [:]
            for entry in try entries(of: folders.drop) { names[entry.inode] = entry.name }
            dropped[folders.participant] = names
        }
        guard let found = dropped[folders.participant]?[inode], let status = try folders.drop.status(of: found),
            status.changed == record.sourceChanged
        else { return }
        if let digest = record.digest, try !matches(found, folders.drop, digest) { return }
        let kept = record.taken.isEmpty ? MovePlanner.refusedName(record) : nil
        plan.moves.append(
            Move(sequence: record.sequence, step: .claimRecovered(found, folders, inode: inode, keptAs: kept)))
    }

    /// What is left in a `taken/` folder after all decisions have claimed theirs.
    private mutating func sortOut(_ participant: ParticipantIdentifier, _ records: [LedgerRecord]) throws(FileError) {
        let folders = try spool.folders(of: participant)
        let names = (taken[participant] ?? [:]).values.compactMap { file in TakenName(file).map { (file, $0) } }
            .sorted { TakenName.isEarlier($0.1, $1.1) }
        for (file, name) in names {
            switch name.kind {
            case .copy, .receipt: try folders.taken.remove(file)
            case .moved:
                // One that was inspected from here, and whose copy, or refusal without a copy, is committed.
                if let decided = try isDecided(file, folders, records) {
                    try dispose(of: file, folders, decided)
                    continue
                }
                let place = WorkPlace.taken(.init(original: name.rest))
                plan.undecided.append(Work(sender: participant, name: file, place: place))
            case .claim: try sortOutClaim(file, name, folders, records)
            }
        }
    }

    /// An original that was on its way out: the one that a decision names, or a newer file.
    private mutating func sortOutClaim(
        _ file: FileName, _ name: TakenName, _ folders: ParticipantFolders, _ records: [LedgerRecord]
    ) throws(FileError) {
        if let decided = try isDecided(file, folders, records) { return try dispose(of: file, folders, decided) }
        guard let original = FileName(name.rest) else { return }
        // One that may have been cut is not its name.
        if file.bytes.count < FileName.longest {
            do throws(FileError) {
                return try folders.taken.rename(file, to: folders.drop, original)
            } catch {
                // The name is in use once more, or there is no drop folder now.
                guard error.cause == .fileExists || folders.absence != nil else { throw error }
            }
        }
        // It is inspected from here.
        plan.undecided.append(
            Work(sender: folders.participant, name: file, place: .taken(.init(original: name.rest))))
    }

    /// An original that is decided: our copy stands for it, or it is kept for the operator itself.
    private mutating func dispose(
        of file: FileName, _ folders: ParticipantFolders, _ decided: LedgerRecord
    ) throws(FileError) {
        guard decided.taken.isEmpty else {
            try folders.taken.remove(file)
            return
        }
        do throws(FileError) {
            try folders.taken.rename(file, to: folders.refused, MovePlanner.refusedName(decided))
        } catch {
            guard folders.absence != nil else { throw error }
            plan.words.append(
                LogEntry(
                    .error, .recovery,
                    "\(error); the refused file stays where it is, make its folder in refused/ and restart",
                    participant: folders.participant))
            // What is left here must be found again.
            plan.spoiled = min(plan.spoiled ?? decided.sequence, decided.sequence)
        }
    }

    /// The unsettled decision about the original that lies in `taken/` under this name.
    private func isDecided(
        _ file: FileName, _ folders: ParticipantFolders, _ records: [LedgerRecord]
    ) throws(FileError) -> LedgerRecord? {
        // What was refused and is judged anew is the same file: only what was decided since counts.
        let since = TakenName(file).flatMap { Resubmission(token: String($0.token)) }?.line ?? 0
        guard let status = try folders.taken.status(of: file),
            let decided = records.first(where: {
                $0.sender == folders.participant && $0.sourceInode == status.inode && $0.sequence > since
            })
        else { return nil }
        guard let digest = decided.digest else { return decided }
        return try matches(file, folders.taken, digest) ? decided : nil
    }

    /// Messages in `waiting/`, with what the ledger says of them.
    private mutating func findWaiting(_ records: [LedgerRecord]) throws(LedgerError) {
        // One look for all: ten thousand may wait.
        let lines = LedgerLines(folder: spool.ledger)
        var ended: Set<DeliveryIdentifier> = []
        for record in records where [.delivered, .undelivered, .opened].contains(record.event) {
            if let delivery = record.delivery, record.sequence > resent[delivery] ?? 0 { ended.insert(delivery) }
        }
        let folders: [(ParticipantIdentifier, [DirectoryEntry])]
        do throws(FileError) { folders = try waitingEntries() } catch { throw .file(error) }
        for (participant, entries) in folders {
            let isKnown = table.participants[participant] != nil
            for entry in entries {
                guard let name = WaitingMessage.parse(entry.name) else { continue }
                let delivery = name.delivery
                if ended.contains(delivery) { continue }
                guard let record = try accepted(delivery, lines),
                    var message = WaitingMessage(record, receiver: delivery.receiver)
                else {
                    // A folder of nobody may be somebody's copy of one.
                    guard isKnown else { continue }
                    plan.words.append(
                        LogEntry(
                            .error, .damage,
                            "waiting/\(participant)/\(entry.name.description): the ledger does not know it; it is left there",
                            participant: participant
                        ))
                    continue
                }
                guard isKnown || message.receiver == participant else { continue }
                message.tries = name.tries
                message.mark = remarked[delivery] ?? name.mark
                message.keepsOrder = table.orderedRoutes.contains(message.route)
                plan.waiting.append(message)
            }
        }
    }

    private func accepted(
        _ delivery: DeliveryIdentifier, _ lines: LedgerLines
    ) throws(LedgerError) -> LedgerRecord? {
        do throws(FileError) { return try lines.record(delivery.sequence) } catch { throw .file(error) }
    }

    private func matches(_ name: FileName, _ folder: Directory, _ digest: Digest?) throws(FileError) -> Bool {
        let file = try folder.open(name)
        file.dropCachedPages()
        return try file.digest() == digest
    }
}
