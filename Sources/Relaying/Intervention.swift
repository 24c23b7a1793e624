public import Messages
public import Recording
import Routing

/// Who had something done, and why.
public struct Intervention: Sendable {
    /// The account.
    public let by: Operator
    /// What the account said about it, without personal identity codes; nil when nothing.
    public let comment: String?
    /// The retention row by which it is done; nil where a person decided about each.
    var retention: Retention?

    /// States who, and why.
    public init(by: Operator, comment: String?) {
        self.by = by
        self.comment = comment.map {
            String(decoding: PersonalIdentityMask.masked(Array($0.utf8)), as: UTF8.self)
        }
    }

    /// Who did what, and why, for the log.
    func words(_ what: String) -> String { "operator \(by): \(what)\(comment.map { ": \($0)" } ?? "")" }
}

/// What an operator may have done.
public enum OperatorAction: Sendable {
    /// A waiting message is kept back until it is released.
    case hold(DeliveryIdentifier)
    /// A held message is handed on after all.
    case release(DeliveryIdentifier)
    /// A held message counts as delivered: its receiver has it.
    case confirm(DeliveryIdentifier)
    /// A waiting or held message is not delivered at all; its sender is told.
    case discard(DeliveryIdentifier)
    /// A waiting message is tried now.
    case retry(DeliveryIdentifier)
    /// All messages that wait for a receiver's program are tried now.
    case retryAll(ParticipantIdentifier)
    /// An undelivered message is handed on once more, as the same delivery.
    case resend(DeliveryIdentifier)
    /// A file in `refused/` is judged anew, as a new message.
    case replay(DeliveryIdentifier)
    /// Something is stopped.
    case pause(PauseScope)
    /// Something that was stopped goes on.
    case resume(PauseScope)

    /// What it is about: a delivery id, or what is stopped.
    public var subject: String {
        switch self {
        case .hold(let delivery), .release(let delivery), .confirm(let delivery), .discard(let delivery),
            .retry(let delivery), .resend(let delivery), .replay(let delivery):
            "\(delivery)"
        case .retryAll(let receiver): "handing on to \(receiver)"
        case .pause(let scope), .resume(let scope): "\(scope)"
        }
    }
}

/// What became of an action.
public enum OperatorOutcome: Sendable, Equatable {
    /// It is in the ledger, and done; in one sentence.
    case done(String)
    /// Nothing was recorded, and nothing done; why, in one sentence.
    case refused(String)
}
