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

/// Reads JSON text, strictly as RFC 8259 has it, into a flat list of tokens. The text is known to be
/// UTF-8. No recursion, one pass, O(n); the list is reused from text to text.
struct JSONScanner {
    private(set) var tokens: [JSONToken] = []
    private var open: [Int] = []
    /// The longest member name, in bytes as it is written.
    var longestName = Int.max

    /// Reads a whole text. A text that ends too early fails as `ended`, and one with a member name of
    /// more bytes than `longestName`, as it is written, as `name`.
    mutating func scan(_ text: Span<UInt8>, mostDepth: Int, longestName: Int = .max) throws(JSONFailure) {
        self.longestName = longestName
        var place = try scanValue(text, at: 0, mostDepth: mostDepth)
        space(text, &place)
        if place < text.count {
            throw fail(.syntax, place, "something stands behind the end of the JSON value; remove it")
        }
    }

    /// Reads one value, which begins at a place, whatever stands behind it. Says where it ends.
    mutating func scanValue(_ text: Span<UInt8>, at start: Int, mostDepth: Int) throws(JSONFailure) -> Int {
        tokens.removeAll(keepingCapacity: true)
        // As many as there can be: the kernel gives memory only for those that there are, and a list that grows
        // needs it twice.
        tokens.reserveCapacity((text.count - start) / 2 + 1)
        open.removeAll(keepingCapacity: true)
        var place = start
        try value(text, &place, mostDepth)
        while let container = open.last {
            if tokens[container].kind == .object {
                try members(text, &place, container, mostDepth)
            } else {
                try items(text, &place, container, mostDepth)
            }
        }
        return place
    }

    /// Reads one member name, which begins at a place with its quote. Says where it ends.
    mutating func scanName(_ text: Span<UInt8>, at start: Int) throws(JSONFailure) -> Int {
        tokens.removeAll(keepingCapacity: true)
        var place = start
        try string(text, &place, as: .name)
        return place
    }

    /// Goes on inside the innermost open object, until it ends or another container begins.
    private mutating func members(
        _ text: Span<UInt8>, _ place: inout Int, _ container: Int, _ mostDepth: Int
    ) throws(JSONFailure) {
        var isFirst = tokens.count == container + 1
        let depth = open.count
        while open.count == depth {
            var byte = try significant(text, &place)
            if byte == UInt8(ascii: "}") { return close(container, &place) }
            if !isFirst {
                guard byte == UInt8(ascii: ",") else { throw fail(.syntax, place, "expected ',' or '}'") }
                place += 1
                byte = try significant(text, &place)
            }
            guard byte == UInt8(ascii: "\"") else { throw fail(.syntax, place, "expected a member name in quotes") }
            try string(text, &place, as: .name)
            guard try significant(text, &place) == UInt8(ascii: ":") else { throw fail(.syntax, place, "expected ':'") }
            place += 1
            try value(text, &place, mostDepth)
            isFirst = false
        }
    }

    /// Goes on inside the innermost open array, until it ends or another container begins.
    private mutating func items(
        _ text: Span<UInt8>, _ place: inout Int, _ container: Int, _ mostDepth: Int
    ) throws(JSONFailure) {
        var isFirst = tokens.count == container + 1
        let depth = open.count
        while open.count == depth {
            let byte = try significant(text, &place)
            if byte == UInt8(ascii: "]") { return close(container, &place) }
            if !isFirst {
                guard byte == UInt8(ascii: ",") else { throw fail(.syntax, place, "expected ',' or ']'") }
                place += 1
            }
            try value(text, &place, mostDepth)
            isFirst = false
        }
    }

    private mutating func close(_ container: Int, _ place: inout Int) {
        place += 1
        tokens[container].end = place
        tokens[container].next = tokens.count
        open.removeLast()
    }

    @inline(__always)
    private mutating func value(_ text: Span<UInt8>, _ place: inout Int, _ mostDepth: Int) throws(JSONFailure) {
        let byte = try significant(text, &place)
        if byte == UInt8(ascii: "\"") { return try string(text, &place, as: .string) }
        try otherValue(byte, text, &place, mostDepth)
    }

