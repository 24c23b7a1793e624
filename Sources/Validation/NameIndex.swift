/// The names of a type's children, or of its attributes, to be compared with names in a text eight bytes at a time.
struct NameIndex: Sendable {
    private struct Entry {
        /// The first eight bytes; 0 behind a shorter name.
        var head: UInt64
        /// The last eight bytes of a longer name.
        var tail: UInt64
        var length: Int
        /// Where it stands in `bytes`.
        var start: Int
    }

    private let entries: [Entry]
    /// All names, one behind the other.
    private let bytes: [UInt8]
    /// Whether a name stands here twice: then only the first counts, and a hint must not choose another.
    let hasNamesakes: Bool

    init(_ names: [[UInt8]]) {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(names.reduce(0) { $0 + $1.count })
        for name in names { bytes += name }
        self.bytes = bytes
        var entries: [Entry] = []
        entries.reserveCapacity(names.count)
        var start = 0
        for name in names {
            let tail = name.count > 8 ? NameIndex.tail(name.span, name.indices) : 0
            entries.append(
                Entry(head: NameIndex.head(name.span, name.indices), tail: tail, length: name.count, start: start))
            start += name.count
        }
        self.entries = entries
        hasNamesakes = NameIndex.hasNamesakes(entries, names)
    }

    /// Whether a name stands there twice. A few are compared each with each: by numbers first, which hardly ever are
    /// the same.
    private static func hasNamesakes(_ entries: [Entry], _ names: [[UInt8]]) -> Bool {
        guard names.count <= 32 else { return Set(names).count < names.count }
        for second in entries.indices {
            for first in 0..<second
            where entries[first].head == entries[second].head && entries[first].tail == entries[second].tail
                && names[first] == names[second]
            {
                return true
            }
        }
        return false
    }

    /// The place of the first name that stands in a range of a text; looked for from `hint` on, and then round. O(1)
    /// when it is there, O(n) else.
    @inline(__always)
    func place(of range: Range<Int>, in text: Span<UInt8>, hint: Int) -> Int? {
        let head = NameIndex.head(text, range)
        let entries = entries.span
        var place = hint < entries.count && !hasNamesakes ? hint : 0
        for _ in entries.indices {
            if isSame(entries[place], head, range, text) { return place }
            place += 1
            if place == entries.count { place = 0 }
        }
        return nil
    }

    /// The place of the name that stands in a range of a text, behind another; nil where it is not, or where one
    /// stands twice. O(n).
    @inline(__always)
    func place(of range: Range<Int>, in text: Span<UInt8>, behind last: Int) -> Int? {
        if hasNamesakes { return nil }
        let head = NameIndex.head(text, range)
        let entries = entries.span
        var place = last + 1
        while place < entries.count {
            if isSame(entries[place], head, range, text) { return place }
            place += 1
        }
        return nil
    }

    /// Whether a name is that in a range of a text, which begins with the eight bytes `head`.
    @inline(__always)
    private func isSame(_ entry: Entry, _ head: UInt64, _ range: Range<Int>, _ text: Span<UInt8>) -> Bool {
        guard entry.head == head, entry.length == range.count else { return false }
        if range.count <= 8 { return true }
        guard entry.tail == NameIndex.tail(text, range) else { return false }
        return range.count <= 16 || isMiddle(of: entry, range, text)
    }

    /// Whether two names of one length that begin and end with the same eight bytes are the same between.
    @inline(__always)
    private func isMiddle(of entry: Entry, _ range: Range<Int>, _ text: Span<UInt8>) -> Bool {
        let bytes = bytes.span
        // The last eight may reach into what was compared before.
        var place = 8
        while place < range.count - 8 {
            if NameIndex.word(bytes, entry.start + place) != NameIndex.word(text, range.lowerBound + place) {
                return false
            }
            place += 8
        }
        return true
    }

    /// Eight bytes from a place on.
    @inline(__always)
    private static func word(_ text: Span<UInt8>, _ place: Int) -> UInt64 {
        precondition(place >= 0 && place + 8 <= text.count)
        return unsafe UInt64(
            littleEndian: text.bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: place, as: UInt64.self))
    }

    /// The last eight bytes of a range that has more.
    @inline(__always)
    private static func tail(_ text: Span<UInt8>, _ range: Range<Int>) -> UInt64 {
        precondition(range.lowerBound >= 0 && range.upperBound <= text.count && range.count > 8)
        return unsafe UInt64(
            littleEndian: text.bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: range.upperBound - 8, as: UInt64.self)
        )
    }

    /// The first eight bytes of a range, as one number.
    @inline(__always)
    private static func head(_ text: Span<UInt8>, _ range: Range<Int>) -> UInt64 {
        if range.lowerBound + 8 <= text.count {
            let word = unsafe UInt64(
                littleEndian: text.bytes.unsafeLoadUnaligned(
                    fromUncheckedByteOffset: range.lowerBound, as: UInt64.self))
            return range.count >= 8 ? word : word & ~(~0 &<< UInt64(truncatingIfNeeded: 8 &* range.count))
        }
        var word: UInt64 = 0
        for place in range.reversed() { word = word << 8 | UInt64(text[place]) }
        return word
    }
}
