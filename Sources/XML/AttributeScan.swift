internal import Glibc

/// Looks for a start tag with far too many attributes before the parser sees it: libxml2 compares each
/// attribute of a tag with each other, and tells of none before it has read them all.
enum AttributeScan {
    /// So many attributes beyond the limit cost little, and are left to the parser, which knows more.
    private static let margin = 4_096
    /// The shortest that an attribute can be, with the blank before it: ` a=""`.
    private static let shortest = 5

    /// Where the first start tag begins that has far more than `limit` attributes; nil when none has.
    ///
    /// Such a tag is a long run of bytes without a `<`: in a document without one, only a few bytes of each
    /// stretch of that length are looked at. O(n) in any.
    static func excess(_ bytes: UnsafeBufferPointer<UInt8>, limit: Int) -> Int? {
        let most = limit + margin
        guard let base = bytes.baseAddress else { return nil }
        let run = most * shortest
        var place = 0
        while place + run < bytes.count {
            if let last = lastTag(bytes, in: (place + 1)..<(place + 1 + run)) {
                place = last
            } else if tag(bytes, at: place).attributes > most {
                return first(bytes, most: most)
            } else {
                guard let next = memchr(base + place + run, CInt(UInt8(ascii: "<")), bytes.count - place - run)
                else { return nil }
                place = UnsafeRawPointer(next) - UnsafeRawPointer(base)
            }
        }
        return nil
    }

    /// The last `<` in a range, searched from its end, eight bytes at a time.
    private static func lastTag(_ bytes: UnsafeBufferPointer<UInt8>, in range: Range<Int>) -> Int? {
        let raw = UnsafeRawBufferPointer(bytes)
        let ones: UInt64 = 0x0101_0101_0101_0101
        var end = range.upperBound
        while end - 8 >= range.lowerBound {
            let word = raw.loadUnaligned(fromByteOffset: end - 8, as: UInt64.self) ^ (ones * 0x3C)
            // Not zero if, and only if, one of the eight is zero now.
            if (word &- ones) & ~word & (ones << 7) != 0 { break }
            end -= 8
        }
        return (range.lowerBound..<end).last { bytes[$0] == UInt8(ascii: "<") }
    }

    /// The first such tag, which is none inside a comment, a CDATA section or an instruction. O(n).
    private static func first(_ bytes: UnsafeBufferPointer<UInt8>, most: Int) -> Int? {
        var place = 0
        while let start = index(of: "<", in: bytes, from: place) {
            if let (_, end) = enclosures.first(where: { bytes[start...].starts(with: $0.begin.utf8) }) {
                guard let found = index(of: end, in: bytes, from: start + 2) else { return nil }
                place = found
            } else {
                let tag = tag(bytes, at: start)
                if tag.attributes > most { return start }
                place = tag.end
            }
        }
        return nil
    }

    private static let enclosures: [(begin: String, end: String)] = [
        ("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>"),
    ]

    /// How many attributes a tag has, that is, `=` outside quotes, and where it ends.
    private static func tag(_ bytes: UnsafeBufferPointer<UInt8>, at start: Int) -> (attributes: Int, end: Int) {
        var attributes = 0
        var place = start + 1
        var quote: UInt8?
        while place < bytes.count {
            let byte = bytes[place]
            // It cannot stand in a value.
            if byte == UInt8(ascii: "<") { break }
            if let open = quote {
                if byte == open { quote = nil }
            } else if byte == UInt8(ascii: ">") {
                break
            } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                quote = byte
            } else if byte == UInt8(ascii: "=") {
                attributes += 1
            }
            place += 1
        }
        return (attributes, place)
    }

    /// Where a text begins, from a place on.
    private static func index(of text: String, in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
        guard let base = bytes.baseAddress, let first = text.utf8.first else { return nil }
        var place = start
        while place < bytes.count, let found = memchr(base + place, CInt(first), bytes.count - place) {
            place = UnsafeRawPointer(found) - UnsafeRawPointer(base)
            if bytes[place...].starts(with: text.utf8) { return place }
            place += 1
        }
        return nil
    }
}
