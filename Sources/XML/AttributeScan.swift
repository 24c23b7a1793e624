/// Looks for a start tag with far too many attributes in a document that is in memory whole, before the
/// parser sees it. Asks `MarkupGuard` only where there may be one.
enum AttributeScan {
    /// The shortest that an attribute can be, with the blank before it: ` a=""`.
    private static let shortest = 5

    /// Where the first piece of markup begins that is too large; nil when none is.
    ///
    /// Such a tag is a long run of bytes without a `<`: in a document without one, only a few bytes of each
    /// stretch of that length are looked at. O(n) in any.
    static func excess(
        _ bytes: UnsafeBufferPointer<UInt8>, limits: DocumentLimits
    ) -> (offset: Int, stop: DocumentStop)? {
        guard hasLongRun(bytes, length: min((limits.attributes + MarkupGuard.margin) * shortest, limits.tag)) else {
            return nil
        }
        var markup = MarkupGuard(limits)
        // How long a text may be is told by the reader, which knows its contract.
        return markup.excess(bytes, at: 0, text: bytes.count)
    }

    /// Whether so many bytes and more stand between two `<`.
    private static func hasLongRun(_ bytes: UnsafeBufferPointer<UInt8>, length: Int) -> Bool {
        var place = 0
        while place + length < bytes.count {
            guard let last = lastTag(bytes, in: (place + 1)..<(place + 1 + length)) else { return true }
            place = last
        }
        return false
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

}
