/// How a message is written.
public enum Syntax: String, Sendable, CaseIterable {
    /// XML 1.0 in UTF-8.
    case xml
    /// JSON as RFC 8259 has it.
    case json
}
