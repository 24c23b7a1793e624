/// What was chosen for a document when its root element was seen.
public struct Chosen {
    /// Judges it.
    public let validator: SchemaValidator
    /// Where its header fields stand.
    public let fields: FieldPaths
    /// Its contract's own limit for text; nil for the general one.
    public let textLimit: Int?
    /// Where its items stand, when each of them is to be judged by itself; nil when not. In XML only.
    public var items: ItemPaths?

    /// Chooses.
    public init(validator: SchemaValidator, fields: FieldPaths, textLimit: Int? = nil, items: ItemPaths? = nil) {
        self.validator = validator
        self.fields = fields
        self.textLimit = textLimit
        self.items = items
    }
}

/// What a document turned out to be.
public struct Conclusion: Sendable {
    /// Whether it keeps its schema.
    public var isValid: Bool
    /// The rules that it breaks, at most as many as were asked for, in document order.
    public var violations: [Violation]
    /// How many it breaks.
    public var violationCount: Int
    /// libxml2 gave up somewhere: nothing is proven.
    public var internalError: Bool
    /// Its fields, in the order of the paths; nil where it has none.
    public var fields: [[UInt8]?]
    /// Why reading stopped early; nil when it did not.
    public var stop: DocumentStop?
    /// Where it stopped, in bytes.
    public var stopOffset: Int
    /// Line and column of that, in a document that flows; else nil.
    public var stopPosition: (line: Int, column: Int)?
    /// Its items, where they were watched and every violation is kept; else nil.
    public var items: ItemTally?
}
