import Files
import Messages
import Recording
import Routing
import Spooling

/// A candidate's verdict as a ledger record, and what a repetition makes of it. Pure. Not to be copied: there is much in it.
struct Decision: ~Copyable {
    /// What the ledger will say, but for receipts.
    var record: LedgerRecord
    /// What the sender is told.
    private(set) var outcome: Outcome
    /// What the operator must be told at once; nil when nothing.
    let alarm: String?
    /// What makes it the same as another message; nil for what is refused.
    let key: DuplicateKey?
    /// Where it comes from when an operator had it judged anew.
    private let resubmission: Resubmission?

    init(_ candidate: Candidate, at time: Timestamp, sequence: UInt64, masks: Bool) {
        func mask(_ bytes: [UInt8]) -> [UInt8] { masks ? PersonalIdentityMask.masked(bytes) : bytes }
        let verdict = candidate.verdict
        // Written where it stays: there is much in it to copy.
        record = LedgerRecord(sequence: sequence, time: time, event: verdict.refusal == nil ? .accepted : .refused)
        record.sender = candidate.sender
        record.file = FileName.escaped(mask(candidate.name.bytes))
        record.size = candidate.status.size
        record.digest = candidate.digest
        record.type = verdict.judgement.type
        record.syntax = verdict.judgement.syntax
        record.route = verdict.route
        record.receivers = verdict.receivers
        record.reason = verdict.refusal?.reason
        record.errors = verdict.refusal?.errors ?? []
        record.moreErrors = verdict.refusal?.moreErrors ?? 0
        if let part = verdict.part {
            record.itemsAccepted = part.accepted
            record.itemsRefused = part.refused
            record.errors = part.mistakes.errors
            record.moreErrors = part.mistakes.moreErrors
            record.delivered = candidate.part?.digest
            record.feedback = candidate.part?.feedback.text
        }
        switch candidate.body {
        case .moved(let name, let copies):
            record.taken = [name.text]
            for copy in copies { record.taken.append(copy.text) }
        case .copies, .original:
            record.taken = candidate.staged.map(\.text)
            record.sourceInode = candidate.status.inode
            record.sourceChanged = candidate.status.changed
        }
        if case .taken = candidate.work.place {
            resubmission = TakenName(candidate.work.name).flatMap { Resubmission(token: String($0.token)) }
        } else {
            resubmission = nil
        }
        record.againOf = resubmission.map { DeliveryIdentifier(sequence: $0.of) }
        var key: DuplicateKey?
        // An id that is absurdly long is not written down; its message is refused anyway.
        if let messageID = verdict.judgement.header.messageID, messageID.count <= 1_024 {
            record.messageID = mask(messageID)
            if let type = verdict.judgement.type, verdict.refusal == nil {
                let named = DuplicateKey(sender: candidate.sender, type: type, messageID: messageID)
                if record.messageID != messageID { record.key = named.fingerprint }
                key = named
            }
        }
        self.key = key
        alarm = verdict.judgement.validatorGaveUp ? Decision.alarm(record) : Decision.alarm(ofProfile: record)
        outcome = verdict.refusal == nil ? .accepted : .refused
    }

    /// Says that the validator gave up: which message, and whose contract. Without values.
    private static func alarm(_ record: LedgerRecord) -> String {
        "alarm: the validator gave up on \(MovePlanner.refusedName(record)) from \(record.sender?.text ?? "nobody"): "
            + "contract \(record.type?.text ?? "unknown"); make its rules simpler, and have the message sent again"
    }

    /// Says that a message carried what its receiver has no need to know; nil for any other. Names no value.
    private static func alarm(ofProfile record: LedgerRecord) -> String? {
        guard record.reason == .profile else { return nil }
        let places = record.errors.compactMap(\.place).joined(separator: ", ")
        return "alarm: \(MovePlanner.refusedName(record)) from \(record.sender?.text ?? "nobody") carries \(places), "
            + "which may not pass on route \(record.route?.text ?? "unknown"); it was refused, ask its sender why"
    }

    /// Whether it is an earlier message itself, which was not delivered and is judged anew.
    func takesUp(_ first: Acceptance) -> Bool {
        resubmission?.wasAccepted ?? false && first.digest == record.digest
    }

    /// Turns an acceptance into a refusal, for what only the ledger knows of the sender's other messages.
    mutating func refuse(_ refusal: Refusal) {
        if record.delivered != nil {
            forgetPart()
            // What is kept for the operator is what was sent.
            record.taken = []
        }
        record.event = .refused
        record.receivers = []
        record.reason = refusal.reason
        record.errors = refusal.errors
        outcome = .refused
    }

    /// Turns an acceptance into what it is when the message was accepted before: the same bytes are
    /// answered with the outcome of the first, other bytes are refused.
    mutating func follow(_ first: Acceptance) {
        let identifier = DeliveryIdentifier(sequence: first.sequence)
        record.receivers = []
        record.delivery = identifier
        if first.digest == record.digest {
            if record.delivered != nil { forgetPart() }
            record.event = .duplicate
            let time = String(decoding: first.time.text, as: UTF8.self)
            record.text = "accepted before, at \(time)"
            outcome = .duplicate
            return
        }
        let text =
            "this message id was used for another message, accepted as \(identifier); give each message its own id"
        refuse(Refusal(.idReused, [MessageError(.duplicate, text)]))
    }

    /// Nothing goes on, so that nothing is to be said of items.
    private mutating func forgetPart() {
        record.itemsAccepted = nil
        record.itemsRefused = nil
        record.delivered = nil
        record.feedback = nil
        record.errors = []
        record.moreErrors = 0
    }
}

/// An accepted message, as far as a repetition of it asks.
struct Acceptance {
    /// Its number in the ledger.
    let sequence: UInt64
    /// When it was accepted.
    let time: Timestamp
    /// Its content.
    let digest: Digest?

    /// What a record says of it.
    init(_ record: LedgerRecord) {
        sequence = record.sequence
        time = record.time
        digest = record.digest
    }
}
