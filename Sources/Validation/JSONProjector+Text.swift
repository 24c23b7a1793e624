import Messages
import XML

// Scalars, which are the text of elements.

extension JSONProjector {
    mutating func text<Sink: ElementSink & ~Copyable>(
        _ token: JSONToken, element: Int, into sink: inout Sink
    ) {
        switch token.kind {
        case .object, .array, .literalNull:
            mistake(.unexpectedText, token.start, at: element, "\"#text\" is a string, a number, true or false")
        default:
            if isPlain(token) {
                let offset = token.kind == .string ? token.start - 1 : token.start
                return sink.text(document.span.extracting(token.start..<token.end), offset: offset)
            }
            scratch.removeAll(keepingCapacity: true)
            if !append(token) {
                mistake(.type, token.start - 1, at: element, "a character that no value may hold")
            }
            sink.text(scratch.span, offset: token.start - 1)
        }
    }

    /// Whether a value is text, and no other value.
    @inline(__always)
    func isText(_ token: JSONToken) -> Bool {
        switch token.kind {
        case .string, .number, .literalTrue, .literalFalse: true
        case .object, .array, .literalNull, .name: false
        }
    }

    /// Whether a scalar says what its bytes are, and no character among them is one that XML cannot hold.
    @inline(__always)
    func isPlain(_ token: JSONToken) -> Bool {
        if token.hasEscapes { return false }
        if !token.isForeign { return true }
        // U+FFFE and U+FFFF begin with this byte.
        for place in token.start..<token.end where document[place] == 0xEF { return false }
        return true
    }

    /// Appends what a scalar says to `scratch`; false when it holds a character that XML cannot.
    mutating func append(_ token: JSONToken) -> Bool {
        if token.kind == .string { return JSONUnescaping.append(document[token.start..<token.end], to: &scratch) }
        scratch.append(contentsOf: document[token.start..<token.end])
        return true
    }
}
