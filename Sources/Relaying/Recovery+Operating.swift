import Files
import Handling
import Messages
import Recording
import Routing
import Spooling

// What operators had done, and a crash left half done.
extension Recovery {
    mutating func finishOperation(_ record: LedgerRecord) throws(FileError) {
        switch record.event {
        case .paused:
            if let pause = Pause(record) { add(.pause(pause, in: spool.ledger), record) }
        case .resumed:
            if let scope = PauseScope(record) { add(.resume(scope, in: spool.ledger), record) }
        case .resent: try finishResent(record)
        case .replayed: try finishReplayed(record)
        case .purged: try finishPurged(record)
        case .shortened:
            if let through = record.through, try SealedSegment.isThere(through: through, in: spool.ledger) {
                add(.shorten(through: through, in: spool.ledger), record)
            }
        default: break
        }
    }

    private mutating func add(_ step: Move.Step, _ record: LedgerRecord) {
        plan.moves.append(Move(sequence: record.sequence, step: step))
    }

    /// An undelivered message on its way back to its receiver's program.
    private mutating func finishResent(_ record: LedgerRecord) throws(FileError) {
        guard let delivery = record.delivery, let receiver = record.receivers.first,
            let file = try refusedFile(record), try isThere(file), let accepted = try line(delivery.sequence),
            var message = WaitingMessage(accepted, receiver: delivery.receiver)
        else { return }
        message.tries = record.attempt ?? 0
        message.keepsOrder = table.orderedRoutes.contains(message.route)
        let refused = try spool.folders(of: file.sender).refused
        add(.enqueue(file.name, from: refused, to: try spool.folders(of: receiver), message), record)
    }

    /// A refused file on its way to be judged anew.
    private mutating func finishReplayed(_ record: LedgerRecord) throws(FileError) {
        guard let file = try refusedFile(record), try isThere(file) else { return }
        let name = TakenName(.moved, token: Resubmission(file, line: record.sequence).token, rest: file.original)
        add(.resubmit(file.name, from: try spool.folders(of: file.sender), as: name), record)
    }

    /// A refused file whose removal is in the ledger, or what was not fetched.
    private mutating func finishPurged(_ record: LedgerRecord) throws(FileError) {
        if let receiver = record.receivers.first { return try finishPurged(record, for: receiver) }
        guard let number = record.delivery, let file = try line(number.sequence).flatMap({ RefusedFile($0) }),
            try isThere(file)
        else { return }
        add(.discard(file.name, from: try spool.folders(of: file.sender).refused), record)
    }

    private mutating func finishPurged(
        _ record: LedgerRecord, for receiver: ParticipantIdentifier
    ) throws(FileError) {
        guard let name = record.unfetchedName else { return }
        let pickup = try spool.folders(of: receiver).pickup
        if try pickup.status(of: name) != nil { add(.discard(name, from: pickup), record) }
    }

    private func refusedFile(_ record: LedgerRecord) throws(FileError) -> RefusedFile? {
        try record.againOf.flatMap { number throws(FileError) in try line(number.sequence) }.flatMap { RefusedFile($0) }
    }

    private func isThere(_ file: RefusedFile) throws(FileError) -> Bool {
        try spool.folders(of: file.sender).refused.status(of: file.name) != nil
    }

    /// The line with a number. What is damaged has been reported before: nothing is finished by it.
    private func line(_ sequence: UInt64) throws(FileError) -> LedgerRecord? {
        do throws(LedgerError) { return try reader.record(sequence) } catch {
            guard case .file(let cause) = error else { return nil }
            throw cause
        }
    }
}
