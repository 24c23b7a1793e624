/// What a JSON string says, once its escapes are read.
enum JSONUnescaping {
    /// Appends the bytes of a string, whose escapes are known to be well-formed, to `result`.
    /// False when it holds a character that XML cannot: then no value of a contract can hold it.
    static func append(_ text: ArraySlice<UInt8>, to result: inout [UInt8]) -> Bool {
        var place = text.startIndex
        while place < text.endIndex {
            let start = place
            while place < text.endIndex, text[place] != UInt8(ascii: "\\"), text[place] != 0xEF { place += 1 }
            result.append(contentsOf: text[start..<place])
            guard place < text.endIndex else { break }
            let byte = text[place]
            place += 1
            guard byte == UInt8(ascii: "\\") else {
                // U+FFFE and U+FFFF, three bytes in UTF-8.
                if text[place] == 0xBF, text[place + 1] >= 0xBE { return false }
                result.append(byte)
                continue
            }
            let kind = text[place]
            place += 1
            switch kind {
            case UInt8(ascii: "n"): result.append(0x0A)
            case UInt8(ascii: "r"): result.append(0x0D)
            case UInt8(ascii: "t"): result.append(0x09)
            case UInt8(ascii: "b"), UInt8(ascii: "f"): return false
            case UInt8(ascii: "u"):
                var value = unit(text, &place)
                if value & 0xFC00 == 0xD800 {
                    place += 2
                    value = 0x10000 + (value & 0x3FF) << 10 + unit(text, &place) & 0x3FF
                }
                let isControl = value < 0x20 && value != 0x09 && value != 0x0A && value != 0x0D
                guard !isControl, value != 0xFFFE, value != 0xFFFF, let scalar = Unicode.Scalar(value) else {
                    return false
                }
                result.append(contentsOf: String(scalar).utf8)
            default: result.append(kind)
            }
        }
        return true
    }

    private static func unit(_ text: ArraySlice<UInt8>, _ place: inout Int) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            value = value << 4 | UInt32(JSONScanner.hexadecimalDigit(text[place]) ?? 0)
            place += 1
        }
        return value
    }
}
