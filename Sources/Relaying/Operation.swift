import Files
import Messages
import Recording
import Routing

/// Something that an operator wants recorded and done, and that is not the end of a try. The committer decides.
struct Operation: Sendable {
    /// What is to be done.
    enum Step: Sendable {
        case pause(PauseScope)
        case resume(PauseScope)
        indirect case retry(WaitingMessage)
        case retryAll(ParticipantIdentifier)
        indirect case resend(RefusedFile, WaitingMessage)
        indirect case replay(RefusedFile)
        /// By a retention row.
        indirect case purge(RefusedFile, Retention)
        /// The same of a message that its receiver has not fetched.
        indirect case purgeDelivered(RetainedDelivery)
        /// The same of what its sender was told.
        indirect case purgeReceipt(RetainedReceipt)
        /// The oldest segment of the ledger, by a retention row; its length and its content.
        indirect case shorten(SealedSegment, Retention, size: Int64, digest: Digest)
    }

    /// What is to be done.
    let step: Step
    /// Who wants it.
    let intervention: Intervention
    /// Called with what became of it, on the control queue.
    let done: @Sendable (OperatorOutcome) -> Void

    /// What a committed group made of it.
    struct End: Sendable {
        let operation: Operation
        let outcome: OperatorOutcome
        /// The ledger's line; nil where nothing was recorded.
        let record: LedgerRecord?
    }
}

/// A file in `refused/`, and the line that put it there.
struct RefusedFile: Sendable {
    /// The line: `refused` or `undelivered`.
    let record: LedgerRecord
    /// Who sent it.
    let sender: ParticipantIdentifier

    init?(_ record: LedgerRecord) {
        guard record.event == .refused || record.event == .undelivered, let sender = record.sender else { return nil }
        self.record = record
        self.sender = sender
    }

    /// Its number: the line's.
    var number: DeliveryIdentifier { DeliveryIdentifier(sequence: record.sequence) }

    /// Its name in `refused/`.
    var name: FileName { MovePlanner.refusedName(record) }

    /// The name that its sender gave it, as far as the ledger has it.
    var original: [UInt8] {
        let escaped = Array((record.file ?? "").utf8)
        var bytes: [UInt8] = []
        var place = 0
        while place < escaped.count {
            if escaped[place] == UInt8(ascii: "%"), place + 3 <= escaped.count,
                let byte = UInt8(String(decoding: escaped[(place + 1)...(place + 2)], as: UTF8.self), radix: 16)
            {
                bytes.append(byte)
                place += 3
            } else {
                bytes.append(escaped[place])
                place += 1
            }
        }
        return FileName(bytes) == nil ? Array(name.bytes) : bytes
    }
}

/// What the name of a file in `taken/` says when it comes from `refused/`: of which line it is, and which line sent it
/// on its way again. So the decision about it, made now or by the next start, can say so.
struct Resubmission: Equatable {
    /// The number of the line that refused it.
    let of: UInt64
    /// The number of the line `replayed`.
    let line: UInt64
    /// Whether it was accepted before, and then not delivered: then its id is in use, by itself.
    let wasAccepted: Bool

    /// A token that no file has that was taken from a drop folder.
    var token: String {
        "\(wasAccepted ? Resubmission.anew : Resubmission.again)-\(String(of, radix: 36))-\(String(line, radix: 36))"
    }

    private static let again = "again"
    private static let anew = "anew"

    init(_ file: RefusedFile, line: UInt64) {
        of = file.record.sequence
        self.line = line
        wasAccepted = file.record.event == .undelivered
    }

    /// Reads a token; nil for any other.
    init?(token: String) {
        let parts = token.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0] == Resubmission.again || parts[0] == Resubmission.anew,
            let of = UInt64(parts[1], radix: 36), let line = UInt64(parts[2], radix: 36)
        else { return nil }
        self.of = of
        self.line = line
        wasAccepted = parts[0] == Resubmission.anew
    }
}
