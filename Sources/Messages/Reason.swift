/// Why a message was refused, or not delivered after it was accepted.
///
/// The names are a promise: they never change meaning, and the list grows only at the end of a kind.
/// The order is the order of precedence: the first reason that applies is the one that is told.
public enum Reason: String, Sendable, CaseIterable {
    // What the file is.
    case notAFile = "not-a-file"
    case linked
    case wrongOwner = "wrong-owner"
    case unreadable
    case empty
    case tooLarge = "too-large"
    // How it is written.
    case incomplete
    case notUTF8 = "not-utf8"
    case malformed
    case doctype
    case tooDeep = "too-deep"
    case limit
    // What it is, and whether its sender may send it.
    case unknownMessage = "unknown-message"
    case syntaxNotPermitted = "syntax-not-permitted"
    case notPermitted = "not-permitted"
    case agreementNotInForce = "agreement-not-in-force"
    // What it says.
    case invalid
    case noMessageID = "no-message-id"
    case senderMismatch = "sender-mismatch"
    case wrongEnvironment = "wrong-environment"
    case noConsent = "no-consent"
    case profile
    case overQuota = "over-quota"
    case idReused = "id-reused"
    // After it was accepted.
    case handlerRefused = "handler-refused"
    case gaveUp = "gave-up"
    case noAnswer = "no-answer"
    case discarded
}

extension Reason: Comparable {
    /// Its place in the order of precedence.
    public var precedence: Int {
        guard let place = Reason.allCases.firstIndex(of: self) else { preconditionFailure("a reason that is no case") }
        return place
    }

    /// Whether `left` is told rather than `right`.
    public static func < (left: Reason, right: Reason) -> Bool { left.precedence < right.precedence }
}
