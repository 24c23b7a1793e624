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
        let microseconds = nanoseconds / 1_000
        let seconds = microseconds / 1_000_000
        let day = CivilDate(daysSince1970: Int(seconds / 86_400))
        let second = Int(seconds % 86_400)
        var text = [UInt8]()
        text.reserveCapacity(27)
        func put(_ number: Int, _ digits: Int, _ separator: Character?) {
            var divisor = 1
            for _ in 1..<digits { divisor *= 10 }
            var rest = number
            for _ in 0..<digits {
                text.append(UInt8(ascii: "0") + UInt8(rest / divisor % 10))
                rest %= divisor
                divisor /= 10
            }
            if let separator, let byte = separator.asciiValue { text.append(byte) }
        }
        put(day.year, 4, "-")
        put(day.month, 2, "-")
        put(day.day, 2, "T")
        put(second / 3_600, 2, ":")
        put(second / 60 % 60, 2, ":")
        put(second % 60, 2, ".")
        put(Int(microseconds % 1_000_000), 6, "Z")
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
