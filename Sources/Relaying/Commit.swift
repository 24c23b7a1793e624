import Files
import Handling
import Messages
import Recording
import Routing
import Spooling

/// Makes the decisions of a group durable, in the order that the page spool-states explains:
/// decide, sync bodies, append, sync the ledger; then Delivery moves and tells. Belongs to the
/// committer's queue.
///
/// Unchecked: everything in it happens on the committer's queue.
final class Commit: @unchecked Sendable {  // reason: only on the committer's queue
    /// One thing that is to be decided or recorded.
    enum Item: Sendable {
        case candidate(Candidate)
        case settlement(Settlement)
    }

    /// What a commit made happen, for those who wait for it.
    struct Result: Sendable {
        /// Names that are no longer in hand.
        var finished: [Work] = []
        /// Files that are to be looked at anew.
        var again: [Work] = []
        /// Messages for programs.
        var waiting: [WaitingMessage] = []
        /// Settlements that are recorded.
        var settled: [Settlement] = []
        /// What to tell the operator.
        var words: [(LogLevel, String)] = []
        /// How many files were decided.
        var decided = 0
        /// Whether something was done that only a further commit makes durable and records.
        var hasLooseEnds = false
    }

    /// Up to so many bodies are synced one by one; for more, the whole file system is cheaper.
    private static let fewBodies = 4

    private let spool: Spool
    private let ledger: Ledger
    private let index: DuplicateIndex
    private let custody: CustodyKeeper
    private let delivery: Delivery
    /// `delivered` lines and folders of the group before, to be made durable with this one.
    private var delivered: [(DeliveryIdentifier, ParticipantIdentifier)] = []
    private var touched: [ObjectIdentifier: Directory] = [:]
    /// Moves that could not be made yet.
    private var unplaced: [Move] = []
    /// The first decision that recovery could not finish.
    private var spoiled: UInt64?
    /// Accepted in this group, not in the index yet.
    private var fresh: [DuplicateKey: LedgerRecord] = [:]

    init(spool: Spool, ledger: Ledger, index: DuplicateIndex, custody: CustodyKeeper) {
        self.spool = spool
        self.ledger = ledger
        self.index = index
        self.custody = custody
        delivery = Delivery(custody: custody)
    }

    /// Takes over what recovery found: moves to make, and deliveries that no line records.
    func adopt(_ plan: Recovery.Plan) {
        unplaced += plan.moves
        delivered += plan.delivered
        spoiled = plan.spoiled
    }

    /// Commits a group. When it returns, everything in it is durable and on its way; when it throws, the
    /// disk has failed and nothing of it may be acknowledged: the process must end.
    func commit(_ items: [Item]) throws(LedgerError) -> Result {
        var result = Result()
        let now = Timestamp(nanoseconds: Clock.realtime())
        let before = ledger.nextSequence - 1
        recordDeliveries(now)
        var moves: [Move] = []
        var bodies: [(FileName, Directory)] = []
        fresh.removeAll(keepingCapacity: true)
        do throws(FileError) {
            for item in items {
                switch item {
                case .candidate(let candidate):
                    try decide(candidate, now, &moves, &bodies, &result)
                case .settlement(let settlement):
                    try record(settlement, now, &moves, &bodies, &result)
                }
            }
            try synchronize(bodies)
        } catch {
            throw .file(error)
        }
        let settled = (unplaced.map(\.sequence) + (spoiled.map { [$0] } ?? [])).min().map { $0 - 1 } ?? before
        try ledger.commit(time: now, settled: min(settled, before))
        try remember(now)
        place(moves, &result)
        result.hasLooseEnds = !delivered.isEmpty || !touched.isEmpty
        return result
    }

    /// The lines for what the group before delivered; its renames become durable with this group.
    private func recordDeliveries(_ now: Timestamp) {
        for (identifier, receiver) in delivered {
            var record = LedgerRecord(sequence: ledger.nextSequence, time: now, event: .delivered)
            record.delivery = identifier
            record.receivers = [receiver]
            ledger.append(record)
        }
        delivered = []
    }

    /// Makes staged bodies, their names, and the renames of the group before durable.
    private func synchronize(_ bodies: [(FileName, Directory)]) throws(FileError) {
        if bodies.count > Commit.fewBodies || touched.count > 2 * Commit.fewBodies {
            try spool.root.synchronizeFileSystem()
        } else {
            for (name, folder) in bodies {
                try folder.open(name).synchronizeData()
                touched[ObjectIdentifier(folder)] = folder
            }
            for folder in touched.values { try folder.synchronize() }
        }
        touched = [:]
    }

    private func remember(_ now: Timestamp) throws(LedgerError) {
        do throws(FileError) {
            for (key, record) in fresh { try index.insert(key.fingerprint, record.sequence, record.time) }
            try index.complete(through: ledger.nextSequence - 1, at: now)
        } catch {
            throw .file(error)
        }
    }

    private func place(_ moves: [Move], _ result: inout Result) {
        let done = delivery.carryOut(unplaced + moves)
        unplaced = done.failed.map(\.0)
        delivered = done.delivered
        touched = done.touched
        result.waiting += done.waiting
        result.again += done.newMessages + done.back
        for (_, error) in done.failed { result.words.append((.error, "\(error); it is tried again")) }
    }

    // MARK: Deciding

