import Files
import Handling
import Messages
import Recording
import Routing
import Spooling

/// Plans what follows from a committed record. The same plan serves right after the commit and after a
/// crash, when the record is all that is known.
struct MovePlanner {
    let spool: Spool
    /// Says which receivers have programs; a table that was changed since the decision decides anew.
    let table: RoutingTable

    /// The moves for a decision that was just committed.
    func moves(for record: LedgerRecord, candidate: Candidate) throws(FileError) -> [Move] {
        let bodies = candidate.staged.map { Optional($0.fileName) }
        var moves = try self.moves(for: record, bodies: bodies, receipt: record.receipt.flatMap(TakenName.fileName))
        switch candidate.body {
        case .copies:
            // An original that was inspected from `taken/` has left the drop long ago.
            let isTaken = candidate.work.place != .drop
            let step: Move.Step =
                isTaken
                ? .discard(candidate.work.name, from: candidate.folders.taken) : .claim(candidate, keptAs: nil)
            moves.insert(Move(sequence: record.sequence, step: step), at: 0)
        case .moved: break
        case .original:
            let kept = MovePlanner.refusedName(record)
            let isTaken = candidate.work.place != .drop
            let step: Move.Step =
                isTaken
                ? .setAside(candidate.work.name, from: candidate.folders.taken, to: candidate.folders, as: kept)
                : .claim(candidate, keptAs: kept)
            moves.insert(Move(sequence: record.sequence, step: step), at: 0)
        }
        return moves.map { move in
            // The message id as it stands in the message is known only now.
            guard case .enqueue(let body, let from, let to, var message) = move.step else { return move }
            message.messageID = candidate.verdict.judgement.header.messageID
            return Move(sequence: move.sequence, step: .enqueue(body, from: from, to: to, message))
        }
    }

    /// The moves for a decision: what becomes of its bodies (nil for one that is gone already), and its
    /// receipt.
    func moves(for record: LedgerRecord, bodies: [FileName?], receipt: FileName?) throws(FileError) -> [Move] {
        guard let identifier = record.sender else { return [] }
        let sender = try spool.folders(of: identifier)
        var steps: [Move.Step] = []
        switch record.event {
        case .accepted: steps += try accepted(record, sender, bodies)
        case .duplicate: steps += bodies.compactMap { $0 }.map { .discard($0, from: sender.taken) }
        case .refused:
            let name = MovePlanner.refusedName(record)
            for (count, body) in bodies.enumerated() {
                guard let body else { continue }
                // Of an id that was used again, one copy is enough.
                steps.append(
                    count == 0
                        ? .setAside(body, from: sender.taken, to: sender, as: name) : .discard(body, from: sender.taken)
                )
            }
        case .delivered, .deferred, .undelivered, .commit: break
        }
        if let receipt { steps.append(MovePlanner.tell(receipt, record, sender)) }
        return steps.map { Move(sequence: record.sequence, step: $0) }
    }

    private func accepted(
        _ record: LedgerRecord, _ sender: ParticipantFolders, _ bodies: [FileName?]
    ) throws(FileError) -> [Move.Step] {
        var steps: [Move.Step] = []
        for (place, body) in bodies.enumerated() where place < record.receivers.count {
            guard let body, let type = record.type, let syntax = record.syntax else { continue }
            let receiver = try spool.folders(of: record.receivers[place])
            let identifier = DeliveryIdentifier(sequence: record.sequence, receiver: place)
            // A reply goes to its asker's pickup folder, whatever else the asker may have.
            let isReply = record.delivery != nil
            if !isReply, table.participants[receiver.participant]?.program != nil,
                let message = WaitingMessage(record, receiver: place)
            {
                steps.append(.enqueue(body, from: sender.taken, to: receiver, message))
            } else {
                let name = Inbox.name(type, identifier, syntax)
                steps.append(.deliver(body, from: sender.taken, to: receiver, as: name, identifier))
            }
        }
        return steps
    }

    /// The moves for a message that a program refused or that was given up.
    static func moves(
        undelivered record: LedgerRecord, message: WaitingMessage, receiver: ParticipantFolders,
        sender: ParticipantFolders
    ) -> [Move] {
        let name = refusedName(record)
        var steps: [Move.Step] = [.setAside(message.name, from: receiver.waiting, to: sender, as: name)]
        if let receipt = record.receipt.flatMap(TakenName.fileName) { steps.append(tell(receipt, record, sender)) }
        return steps.map { Move(sequence: record.sequence, step: $0) }
    }

    private static func tell(_ receipt: FileName, _ record: LedgerRecord, _ sender: ParticipantFolders) -> Move.Step {
        let name = Inbox.receiptName(DeliveryIdentifier(sequence: record.sequence), record.syntax ?? .xml)
        return .tell(receipt, from: sender.taken, to: sender, as: name)
    }

    /// The name of a file in `refused/`: the ledger's number, the reason, the syntax.
    static func refusedName(_ record: LedgerRecord) -> FileName {
        let number = DeliveryIdentifier(sequence: record.sequence)
        let syntax = record.syntax.map { ".\($0.rawValue)" } ?? ""
        guard let name = FileName("\(number).\(record.reason?.rawValue ?? "refused")\(syntax)") else {
            preconditionFailure("a number and a reason make a file name")
        }
        return name
    }
}
