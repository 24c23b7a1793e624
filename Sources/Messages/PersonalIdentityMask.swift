/// Hides personal identity codes in names and ids before they reach the ledger, a receipt or a log.
///
/// A Finnish personal identity code is a day of birth (ddmmyy), a sign for the century (`-`, `+` or
/// a letter), an individual number and a check character: `131052-308T`. Found anywhere in the
/// bytes, it is replaced by eleven asterisks.
public enum PersonalIdentityMask {
    private static let length = 11

    /// The bytes with every personal identity code masked. O(n).
    public static func masked(_ bytes: [UInt8]) -> [UInt8] {
        guard bytes.count >= length else { return bytes }
        var result: [UInt8]?
        var start = 0
        while start + length <= bytes.count {
            // A code begins with six digits: where the sixth is none, none of these places begins one.
            if bytes[start + 5] &- 0x30 > 9 {
                start += 6
                continue
            }
            if isCode(bytes, at: start) {
                if result == nil { result = bytes }
                for place in start..<(start + length) { result?[place] = UInt8(ascii: "*") }
            }
            // One code may begin inside another: every place is looked at.
            start += 1
        }
        return result ?? bytes
    }

    /// The text with every personal identity code masked. O(n).
    public static func masked(_ text: String) -> String {
        String(decoding: masked(Array(text.utf8)), as: UTF8.self)
    }

    /// Whether a code stands at a place, and is not a piece of a longer number or word.
    private static func isCode(_ bytes: [UInt8], at start: Int) -> Bool {
        func digit(_ place: Int) -> Int? {
            let byte = bytes[start + place]
            return byte >= 0x30 && byte <= 0x39 ? Int(byte - 0x30) : nil
        }
        guard let d1 = digit(0), let d2 = digit(1), let m1 = digit(2), let m2 = digit(3), digit(4) != nil,
            digit(5) != nil,
            digit(7) != nil, digit(8) != nil, digit(9) != nil
        else { return false }
        guard (1...31).contains(d1 * 10 + d2), (1...12).contains(m1 * 10 + m2) else { return false }
        let century = bytes[start + 6] & 0xDF
        let sign = bytes[start + 6]
        let letter = century >= 0x41 && century <= 0x46 || century >= 0x55 && century <= 0x59
        guard sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") || letter else { return false }
        let check = bytes[start + 10]
        let upper = check & 0xDF
        let isDigit = check >= 0x30 && check <= 0x39
        let isLetter = upper >= 0x41 && upper <= 0x59
        return isDigit || isLetter
    }
}
