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

/// Reads JSON text, strictly as RFC 8259 has it, into a flat list of tokens. The text is known to be
/// UTF-8. No recursion, one pass, O(n); the list is reused from text to text.
struct JSONScanner {
    private(set) var tokens: [JSONToken] = []
    private var open: [Int] = []
    private var longestName = Int.max

    /// Reads a whole text. A text that ends too early fails as `ended`, and one with a member name of
    /// more bytes than `longestName`, as it is written, as `name`.
    mutating func scan(_ text: Span<UInt8>, mostDepth: Int, longestName: Int = .max) throws(JSONFailure) {
        self.longestName = longestName
        tokens.removeAll(keepingCapacity: true)
        open.removeAll(keepingCapacity: true)
        var place = 0
        try value(text, &place, mostDepth)
        while let container = open.last {
            try next(text, &place, container, mostDepth)
        }
        try space(text, &place)
        if place < text.count {
            throw fail(.syntax, place, "something stands behind the end of the JSON value; remove it")
        }
    }

    /// Goes on inside the innermost open container, which has just begun or has just had a value.
    private mutating func next(
        _ text: Span<UInt8>, _ place: inout Int, _ container: Int, _ mostDepth: Int
    ) throws(JSONFailure) {
        let isObject = tokens[container].kind == .object
        let isFirst = tokens.count == container + 1
        let close = isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")
        var byte = try significant(text, &place)
        if byte == close {
            place += 1
            tokens[container].end = place
            tokens[container].next = tokens.count
            open.removeLast()
            return
        }
        if !isFirst {
            guard byte == UInt8(ascii: ",") else {
                throw fail(.syntax, place, isObject ? "expected ',' or '}'" : "expected ',' or ']'")
            }
            place += 1
            byte = try significant(text, &place)
        }
        if isObject {
            guard byte == UInt8(ascii: "\"") else { throw fail(.syntax, place, "expected a member name in quotes") }
            try string(text, &place, as: .name)
            guard try significant(text, &place) == UInt8(ascii: ":") else { throw fail(.syntax, place, "expected ':'") }
            place += 1
        }
        try value(text, &place, mostDepth)
    }

