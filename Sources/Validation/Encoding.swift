import Messages

/// What can be known about bytes before a parser sees them: the syntax, and whether they are UTF-8.
enum Encoding {
    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// XML begins with `<`, JSON with what a JSON value begins with; nil for neither. Only white space
    /// may stand before.
    static func syntax(_ bytes: Span<UInt8>) -> Syntax? {
        var place = 0
        if bytes.count >= 3, bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF { place = 3 }
        while place < bytes.count, bytes[place] == 0x20 || (0x09...0x0D).contains(bytes[place]) { place += 1 }
        guard place < bytes.count else { return nil }
        switch bytes[place] {
        case UInt8(ascii: "<"): return .xml
        case UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: "\""), UInt8(ascii: "-"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            return .json
        default: return word(bytes, at: place) ? .json : nil
        }
    }

    /// Whether `true`, `false` or `null` begins at a place.
    private static func word(_ bytes: Span<UInt8>, at start: Int) -> Bool {
        ["true", "false", "null"].contains { word in
            var place = start
            for byte in word.utf8 {
                guard place < bytes.count, bytes[place] == byte else { return false }
                place += 1
            }
            return true
        }
    }

    /// Whether only white space is there, perhaps behind a byte order mark or the beginning of one.
    static func isBlank(_ bytes: Span<UInt8>) -> Bool {
        var start = 0
        while start < min(3, bytes.count), bytes[start] == byteOrderMark[start] { start += 1 }
        if start < min(3, bytes.count) { start = 0 }
        for place in start..<bytes.count where bytes[place] != 0x20 && !(0x09...0x0D).contains(bytes[place]) {
            return false
        }
        return true
    }

    /// The first place where the bytes stop being UTF-8; `isAtEnd` when they only end in the middle of
    /// a character. Nil when they are UTF-8.
    static func mistake(_ bytes: Span<UInt8>) -> (offset: Int, isAtEnd: Bool)? {
        if isUTF8(bytes) { return nil }
        do throws(UTF8.ValidationError) {
            _ = try UTF8Span(validating: bytes)
            return nil
        } catch {
            let isAtEnd = error.kind == .truncatedScalar && error.byteOffsets.upperBound == bytes.count
            return (error.byteOffsets.lowerBound, isAtEnd)
        }
    }

    /// Whether bytes are UTF-8 (RFC 3629, section 4). Passes many at a time where they are ASCII, which the
    /// standard library does only for a text that is ASCII throughout. O(n).
    static func isUTF8(_ bytes: Span<UInt8>) -> Bool {
        var place = 0
        while place < bytes.count {
            while place + 64 <= bytes.count {
                let raw = unsafe bytes.bytes
                var all = unsafe raw.unsafeLoadUnaligned(fromUncheckedByteOffset: place, as: SIMD8<UInt64>.self)
                all &= SIMD8(repeating: 0x8080_8080_8080_8080)
                if all != SIMD8(repeating: 0) { break }
                place += 64
            }
            while place + 8 <= bytes.count {
                let word = unsafe UInt64(
                    littleEndian: bytes.bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: place, as: UInt64.self))
                let foreign = word & 0x8080_8080_8080_8080
                if foreign != 0 {
                    place += foreign.trailingZeroBitCount >> 3
                    break
                }
                place += 8
            }
            guard place < bytes.count else { break }
            let length = characterLength(bytes, place)
            if length == 0 { return false }
            place += length
        }
        return true
    }

    /// How many bytes the character at a place has; 0 when none begins there, or not all of it is there.
    @inline(__always)
    private static func characterLength(_ bytes: Span<UInt8>, _ place: Int) -> Int {
        func follows(_ offset: Int, _ least: UInt8 = 0x80, _ most: UInt8 = 0xBF) -> Bool {
            place + offset < bytes.count && bytes[place + offset] >= least && bytes[place + offset] <= most
        }
        switch bytes[place] {
        case 0..<0x80: return 1
        case 0xC2...0xDF: return follows(1) ? 2 : 0
        // Nothing that fits into fewer bytes, and no surrogates.
        case 0xE0: return follows(1, 0xA0) && follows(2) ? 3 : 0
        case 0xED: return follows(1, 0x80, 0x9F) && follows(2) ? 3 : 0
        case 0xE1...0xEF: return follows(1) && follows(2) ? 3 : 0
        // Nothing beyond U+10FFFF.
        case 0xF0: return follows(1, 0x90) && follows(2) && follows(3) ? 4 : 0
        case 0xF1...0xF3: return follows(1) && follows(2) && follows(3) ? 4 : 0
        case 0xF4: return follows(1, 0x80, 0x8F) && follows(2) && follows(3) ? 4 : 0
        default: return 0
        }
    }

    /// UTF-16 and UTF-32, with or without byte order mark: two of the first four bytes are not text.
    static func looksWide(_ bytes: Span<UInt8>) -> Bool {
        guard bytes.count >= 2 else { return false }
        let pair = (bytes[0], bytes[1])
        return pair == (0xFE, 0xFF) || pair == (0xFF, 0xFE) || pair == (0x00, 0x3C) || pair == (0x3C, 0x00)
            || pair == (0x00, 0x00) || pair == (0x00, 0x7B) || pair == (0x7B, 0x00)
    }
}
