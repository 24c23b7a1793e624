import Files
import Handling
import Messages
import Recording
import Routing
import Spooling

// The step `decide` of a commit, for messages that wait for programs: what programs said, and what persons did.
extension Commit {
    func record(_ settlement: Settlement, _ group: inout Group) throws(FileError) {
        var settlement = settlement
        let message = settlement.message
        let receiver = try spool.folders(of: message.receiver)
        if missesFiles, case .delivered(let reply?) = settlement.result, let body = TakenName.fileName(reply.body),
            try receiver.taken.status(of: body) == nil
        {
            let text = "its reply is gone: somebody has removed it from \(receiver.taken.path)"
            settlement.result = message.mark == .started ? .held(text) : .deferred(text)
        }
        let sender = try spool.folders(of: message.sender)
        var record = LedgerRecord(sequence: ledger.nextSequence, time: group.time, event: .delivered)
        record.delivery = message.delivery
        record.receivers = [message.receiver]
        record.attempt = message.tries
        if let intervention = settlement.intervention {
            record.by = intervention.by
            record.text = intervention.comment
            record.retention = intervention.retention?.identifier
            record.basis = intervention.retention?.basis
        }
        group.result.settled.append(settlement)
        switch settlement.result {
        case .delivered(let reply):
            ledger.append(record)
            group.moves.append(Move(sequence: record.sequence, step: .discard(message.name, from: receiver.waiting)))
            if let reply { try self.record(reply, to: message, from: receiver, &group) }
        case .started:
            record.event = .started
            ledger.append(record)
            // The mark in its name is durable together with the line. What is gone cannot be started, which comes out then.
            var isThere = true
            if missesFiles { isThere = try receiver.waiting.status(of: message.name) != nil }
            if isThere { group.bodies.append((message.name, receiver.waiting)) }
        case .deferred(let text):
            record.event = .deferred
            record.text = text
            ledger.append(record)
            if message.mark != nil { group.moves.append(MovePlanner.mark(record, message, receiver, as: nil)) }
        case .held(let text):
            record.event = .held
            if settlement.intervention == nil { record.text = text }
            ledger.append(record)
            let mark: WaitingMessage.Mark = settlement.intervention == nil ? .held : .stopped
            group.moves.append(MovePlanner.mark(record, message, receiver, as: mark))
        case .released:
            record.event = .released
            ledger.append(record)
            group.moves.append(MovePlanner.mark(record, message, receiver, as: nil))
        case .opened:
            record.event = .opened
            record.attempt = nil
            ledger.append(record)
            group.moves.append(
                MovePlanner.opened(
                    record.sequence, message.name, message.delivery, message.type, message.syntax, receiver))
        case .undelivered(let reason, let text):
            record.event = .undelivered
            record.reason = reason
            record.sender = message.sender
            record.file = message.fileName
            record.digest = message.sent ?? message.digest
            record.delivered = message.sent == nil ? nil : message.digest
            record.type = message.type
            record.messageID = message.maskedMessageID
            record.syntax = message.syntax
            record.route = message.route
            record.errors = [MessageError(.handler, text)]
            // Of a sender that has left the table and whose folders were removed, nobody is there to be told. What was removed
            // while it was open has no name left.
            if settlement.policy.covers(.undelivered), (try? sender.taken.status())?.links ?? 0 > 0 {
                record.receipt = try stage(
                    Receipt(record: record, outcome: .undelivered, receiver: message.sender), sender, &group)
            }
            ledger.append(record)
            group.moves += MovePlanner.moves(undelivered: record, message: message, receiver: receiver, sender: sender)
        }
    }

    private func record(
        _ reply: Reply, to message: WaitingMessage, from system: ParticipantFolders, _ group: inout Group
    ) throws(FileError) {
        var record = LedgerRecord(sequence: ledger.nextSequence, time: group.time, event: .accepted)
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
        group.bodies.append((body, system.taken))
        let asker = try spool.folders(of: message.sender)
        let identifier = DeliveryIdentifier(sequence: record.sequence)
        let name = Inbox.name(reply.type, identifier, reply.syntax)
        group.moves.append(
            Move(sequence: record.sequence, step: .deliver(body, from: system.taken, to: asker, as: name, identifier)))
    }
}