    private mutating func value(_ text: Span<UInt8>, _ place: inout Int, _ mostDepth: Int) throws(JSONFailure) {
        let byte = try significant(text, &place)
        switch byte {
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            if open.count >= mostDepth { throw fail(.depth, place, "nested deeper than \(mostDepth) levels") }
            open.append(tokens.count)
            tokens.append(
                JSONToken(kind: byte == UInt8(ascii: "{") ? .object : .array, start: place, end: place, next: 0))
            place += 1
        case UInt8(ascii: "\""): try string(text, &place, as: .string)
        case UInt8(ascii: "t"): try literal(text, &place, "true", .literalTrue)
        case UInt8(ascii: "f"): try literal(text, &place, "false", .literalFalse)
        case UInt8(ascii: "n"): try literal(text, &place, "null", .literalNull)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): try number(text, &place)
        default: throw fail(.syntax, place, "expected a JSON value")
        }
    }

    private mutating func literal(
        _ text: Span<UInt8>, _ place: inout Int, _ word: StaticString, _ kind: JSONToken.Kind
    ) throws(JSONFailure) {
        let start = place
        for offset in 0..<word.utf8CodeUnitCount {
            guard place < text.count else { throw fail(.ended, place, "the text ends inside '\(word)'") }
            let expected = word.withUTF8Buffer { unsafe $0[offset] }
            guard text[place] == expected else { throw fail(.syntax, start, "expected '\(word)'") }
            place += 1
        }
        tokens.append(JSONToken(kind: kind, start: start, end: place, next: tokens.count + 1))
    }

    private mutating func number(_ text: Span<UInt8>, _ place: inout Int) throws(JSONFailure) {
        let start = place
        func digits(_ place: inout Int) throws(JSONFailure) {
            let first = place
            while place < text.count, text[place] >= 0x30, text[place] <= 0x39 { place += 1 }
            if place == first {
                throw fail(place < text.count ? .syntax : .ended, place, "expected a digit")
            }
        }
        if text[place] == UInt8(ascii: "-") { place += 1 }
        if place < text.count, text[place] == UInt8(ascii: "0") {
            place += 1
            if place < text.count, text[place] >= 0x30, text[place] <= 0x39 {
                throw fail(.syntax, start, "a number must not begin with 0")
            }
        } else {
            try digits(&place)
        }
        if place < text.count, text[place] == UInt8(ascii: ".") {
            place += 1
            try digits(&place)
        }
        if place < text.count, text[place] | 0x20 == UInt8(ascii: "e") {
            place += 1
            if place < text.count, text[place] == UInt8(ascii: "+") || text[place] == UInt8(ascii: "-") { place += 1 }
            try digits(&place)
        }
        tokens.append(JSONToken(kind: .number, start: start, end: place, next: tokens.count + 1))
    }

    private mutating func string(_ text: Span<UInt8>, _ place: inout Int, as kind: JSONToken.Kind) throws(JSONFailure) {
        place += 1
        var token = JSONToken(kind: kind, start: place, end: place, next: tokens.count + 1)
        while true {
            guard place < text.count else { throw fail(.ended, place, "the text ends inside a string") }
            let byte = text[place]
            if byte == UInt8(ascii: "\"") { break }
            if byte < 0x20 {
                throw fail(.syntax, place, "a control character in a string must be written as an escape")
            }
            if byte == UInt8(ascii: "\\") {
                token.hasEscapes = true
                try escape(text, &place)
            } else {
                place += 1
            }
        }
        token.end = place
        if kind == .name, place - token.start > longestName {
            // The sign of an attribute is no part of its name.
            let length = place - token.start - (text[token.start] == UInt8(ascii: "@") ? 1 : 0)
            if length > longestName {
                throw fail(.name, token.start - 1, "a name is longer than \(longestName) bytes")
            }
        }
        place += 1
        tokens.append(token)
    }

    /// Steps over one escape; a surrogate must have its other half.
    private func escape(_ text: Span<UInt8>, _ place: inout Int) throws(JSONFailure) {
        let start = place
        place += 1
        guard place < text.count else { throw fail(.ended, place, "the text ends inside an escape") }
        switch text[place] {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            place += 1
        case UInt8(ascii: "u"):
            let unit = try hexadecimal(text, &place)
            if unit & 0xFC00 == 0xD800 {
                guard place < text.count else { throw fail(.ended, place, "the text ends inside an escape") }
                guard text[place] == UInt8(ascii: "\\") else { throw fail(.syntax, start, "half of a surrogate pair") }
                place += 1
                guard place < text.count else { throw fail(.ended, place, "the text ends inside an escape") }
                guard text[place] == UInt8(ascii: "u") else { throw fail(.syntax, start, "half of a surrogate pair") }
                guard try hexadecimal(text, &place) & 0xFC00 == 0xDC00 else {
                    throw fail(.syntax, start, "half of a surrogate pair")
                }
            } else if unit & 0xFC00 == 0xDC00 {
                throw fail(.syntax, start, "half of a surrogate pair")
            }
        default: throw fail(.syntax, start, "unknown escape")
        }
    }

    private func hexadecimal(_ text: Span<UInt8>, _ place: inout Int) throws(JSONFailure) -> UInt16 {
        var unit: UInt16 = 0
        for _ in 0..<4 {
            place += 1
            guard place < text.count else { throw fail(.ended, place, "the text ends inside an escape") }
            guard let digit = JSONScanner.hexadecimalDigit(text[place]) else {
                throw fail(.syntax, place, "expected four hexadecimal digits")
            }
            unit = unit << 4 | UInt16(digit)
        }
        place += 1
        return unit
    }

    static func hexadecimalDigit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x41 + 10
        case 0x61...0x66: byte - 0x61 + 10
        default: nil
        }
    }

    private func space(_ text: Span<UInt8>, _ place: inout Int) throws(JSONFailure) {
        while place < text.count {
            switch text[place] {
            case 0x20, 0x09, 0x0A, 0x0D: place += 1
            default: return
            }
        }
    }

    private func significant(_ text: Span<UInt8>, _ place: inout Int) throws(JSONFailure) -> UInt8 {
        try space(text, &place)
        guard place < text.count else { throw fail(.ended, place, "the text ends before its value is complete") }
        return text[place]
    }

    private func fail(_ cause: JSONFailure.Cause, _ offset: Int, _ text: String) -> JSONFailure {
        JSONFailure(cause: cause, offset: offset, text: text)
    }
}
