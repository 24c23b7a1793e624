/// What a document may cost. Whatever goes beyond stops the reading.
public struct DocumentLimits: Equatable, Sendable {
    /// The deepest element, the root being 1.
    public var depth = 128
    /// The most attributes of one element.
    public var attributes = 256
    /// The longest text between two tags, and the longest attribute value, in bytes.
    public var text = 10_000_000
    /// The longest start tag, comment or processing instruction, in bytes.
    public var tag = 1_000_000

    /// The default limits.
    public init() {}
}

/// Why a reader stopped before the end of a document that was well-formed so far.
public enum DocumentStop: Equatable, Sendable {
    /// Deeper than `DocumentLimits.depth`.
    case depth
    /// More attributes than `DocumentLimits.attributes`.
    case attributes
    /// More text than `DocumentLimits.text`.
    case text
    /// A start tag, comment or instruction longer than `DocumentLimits.tag`.
    case tag
    /// A document type declaration.
    case doctype
    /// Nobody knows a contract for the root element.
    case unknownRoot
}
