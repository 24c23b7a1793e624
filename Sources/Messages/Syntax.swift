/// How a message is written.
public enum Syntax: String, Sendable, CaseIterable {
    /// XML 1.0, in UTF-8 or what else its route allows.
    case xml
    /// JSON as RFC 8259 has it, in UTF-8.
    case json
}
