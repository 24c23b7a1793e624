import Messages
import Recording

/// The deliveries that the ledger has opened and not ended. Holds about 150 bytes for each: what has
/// ended is forgotten.
struct AuditDeliveries {
    /// One accepted message for one receiver.
    struct Open {
        let sender: ParticipantIdentifier
        let receiver: ParticipantIdentifier
        let type: MessageType
        let syntax: Syntax
        let digest: Digest?
        /// The name of its body in `taken/`, as the ledger has it.
        let taken: String
        /// The line that has it moved to where it is: once that is settled, its file lies still.
        var mover: UInt64
        /// Where the ledger accepted it.
        let place: LedgerExamination.Place
        /// Whether it was handed on as what must not be repeated, and not taken back since.
        var isStarted = false
    }

    private(set) var open: [DeliveryIdentifier: Open] = [:]

    /// Opens the deliveries of an accepted message.
    mutating func accept(_ record: LedgerRecord, _ place: LedgerExamination.Place) {
        guard let sender = record.sender, let type = record.type, let syntax = record.syntax else { return }
        for (number, receiver) in record.receivers.enumerated() {
            open[DeliveryIdentifier(sequence: record.sequence, receiver: number)] = Open(
                sender: sender, receiver: receiver, type: type, syntax: syntax, digest: record.body,
                taken: number < record.taken.count ? record.taken[number] : "", mover: record.sequence, place: place)
        }
    }

    /// Opens a delivery once more that has ended; false when it is open, or the line says too little.
    mutating func reopen(
        _ delivery: DeliveryIdentifier, _ record: LedgerRecord, _ place: LedgerExamination.Place
    ) -> Bool {
        guard open[delivery] == nil, let sender = record.sender, let receiver = record.receivers.first,
            let type = record.type, let syntax = record.syntax
        else { return false }
        open[delivery] = Open(
            sender: sender, receiver: receiver, type: type, syntax: syntax, digest: record.digest, taken: "",
            mover: record.sequence, place: place)
        return true
    }

    /// Notes whether a delivery is started now, and says whether it was; nil when it is not open.
    mutating func setStarted(_ delivery: DeliveryIdentifier, _ isStarted: Bool) -> Bool? {
        guard let before = open[delivery]?.isStarted else { return nil }
        if before != isStarted { open[delivery]?.isStarted = isStarted }
        return before
    }

    /// Notes that a line has a delivery moved from where it waited.
    mutating func setMoving(_ delivery: DeliveryIdentifier, with sequence: UInt64) {
        open[delivery]?.mover = sequence
    }

    /// Ends a delivery; nil when it was not open.
    mutating func end(_ delivery: DeliveryIdentifier) -> Open? { open.removeValue(forKey: delivery) }
}
