/// What a handler said about one delivery.
public enum HandlerAnswer: Equatable, Sendable {
    /// It has the message.
    case taken
    /// It will never take it, and says why in a few words of ours.
    case refused(String)
    /// Not this time, and why.
    case tryAgain(String)
}
