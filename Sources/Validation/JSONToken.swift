/// One value or member name of a JSON text.
struct JSONToken {
    enum Kind: UInt8 {
        case object, array, string, number, literalTrue, literalFalse, literalNull
        /// A member's name; its value is the next token.
        case name
    }

    var kind: Kind
    /// Whether a string or name holds escapes.
    var hasEscapes = false
    /// Whether a string or name may hold characters beyond ASCII.
    var isForeign = false
    /// The value's first byte; of a string, the byte after its quote.
    var start: Int
    /// Behind the value's last byte; of a string, its closing quote.
    var end: Int
    /// Containers: the place of the first token that is no longer inside.
    var next: Int
}

/// Why a text is no JSON.
struct JSONFailure: Error {
    enum Cause { case ended, syntax, depth, name }
    var cause: Cause
    var offset: Int
    var text: String
}
