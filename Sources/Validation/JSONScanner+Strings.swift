// Strings and names.
extension JSONScanner {
    @inline(__always)
    static func string(
        _ text: Span<UInt8>, _ state: inout State, _ room: inout MutableSpan<JSONToken>, as kind: JSONToken.Kind
    ) throws(JSONFailure) {
        let start = state.place + 1
        var here = start
        var all: UInt64 = 0
        let ones: UInt64 = 0x0101_0101_0101_0101
        let tops: UInt64 = 0x8080_8080_8080_8080
        // Eight bytes at a time, up to the first that means something.
        while here + 8 <= text.count {
            let word = unsafe UInt64(
                littleEndian: text.bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: here, as: UInt64.self))
            // A change of the second bit makes the quote a blank, and leaves the controls below it.
            let quotesAndControls = (word ^ 0x0202_0202_0202_0202) &- 0x2121_2121_2121_2121
            let backslashes = (word ^ 0x5C5C_5C5C_5C5C_5C5C) &- ones
            // The lowest bit that is set stands for the first such byte; those above it may be wrong.
            let found = (quotesAndControls | backslashes) & ~word & tops
            all |= word
            if found != 0 {
                here += found.trailingZeroBitCount >> 3
                break
            }
            here += 8
        }
        // What stands behind the quote may make it so as well: that is only looked at more closely.
        let isForeign = all & tops != 0
        if here < text.count, text[here] == UInt8(ascii: "\"") {
            if kind == .name, here - start > state.longestName {
                try checkName(text, start, here, longest: state.longestName)
            }
            add(kind, isForeign: isForeign, start, here, &state, &room)
            state.place = here + 1
            return
        }
        state.place = here
        try restOfString(text, &state, &room, as: kind, from: start, isForeign: isForeign)
    }

    /// Reads a string on from a byte that may be an escape, or stand among the last of the text.
    @inline(never)
    private static func restOfString(
        _ text: Span<UInt8>, _ state: inout State, _ room: inout MutableSpan<JSONToken>, as kind: JSONToken.Kind,
        from start: Int, isForeign: Bool
    ) throws(JSONFailure) {
        var place = state.place
        var token = JSONToken(kind: kind, isForeign: isForeign, start: start, end: place, next: state.count + 1)
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
        if kind == .name { try checkName(text, token.start, place, longest: state.longestName) }
        room[state.count] = token
        state.count += 1
        state.place = place + 1
    }

    private static func checkName(
        _ text: Span<UInt8>, _ start: Int, _ end: Int, longest longestName: Int
    ) throws(JSONFailure) {
        // The sign of an attribute is no part of its name.
        let length = end - start - (start < end && text[start] == UInt8(ascii: "@") ? 1 : 0)
        if length > longestName { throw fail(.name, start - 1, "a name is longer than \(longestName) bytes") }
    }

    /// Steps over one escape; a surrogate must have its other half.
    static func escape(_ text: Span<UInt8>, _ place: inout Int) throws(JSONFailure) {
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

    private static func hexadecimal(_ text: Span<UInt8>, _ place: inout Int) throws(JSONFailure) -> UInt16 {
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
}
