import Files
import Messages
import Recording
import Routing
import Spooling

// The step `decide` of a commit, for what operators want.
extension Commit {
    func record(_ operation: Operation, _ group: inout Group) throws(FileError) {
        var record = LedgerRecord(sequence: ledger.nextSequence, time: group.time, event: .paused)
        record.by = operation.intervention.by
        record.text = operation.intervention.comment
        let words: String
        switch operation.step {
        case .pause(let scope):
            scope.fill(&record)
            if let pause = Pause(record) { plan(.pause(pause, in: spool.ledger), record, &group) }
            words = "paused"
        case .resume(let scope):
            record.event = .resumed
            scope.fill(&record)
            plan(.resume(scope, in: spool.ledger), record, &group)
            words = "goes on"
        case .retry(let message):
            record.event = .retried
            record.delivery = message.delivery
            record.receivers = [message.receiver]
            words = "tried now"
        case .retryAll(let receiver):
            record.event = .retried
            record.receivers = [receiver]
            words = "tried now"
        case .resend(let file, let message):
            guard try claim(file, operation, &group) else { return }
            record.event = .resent
            record.delivery = message.delivery
            record.sender = message.sender
            record.receivers = [message.receiver]
            record.type = message.type
            record.messageID = message.maskedMessageID
            record.syntax = message.syntax
            record.route = message.route
            record.digest = message.digest
            record.attempt = message.tries
            record.reason = file.record.reason
            record.againOf = file.number
            let receiver = try spool.folders(of: message.receiver)
            let refused = try spool.folders(of: file.sender).refused
            plan(.enqueue(file.name, from: refused, to: receiver, message), record, &group)
            words = "handed on once more to \(message.receiver), as the same delivery"
        case .replay(let file):
            guard try claim(file, operation, &group) else { return }
            record.event = .replayed
            record.sender = file.sender
            record.file = file.record.file
            record.syntax = file.record.syntax
            record.reason = file.record.reason
            record.againOf = file.number
            let name = TakenName(
                .moved, token: Resubmission(file, line: record.sequence).token, rest: file.original)
            plan(.resubmit(file.name, from: try spool.folders(of: file.sender), as: name), record, &group)
            words = "judged anew, as a new message; luova trace \(file.number) tells what becomes of it"
        case .purge(let file, let row):
            guard try claim(file, operation, &group) else { return }
            record.event = .purged
            record.delivery = file.number
            record.sender = file.sender
            record.file = file.record.file
            record.digest = file.record.body
            record.type = file.record.type
            record.syntax = file.record.syntax
            record.reason = file.record.reason
            record.rest(on: row)
            plan(.discard(file.name, from: try spool.folders(of: file.sender).refused), record, &group)
            words = "removed"
        case .purgeDelivered(let message):
            guard try claim(message, operation, &group) else { return }
            record.event = .purged
            record.delivery = message.number
            record.sender = message.record.sender
            record.digest = message.record.body
            record.type = message.record.type
            record.messageID = message.record.messageID
            record.syntax = message.record.syntax
            record.receivers = [message.holder]
            record.rest(on: message.row)
            plan(.discard(message.name, from: try spool.folders(of: message.holder).pickup), record, &group)
            words = "removed"
        case .purgeReceipt(let told):
            guard try claim(told, operation, &group) else { return }
            record.event = .purged
            record.delivery = told.number
            record.receivers = [told.holder]
            switch told.kind {
            case .receipt: record.receipt = told.name.description
            case .feedback: record.feedback = told.name.description
            }
            record.rest(on: told.row)
            plan(.discard(told.name, from: try spool.folders(of: told.holder).pickup), record, &group)
            words = "removed"
        case .shorten(let segment, let row, let size, let digest):
            guard try mayRemove(segment, operation, &group) else { return }
            record.event = .shortened
            record.file = segment.name.description
            record.size = size
            record.digest = digest
            record.rest(on: row)
            record.through = segment.through
            record.anchor = segment.chain
            plan(.shorten(through: segment.through, in: spool.ledger), record, &group)
            words = "removed"
        }
        ledger.append(record)
        group.result.operations.append(Operation.End(operation: operation, outcome: .done(words), record: record))
    }

    private func plan(_ step: Move.Step, _ record: LedgerRecord, _ group: inout Group) {
        group.moves.append(Move(sequence: record.sequence, step: step))
    }

    /// Takes a file in a pickup folder, unless it was fetched meanwhile.
    private func claim(
        _ file: any RetainedInPickup, _ operation: Operation, _ group: inout Group
    ) throws(FileError) -> Bool {
        let isThere = try spool.folders(of: file.holder).pickup.status(of: file.name) != nil
        guard isThere, unfetched.insert(file.name).inserted else {
            group.result.operations.append(
                Operation.End(
                    operation: operation, outcome: .refused("\(file.path) is not there any more"), record: nil))
            return false
        }
        group.unfetched.append(file.name)
        return true
    }

    /// Whether a segment may go: it has not gone yet, and all in it is settled.
    private func mayRemove(
        _ segment: SealedSegment, _ operation: Operation, _ group: inout Group
    ) throws(FileError) -> Bool {
        var obstacle: String?
        let isThere = try spool.ledger.status(of: segment.name) != nil
        if segment.first <= shortened {
            obstacle = "its line is in the ledger, and it goes as soon as the disk lets it"
        } else if !isThere {
            obstacle = "ledger/\(segment.name.description) is not there any more"
        } else if segment.through > ledger.settled {
            obstacle = "not everything in it is settled"
        }
        if let obstacle {
            group.result.operations.append(
                Operation.End(operation: operation, outcome: .refused(obstacle), record: nil))
            return false
        }
        shortened = segment.through
        return true
    }

    /// Takes a file in `refused/`, which can be taken once: it leaves that folder behind the commit.
    private func claim(_ file: RefusedFile, _ operation: Operation, _ group: inout Group) throws(FileError) -> Bool {
        let number = file.record.sequence
        let isThere = try spool.folders(of: file.sender).refused.status(of: file.name) != nil
        guard isThere, claimed.insert(number).inserted else {
            let text = "refused/\(file.sender)/\(file.name.description) is not there any more"
            group.result.operations.append(
                Operation.End(operation: operation, outcome: .refused(text), record: nil))
            return false
        }
        group.claimed.append(number)
        return true
    }
}

extension LedgerRecord {
    /// Names the row because of which something is removed, and its statute.
    fileprivate mutating func rest(on row: Retention) {
        retention = row.identifier
        basis = row.basis
    }
}
