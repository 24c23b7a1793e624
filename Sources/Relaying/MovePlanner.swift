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

    /// Adds the moves for a decision that is about to be committed.
    func plan(_ record: LedgerRecord, _ candidate: Candidate, into moves: inout [Move]) throws(FileError) {
        func discard(_ name: TakenName) {
            moves.append(
                Move(sequence: record.sequence, step: .discard(name.fileName, from: candidate.folders.taken)))
        }
        // Of a batch without some of its items that does not go on after all, the operator gets the whole.
        let keepsWhole = candidate.part != nil && record.event == .refused
        if record.event != .accepted, let part = candidate.part { discard(part.feedback) }
        if keepsWhole { candidate.staged.forEach(discard) }
        switch candidate.body {
        case .moved: break
        case .copies where keepsWhole, .original:
            let kept = MovePlanner.refusedName(record)
            let isTaken = candidate.work.place != .drop
            let step: Move.Step =
                isTaken
                ? .setAside(candidate.work.name, from: candidate.folders.taken, to: candidate.folders, as: kept)
                : .claim(candidate, keptAs: kept)
            moves.append(Move(sequence: record.sequence, step: step))
        case .copies:
            // An original that was inspected from `taken/` has left the drop long ago.
            let isTaken = candidate.work.place != .drop
            let step: Move.Step =
                isTaken
                ? .discard(candidate.work.name, from: candidate.folders.taken) : .claim(candidate, keptAs: nil)
            moves.append(Move(sequence: record.sequence, step: step))
        }
        try plan(
            record, from: candidate.folders, bodies: keepsWhole ? [] : candidate.staged.map { $0.fileName },
            told: [record.feedback, record.receipt].map { $0.flatMap(TakenName.fileName) },
            // As it stands in the message; the ledger may mask it.
            messageID: candidate.verdict.judgement.header.messageID, into: &moves)
    }

    /// Adds the moves for a decision that the ledger tells of.
    ///
    /// - Parameters:
    ///   - bodies: in the order of its receivers; nil for one that is gone already.
    ///   - feedback: nil for one that is gone already, or was not written.
    ///   - receipt: the same.
    func plan(
        _ record: LedgerRecord, bodies: [FileName?], feedback: FileName? = nil, receipt: FileName?,
        into moves: inout [Move]
    ) throws(FileError) {
        guard let sender = record.sender else { return }
        try plan(
            record, from: try spool.folders(of: sender), bodies: bodies, told: [feedback, receipt], messageID: nil,
            into: &moves)
    }

    private func plan(
        _ record: LedgerRecord, from sender: ParticipantFolders, bodies: [FileName?], told: [FileName?],
        messageID: [UInt8]?, into moves: inout [Move]
    ) throws(FileError) {
        func add(_ step: Move.Step) { moves.append(Move(sequence: record.sequence, step: step)) }
        switch record.event {
        case .accepted:
            for place in bodies.indices where place < record.receivers.count {
                guard let body = bodies[place] else { continue }
                if let step = try accepted(record, sender, body, place, messageID) { add(step) }
            }
        case .duplicate:
            for case let body? in bodies { add(.discard(body, from: sender.taken)) }
        case .refused:
            // Of an id that was used again, one copy is enough.
            for (place, body) in bodies.enumerated() {
                guard let body else { continue }
                let name = MovePlanner.refusedName(record)
                add(
                    place == 0
                        ? .setAside(body, from: sender.taken, to: sender, as: name) : .discard(body, from: sender.taken)
                )
            }
        case .delivered, .deferred, .undelivered, .commit, .started, .held, .released, .retried, .resent, .replayed,
            .paused, .resumed, .opened, .purged, .shortened:
            break
        }
        if let feedback = told[0] {
            add(.tell(feedback, from: sender.taken, to: sender, as: MovePlanner.feedbackName(record)))
        }
        if let receipt = told[1] { add(MovePlanner.tell(receipt, record, sender)) }
    }

    /// The name of the feedback about a batch in its sender's pickup folder: that of a delivered message.
    static func feedbackName(_ record: LedgerRecord) -> FileName {
        Inbox.name(ProcessingFeedback.type, DeliveryIdentifier(sequence: record.sequence), .xml)
    }

    /// What becomes of the body for one receiver; nil when the ledger does not say what it is.
    private func accepted(
        _ record: LedgerRecord, _ sender: ParticipantFolders, _ body: FileName, _ place: Int, _ messageID: [UInt8]?
    ) throws(FileError) -> Move.Step? {
        guard let type = record.type, let syntax = record.syntax else { return nil }
        let receiver = try spool.folders(of: record.receivers[place])
        // A reply goes to its asker's pickup folder, whatever else the asker may have.
        if record.delivery == nil, record.opens != nil || table.participants[receiver.participant]?.program != nil,
            var message = WaitingMessage(record, receiver: place)
        {
            if let messageID { message.messageID = messageID }
            message.keepsOrder = table.orderedRoutes.contains(message.route)
            return .enqueue(body, from: sender.taken, to: receiver, message)
        }
        let identifier = DeliveryIdentifier(sequence: record.sequence, receiver: place)
        return .deliver(
            body, from: sender.taken, to: receiver, as: Inbox.name(type, identifier, syntax), identifier)
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

    /// The move that gives a waiting message's name another mark, or none.
    static func mark(
        _ record: LedgerRecord, _ message: WaitingMessage, _ receiver: ParticipantFolders, as mark: WaitingMessage.Mark?
    ) -> Move {
        Move(
            sequence: record.sequence,
            step: .mark(message.name, in: receiver.waiting, as: message.marked(mark).name))
    }

    /// The move for a waiting message whose window is open, and whose receiver has a pickup folder.
    static func opened(
        _ sequence: UInt64, _ name: FileName, _ delivery: DeliveryIdentifier, _ type: MessageType, _ syntax: Syntax,
        _ receiver: ParticipantFolders
    ) -> Move {
        Move(
            sequence: sequence,
            step: .deliver(
                name, from: receiver.waiting, to: receiver, as: Inbox.name(type, delivery, syntax), delivery))
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
