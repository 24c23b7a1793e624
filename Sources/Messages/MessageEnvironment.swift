/// Whether messages are meant in earnest. What is only a trial never reaches a receiver that acts on it, nor
/// the reverse.
public enum MessageEnvironment: String, Sendable, CaseIterable {
    /// In earnest.
    case production
    /// A trial.
    case test
}
