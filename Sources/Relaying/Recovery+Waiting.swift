import Files
import Handling
import Messages
import Recording
import Routing
import Spooling

// Messages in `waiting/` about which the ledger says something since they were accepted.
extension Recovery {
    /// A message that must not be handed on twice, and whose name may not say yet what the ledger says of it.
    mutating func finishMark(_ record: LedgerRecord) throws(FileError) {
        guard let delivery = record.delivery, let receiver = record.receivers.first else { return }
        let folder = try spool.folders(of: receiver).waiting
        // One with more tries has been started again since.
        guard let (name, text) = try lying(delivery, for: receiver), name.tries == record.attempt,
            name.mark != nil || stopped.contains(delivery), record.sequence > resent[delivery] ?? 0
        else { return }
        let mark: WaitingMessage.Mark? = record.event != .held ? nil : record.by == nil ? .held : .stopped
        let now = remarked[delivery] ?? name.mark
        guard now != mark else { return }
        let renamed = name.marked(mark)
        plan.moves.append(
            Move(sequence: record.sequence, step: .mark(remarkedName[delivery] ?? text, in: folder, as: renamed)))
        remarked[delivery] = .some(mark)
        remarkedName[delivery] = renamed
    }

    /// A waiting message whose end is recorded, but whose body is still there.
    mutating func finishWaiting(_ record: LedgerRecord) throws(FileError) {
        guard let delivery = record.delivery, let receiver = record.receivers.first else { return }
        let folders = try spool.folders(of: receiver)
        var body: FileName?
        // What lies there has come back since.
        let isBack = record.sequence < resent[delivery] ?? 0
        if !isBack { body = try lying(delivery, for: receiver)?.text }
        if let body, record.event == .delivered {
            plan.moves.append(Move(sequence: record.sequence, step: .discard(body, from: folders.waiting)))
        }
        guard record.event == .undelivered, let sender = record.sender else { return }
        let senderFolders = try spool.folders(of: sender)
        if let body {
            let name = MovePlanner.refusedName(record)
            plan.moves.append(
                Move(
                    sequence: record.sequence, step: .setAside(body, from: folders.waiting, to: senderFolders, as: name)
                ))
        }
        if let text = record.receipt, let receipt = taken[sender]?.removeValue(forKey: text) {
            try MovePlanner(spool: spool, table: table)
                .plan(record, bodies: [], receipt: receipt, into: &plan.moves)
        }
    }

    /// Whether an accepted body that has left `taken/` is in its receiver's pickup folder, or was. The table says so, but it
    /// may have changed since: the receiver may have had a program then, or have none but now.
    mutating func wentToPickup(
        _ record: LedgerRecord, _ delivery: DeliveryIdentifier, _ receiver: ParticipantIdentifier
    ) throws(FileError) -> Bool {
        // A reply always goes there.
        if record.delivery != nil { return true }
        if record.opens != nil || undelivered.contains(delivery) { return false }
        if try lying(delivery, for: receiver) != nil { return false }
        if table.participants[receiver]?.program == nil { return true }
        guard let type = record.type, let syntax = record.syntax else { return false }
        return try spool.folders(of: receiver).pickup.status(of: Inbox.name(type, delivery, syntax)) != nil
    }

    /// The name of a delivery in `waiting/`; nil when it is not there.
    private mutating func lying(
        _ delivery: DeliveryIdentifier, for receiver: ParticipantIdentifier
    ) throws(FileError) -> (name: WaitingMessage.Name, text: FileName)? {
        if let names = lying[receiver] { return names[delivery] }
        var names: [DeliveryIdentifier: (name: WaitingMessage.Name, text: FileName)] = [:]
        for entry in try entries(of: spool.folders(of: receiver).waiting) {
            if let name = WaitingMessage.parse(entry.name) { names[name.delivery] = (name, entry.name) }
        }
        lying[receiver] = names
        return names[delivery]
    }

    /// A message that went, or was to go, from `waiting/` to a pickup folder when its window opened.
    mutating func finishOpened(
        _ record: LedgerRecord, _ recorded: Set<DeliveryIdentifier>
    ) throws(FileError) {
        guard let delivery = record.delivery, let receiver = record.receivers.first else { return }
        // One that is not even there yet opens once more.
        if queued.contains(delivery) { return }
        let folders = try spool.folders(of: receiver)
        if let (name, text) = try lying(delivery, for: receiver), let syntax = Syntax(rawValue: name.syntax) {
            plan.moves.append(
                MovePlanner.opened(record.sequence, text, delivery, MessageType(name.type), syntax, folders))
        } else if !recorded.contains(delivery) {
            plan.delivered.append((delivery, receiver))
        }
    }
}
