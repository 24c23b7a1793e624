/// A moment, in nanoseconds since 1970, UTC.
public struct Timestamp: Hashable, Comparable, Sendable {
    /// Nanoseconds since 1970-01-01T00:00:00Z.
    public let nanoseconds: Int64

    /// A moment.
    public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

    /// Whether `left` is earlier.
    public static func < (left: Timestamp, right: Timestamp) -> Bool { left.nanoseconds < right.nanoseconds }

    /// The moment as RFC 3339 writes it, in UTC with microseconds: `2026-11-22T02:47:55.123456Z`.
    /// Always 27 bytes between the years 1970 and 9999.
    public var text: [UInt8] {
        var text = [UInt8]()
        text.append(characters.span)
        return text
    }

    /// The same, made without asking for memory.
    var characters: InlineArray<27, UInt8> {
        let microseconds = nanoseconds / 1_000
        let seconds = microseconds / 1_000_000
        let day = CivilDate(daysSince1970: Int(seconds / 86_400))
        let second = Int(seconds % 86_400)
        var text = InlineArray<27, UInt8>(repeating: UInt8(ascii: "Z"))
        // A number whose last digit stands before `end`, and what stands behind it.
        func put(_ number: Int, _ digits: Int, _ end: Int, _ separator: UInt8) {
            var rest = number
            for place in 1...digits {
                text[end - place] = UInt8(ascii: "0") + UInt8(rest % 10)
                rest /= 10
            }
            text[end] = separator
        }
        put(day.year, 4, 4, UInt8(ascii: "-"))
        put(day.month, 2, 7, UInt8(ascii: "-"))
        put(day.day, 2, 10, UInt8(ascii: "T"))
        put(second / 3_600, 2, 13, UInt8(ascii: ":"))
        put(second / 60 % 60, 2, 16, UInt8(ascii: ":"))
        put(second % 60, 2, 19, UInt8(ascii: "."))
        put(Int(microseconds % 1_000_000), 6, 26, UInt8(ascii: "Z"))
        return text
    }

    /// Reads what `text` wrote; nil for anything else.
    public init?(text: some Collection<UInt8>) {
        let bytes = Array(text)
        guard bytes.count == 27, let day = CivilDate(text: bytes[..<10]) else { return nil }
        func number(_ range: Range<Int>) -> Int64? {
            var value: Int64 = 0
            for byte in bytes[range] {
                guard byte >= 0x30, byte <= 0x39 else { return nil }
                value = value * 10 + Int64(byte - 0x30)
            }
            return value
        }
        guard let hour = number(11..<13), let minute = number(14..<16), let second = number(17..<19),
            let fraction = number(20..<26)
        else { return nil }
        let seconds = Int64(day.daysSince1970) * 86_400 + hour * 3_600 + minute * 60 + second
        nanoseconds = (seconds * 1_000_000 + fraction) * 1_000
    }
}