    private func decide(
        _ candidate: Candidate, _ now: Timestamp, _ moves: inout [Move], _ bodies: inout [(FileName, Directory)],
        _ result: inout Result
    ) throws(FileError) {
        result.finished.append(candidate.work)
        if case .moved(let name, let copies) = candidate.body, candidate.work.place == .drop, !candidate.isUntouched {
            // Somebody waits to write it: nothing is decided, it goes back and comes again.
            for copy in copies { try candidate.folders.taken.remove(copy.fileName) }
            candidate.file?.putBack(name, from: candidate.folders.taken, to: candidate.folders.drop)
            result.again.append(candidate.work)
            return
        }
        let decision = Decision(
            candidate, at: now, sequence: ledger.nextSequence,
            masks: candidate.table.settings.masksPersonalIdentityCodes)
        var record = decision.record
        var outcome = decision.outcome
        if record.event == .accepted, let key = decision.key {
            if let first = try earlier(key, now) {
                outcome = decision.repeated(first, &record)
            } else {
                fresh[key] = record
            }
        }
        if candidate.sender.receipts.covers(outcome) {
            record.receipt = try stage(
                Receipt(
                    record: record, outcome: outcome, receiver: candidate.sender.identifier,
                    quotes: candidate.sender.quotesValues ? candidate.verdict.refusal?.quotes ?? [:] : [:]),
                candidate.folders, &bodies)
        }
        ledger.append(record)
        result.decided += 1
        if let alarm = decision.alarm { result.words.append((.error, alarm)) }
        let planner = MovePlanner(spool: spool, table: candidate.table)
        for name in candidate.staged { bodies.append((name.fileName, candidate.folders.taken)) }
        moves += try planner.moves(for: record, candidate: candidate)
    }

    /// The accepted message that has this key: earlier in this group, or inside the window.
    private func earlier(_ key: DuplicateKey, _ now: Timestamp) throws(FileError) -> LedgerRecord? {
        if let record = fresh[key] { return record }
        do throws(LedgerError) {
            return try index.find(key, now: now)
        } catch {
            switch error {
            case .file(let error): throw error
            case .damaged(let path, _, _): throw FileError(.read, path, .invalid)
            }
        }
    }

    /// Writes a receipt to `taken/`, before the commit that makes it true.
    private func stage(
        _ receipt: Receipt, _ folders: ParticipantFolders, _ bodies: inout [(FileName, Directory)]
    ) throws(FileError) -> String {
        let name = try custody.stageCopy(receipt.bytes[...], kind: .receipt, in: folders.taken, group: folders.group)
        bodies.append((name.fileName, folders.taken))
        return name.text
    }

    // MARK: What handlers said

    private func record(
        _ settlement: Settlement, _ now: Timestamp, _ moves: inout [Move], _ bodies: inout [(FileName, Directory)],
        _ result: inout Result
    ) throws(FileError) {
        let message = settlement.message
        let receiver = try spool.folders(of: message.receiver)
        let sender = try spool.folders(of: message.sender)
        var record = LedgerRecord(sequence: ledger.nextSequence, time: now, event: .delivered)
        record.delivery = message.delivery
        record.receivers = [message.receiver]
        record.attempt = message.tries
        result.settled.append(settlement)
        switch settlement.result {
        case .delivered(let reply):
            ledger.append(record)
            moves.append(Move(sequence: record.sequence, step: .discard(message.name, from: receiver.waiting)))
            if let reply { try self.record(reply, to: message, from: receiver, now, &moves, &bodies) }
        case .deferred(let text):
            record.event = .deferred
            record.text = text
            ledger.append(record)
        case .undelivered(let reason, let text):
            record.event = .undelivered
            record.reason = reason
            record.sender = message.sender
            record.file = message.fileName
            record.digest = message.digest
            record.type = message.type
            record.messageID = message.maskedMessageID
            record.syntax = message.syntax
            record.route = message.route
            record.errors = [MessageError(.handler, text)]
            if settlement.policy.covers(.undelivered) {
                record.receipt = try stage(
                    Receipt(record: record, outcome: .undelivered, receiver: message.sender), sender, &bodies)
            }
            ledger.append(record)
            moves += MovePlanner.moves(undelivered: record, message: message, receiver: receiver, sender: sender)
        }
    }

    private func record(
        _ reply: Reply, to message: WaitingMessage, from system: ParticipantFolders, _ now: Timestamp,
        _ moves: inout [Move], _ bodies: inout [(FileName, Directory)]
    ) throws(FileError) {
        var record = LedgerRecord(sequence: ledger.nextSequence, time: now, event: .accepted)
        record.delivery = message.delivery
        record.sender = message.receiver
        record.size = reply.size
        record.digest = reply.digest
        record.type = reply.type
        record.messageID = reply.header.messageID.map(PersonalIdentityMask.masked)
        record.syntax = reply.syntax
        record.route = message.route
        record.receivers = [message.sender]
        record.taken = [reply.body]
        ledger.append(record)
        guard let body = TakenName.fileName(reply.body) else { return }
        bodies.append((body, system.taken))
        let asker = try spool.folders(of: message.sender)
        let identifier = DeliveryIdentifier(sequence: record.sequence)
        let name = Inbox.name(reply.type, identifier, reply.syntax)
        moves.append(
            Move(sequence: record.sequence, step: .deliver(body, from: system.taken, to: asker, as: name, identifier)))
    }
}
