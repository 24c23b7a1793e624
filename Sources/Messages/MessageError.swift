/// One thing that is wrong in a message: a stable code, where, and the broken rule in words.
///
/// Never holds a value out of the message: it goes into receipts, the ledger and the log.
public struct MessageError: Equatable, Sendable {
    /// The kinds of mistake. The names are a promise, as those of `Reason` are.
    public enum Code: String, Sendable, CaseIterable {
        // The file as a whole.
        case file
        // Well-formedness.
        case ended, encoding, syntax, namespace, entity, doctype
        // Limits.
        case depth, attributes, text, names, time, size, tag, name, order
        // What the contract says of structure.
        case root
        case unexpectedElement = "unexpected-element"
        case missingElement = "missing-element"
        case unexpectedText = "unexpected-text"
        case unexpectedAttribute = "unexpected-attribute"
        case missingAttribute = "missing-attribute"
        case duplicateMember = "duplicate-member"
        case notNillable = "not-nillable"
        case nilContent = "nil-content"
        case abstract
        case substitution
        case key
        case schema
        // What the contract says of values.
        case type, pattern, enumeration, fixed, length
        case minLength = "min-length"
        case maxLength = "max-length"
        case minInclusive = "min-inclusive"
        case maxInclusive = "max-inclusive"
        case minExclusive = "min-exclusive"
        case maxExclusive = "max-exclusive"
        case totalDigits = "total-digits"
        case fractionDigits = "fraction-digits"
        // What the routing table says.
        case permission, identity, duplicate
        // What a handler said.
        case handler
    }

    /// The kind of mistake.
    public var code: Code
    /// Line in the file, from 1; nil where no place is at fault.
    public var line: Int?
    /// Column in characters, from 1.
    public var column: Int?
    /// Element path (XML) or JSON Pointer (JSON); nil where no place is at fault.
    public var place: String?
    /// The rule that is broken and what would be right, in words.
    public var text: String

    /// Names a mistake.
    public init(_ code: Code, line: Int? = nil, column: Int? = nil, place: String? = nil, _ text: String) {
        self.code = code
        self.line = line
        self.column = column
        self.place = place
        self.text = text
    }
}

/// Why a message was refused, with everything that its sender needs to mend it.
public struct Refusal: Equatable, Sendable {
    /// The reason that is told.
    public var reason: Reason
    /// What is wrong, in the order of the document; at most `MessageError.most`.
    public var errors: [MessageError]
    /// How many more there were; at least so many, of a message with more than 10,000.
    public var moreErrors: Int
    /// The values that break a rule, by the place of their mistake in `errors`; only where the sender
    /// wants to see them, and for nobody's eyes but the sender's: they stand apart from the mistakes,
    /// which everybody may see.
    public var quotes: [Int: String] = [:]

    /// Refuses for a reason.
    public init(_ reason: Reason, _ errors: [MessageError] = [], moreErrors: Int = 0) {
        self.reason = reason
        self.errors = errors
        self.moreErrors = moreErrors
    }
}

extension MessageError {
    /// The largest number of errors that is kept of one message.
    public static let most = 100
}
