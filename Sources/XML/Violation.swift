/// One rule of a schema that a document breaks.
public struct Violation: Sendable {
    /// The rules, as far as a reader must act differently on them.
    public enum Rule: Sendable {
        case root, unexpectedElement, missingElement, unexpectedText, unexpectedAttribute, missingAttribute
        case notNillable, nilContent, abstract, key, type, enumeration, pattern, fixed
        case length, minLength, maxLength, minInclusive, maxInclusive, minExclusive, maxExclusive
        case totalDigits, fractionDigits
        case other
        /// libxml2 gave up: the document is not shown to be valid, and not shown to be invalid.
        case internalError
    }

    /// The rule.
    public var rule: Rule
    /// The rule's own operand: the pattern, the bound, the allowed values, the expected elements, the
    /// type's name. Comes out of the schema, never out of the document.
    public var operand: String
    /// The beginning of the value that breaks the rule, where `DocumentLimits.keepsValues` asks for it
    /// and where it is one of a type, pattern, enumeration, bound or length.
    public var value: String?
    /// The attribute at fault; nil when the element is.
    public var attribute: String?
    /// Where: the way from the root to the element.
    public var path: [Step] = []
    /// Where in the bytes: XML, somewhere in the element's start tag; JSON, the value's first byte.
    public var offset = 0
    /// Line and column of that, in a document that flows; else nil.
    public var position: (line: Int, column: Int)?
    /// How whoever reads the document names the place, where that cannot be asked later.
    public var place: String?

    /// One element on the way from the root.
    public struct Step: Sendable, Equatable {
        /// Its local name.
        public var name: String
        /// Which one of that name under its parent, from 1; 0 when that was no longer counted.
        public var position: Int
        /// Its place in a JSON array, from 0; nil when it stood in none.
        public var index: Int?
    }
}