    /// Any value but a string.
    private mutating func otherValue(
        _ byte: UInt8, _ text: Span<UInt8>, _ place: inout Int, _ mostDepth: Int
    ) throws(JSONFailure) {
        switch byte {
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            if open.count >= mostDepth { throw fail(.depth, place, "nested deeper than \(mostDepth) levels") }
            open.append(tokens.count)
            tokens.append(
                JSONToken(kind: byte == UInt8(ascii: "{") ? .object : .array, start: place, end: place, next: 0))
            place += 1
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
        let start = place + 1
        var here = start
        var isForeign = false
        let ones: UInt64 = 0x0101_0101_0101_0101
        let tops: UInt64 = 0x8080_8080_8080_8080
        // Eight bytes at a time, up to the first that means something.
        while here + 8 <= text.count {
            let word = unsafe UInt64(
                littleEndian: text.bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: here, as: UInt64.self))
            let quotes = word ^ 0x2222_2222_2222_2222
            let backslashes = word ^ 0x5C5C_5C5C_5C5C_5C5C
            // The lowest bit that is set stands for the first such byte; those above it may be wrong.
            let found =
                ((quotes &- ones) & ~quotes | (backslashes &- ones) & ~backslashes
                    | (word &- 0x2020_2020_2020_2020) & ~word) & tops
            isForeign = isForeign || word & tops != 0
            if found != 0 {
                here += found.trailingZeroBitCount >> 3
                break
            }
            here += 8
        }
        if here < text.count, text[here] == UInt8(ascii: "\"") {
            if kind == .name, here - start > longestName { try checkName(text, start, here) }
            tokens.append(
                JSONToken(kind: kind, isForeign: isForeign, start: start, end: here, next: tokens.count + 1))
            place = here + 1
            return
        }
        place = here
        try restOfString(text, &place, as: kind, from: start, isForeign: isForeign)
    }

    /// Reads a string on from a byte that may be an escape, or stand among the last of the text.
    @inline(never)
    private mutating func restOfString(
        _ text: Span<UInt8>, _ place: inout Int, as kind: JSONToken.Kind, from start: Int, isForeign: Bool
    ) throws(JSONFailure) {
        var token = JSONToken(kind: kind, isForeign: isForeign, start: start, end: place, next: tokens.count + 1)
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
                if byte >= 0x80 { token.isForeign = true }
                place += 1
            }
        }
        token.end = place
        if kind == .name { try checkName(text, token.start, place) }
        place += 1
        tokens.append(token)
    }

    private func checkName(_ text: Span<UInt8>, _ start: Int, _ end: Int) throws(JSONFailure) {
        // The sign of an attribute is no part of its name.
        let length = end - start - (start < end && text[start] == UInt8(ascii: "@") ? 1 : 0)
        if length > longestName { throw fail(.name, start - 1, "a name is longer than \(longestName) bytes") }
    }

    /// Steps over one escape; a surrogate must have its other half.
    func escape(_ text: Span<UInt8>, _ place: inout Int) throws(JSONFailure) {
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

    @inline(__always)
    func space(_ text: Span<UInt8>, _ place: inout Int) {
        while place < text.count, text[place] <= 0x20 {
            switch text[place] {
            case 0x20, 0x09, 0x0A, 0x0D: place += 1
            default: return
            }
        }
    }

    @inline(__always)
    private func significant(_ text: Span<UInt8>, _ place: inout Int) throws(JSONFailure) -> UInt8 {
        space(text, &place)
        guard place < text.count else { throw fail(.ended, place, "the text ends before its value is complete") }
        return text[place]
    }

    @inline(never)
    private func fail(_ cause: JSONFailure.Cause, _ offset: Int, _ text: String) -> JSONFailure {
        JSONFailure(cause: cause, offset: offset, text: text)
    }
}
