// How a file of the time zone database is written (TZif, RFC 8536).

extension TimeZoneRules {
    /// Reads a file of version 2 or later; nil for anything else, and for one that counts leap seconds, by which this
    /// system's clock does not go.
    ///
    /// The second header and data block count, whose times have 64 bits, and the footer. O(bytes).
    public init?(file bytes: [UInt8]) {
        guard let old = Header(bytes[...]), old.version >= UInt8(ascii: "2"),
            let begin = old.end(of: bytes[...], sizeOfTime: 4), let header = Header(bytes[begin...]),
            header.leapSeconds == 0, header.types > 0,
            let end = header.end(of: bytes[begin...], sizeOfTime: 8)
        else { return nil }
        var place = begin + Header.size
        let changes = (0..<header.changes).map { TimeZoneRules.number(bytes[(place + 8 * $0)...].prefix(8)) }
        guard zip(changes, changes.dropFirst()).allSatisfy({ $0 < $1 }) else { return nil }
        place += 8 * header.changes
        let kinds = bytes[place..<(place + header.changes)]
        place += header.changes
        let ahead = (0..<header.types).map { TimeZoneRules.number(bytes[(place + 6 * $0)...].prefix(4)) }
        // No clock is further from UTC than this, and sums of times and offsets stay within their bounds.
        guard kinds.allSatisfy({ Int($0) < header.types }), ahead.allSatisfy({ (-93_600...93_600).contains($0) }),
            changes.allSatisfy({ (-1 << 60...1 << 60).contains($0) })
        else { return nil }
        let footer = bytes[end...]
        guard footer.first == 0x0A, let feed = footer.dropFirst().firstIndex(of: 0x0A) else { return nil }
        let text = footer[(end + 1)..<feed]
        var yearly: YearlyClockRule?
        if !text.isEmpty {
            guard let rule = YearlyClockRule(text) else { return nil }
            yearly = rule
        }
        self.init(changes: changes, offsets: kinds.map { ahead[Int($0)] }, first: ahead[0], yearly: yearly)
    }

    /// The beginning of each of the two parts of a file.
    private struct Header {
        static let size = 44
        let version: UInt8
        let changes: Int
        let types: Int
        let leapSeconds: Int
        private let flags: Int
        private let characters: Int

        init?(_ bytes: ArraySlice<UInt8>) {
            guard bytes.count >= Header.size, bytes.starts(with: "TZif".utf8) else { return nil }
            let start = bytes.startIndex
            version = bytes[start + 4]
            func count(_ number: Int) -> Int {
                Int(TimeZoneRules.number(bytes[(start + 20 + 4 * number)...].prefix(4)) & 0xFFFF_FFFF)
            }
            flags = count(0) + count(1)
            leapSeconds = count(2)
            changes = count(3)
            types = count(4)
            characters = count(5)
        }

        /// Where the part ends that begins with this header; nil where the file ends before.
        func end(of bytes: ArraySlice<UInt8>, sizeOfTime: Int) -> Int? {
            let data =
                changes * (sizeOfTime + 1) + types * 6 + characters + leapSeconds * (sizeOfTime + 4) + flags
            guard data <= bytes.count - Header.size else { return nil }
            return bytes.startIndex + Header.size + data
        }
    }

    /// A number with a sign, the highest byte first.
    private static func number(_ bytes: ArraySlice<UInt8>) -> Int64 {
        var number: Int64 = bytes.first.map { $0 & 0x80 != 0 ? -1 : 0 } ?? 0
        for byte in bytes { number = number << 8 | Int64(byte) }
        return number
    }
}
