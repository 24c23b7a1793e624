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
    /// The longest name of an element or attribute, without its prefix, in bytes.
    public var name = 1_000
    /// The most CPU time that reading and judging may take, in nanoseconds, for each 10 MB begun; nil for no
    /// limit. Looked at once in `ReadingTime.eventsBetweenLooks` elements, and where a rule is broken.
    public var time: Int64?
    /// The most different names in one document; of JSON, only those that the schema does not have.
    /// A schema with more has never been seen, and names pile up in the parser's dictionary.
    public static let names = 10_000
    /// Whether violations keep the values that break a rule.
    public var keepsValues = false

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
    /// A tag, comment or instruction longer than `DocumentLimits.tag`.
    case tag
    /// A name longer than `DocumentLimits.name`.
    case name
    /// More different names than `DocumentLimits.names`.
    case names
    /// More CPU time than `DocumentLimits.time`.
    case time
    /// A document type declaration.
    case doctype
    /// Nobody knows a contract for the root element.
    case unknownRoot
}
