import Messages

/// Writes text of another encoding as UTF-8. It is fed pieces of any length, and keeps a character that
/// lies over the border of two.
struct Transcoder {
    /// Why bytes are no text of the encoding.
    struct Problem: Equatable {
        enum Kind { case noByteOrderMark, unpairedSurrogate, cut }
        var kind: Kind
        /// Where, counted from the first byte that was fed.
        var offset: Int
    }

    private enum Order { case big, little }

    private let encoding: TextEncoding
    private var offset = 0
    private var order: Order?
    /// The first byte of a unit whose second has not come yet.
    private var half: UInt8?
    /// The first unit of a pair whose second has not come yet, and where it stands.
    private var high: (unit: UInt16, offset: Int)?
    private var problem: Problem?

    /// A transcoder at the beginning of a text. UTF-8 it hands on as it is, unchecked.
    init(_ encoding: TextEncoding) { self.encoding = encoding }

    /// Appends a piece as UTF-8, without a byte order mark. O(n).
    ///
    /// - Returns: the first bad place; what stands before it was appended, and nothing from there on will be.
    mutating func append(_ bytes: Span<UInt8>, to text: inout [UInt8]) -> Problem? {
        if problem != nil { return problem }
        switch encoding {
        case .utf8: for place in bytes.indices { text.append(bytes[place]) }
        case .latin1:
            for place in bytes.indices { Transcoder.append(UInt32(bytes[place]), to: &text) }
        case .utf16:
            for place in bytes.indices {
                guard let first = half else {
                    half = bytes[place]
                    continue
                }
                half = nil
                let second = bytes[place]
                let unit = order == .little ? UInt16(second) << 8 | UInt16(first) : UInt16(first) << 8 | UInt16(second)
                problem = append(unit, at: offset + place - 1, to: &text)
                if problem != nil { return problem }
            }
        }
        offset += bytes.count
        return nil
    }

    /// The text has ended: whether it did so in the middle of a character.
    mutating func finish() -> Problem? {
        if problem == nil {
            if let high {
                problem = Problem(kind: .cut, offset: high.offset)
            } else if half != nil {
                problem = Problem(kind: .cut, offset: offset - 1)
            }
        }
        return problem
    }

    /// One unit of UTF-16; the first is the byte order mark.
    private mutating func append(_ unit: UInt16, at offset: Int, to text: inout [UInt8]) -> Problem? {
        guard order != nil else {
            switch unit {
            case 0xFEFF: order = .big
            case 0xFFFE: order = .little
            default: return Problem(kind: .noByteOrderMark, offset: offset)
            }
            return nil
        }
        if let high {
            guard unit & 0xFC00 == 0xDC00 else { return Problem(kind: .unpairedSurrogate, offset: high.offset) }
            Transcoder.append(0x10000 + (UInt32(high.unit & 0x3FF) << 10 | UInt32(unit & 0x3FF)), to: &text)
            self.high = nil
        } else if unit & 0xFC00 == 0xD800 {
            high = (unit, offset)
        } else if unit & 0xFC00 == 0xDC00 {
            return Problem(kind: .unpairedSurrogate, offset: offset)
        } else {
            Transcoder.append(UInt32(unit), to: &text)
        }
        return nil
    }

    /// A character as UTF-8.
    private static func append(_ scalar: UInt32, to text: inout [UInt8]) {
        switch scalar {
        case 0..<0x80: text.append(UInt8(scalar))
        case 0x80..<0x800:
            text.append(0xC0 | UInt8(scalar >> 6))
            text.append(0x80 | UInt8(scalar & 0x3F))
        case 0x800..<0x10000:
            text.append(0xE0 | UInt8(scalar >> 12))
            text.append(0x80 | UInt8(scalar >> 6 & 0x3F))
            text.append(0x80 | UInt8(scalar & 0x3F))
        default:
            text.append(0xF0 | UInt8(scalar >> 18))
            text.append(0x80 | UInt8(scalar >> 12 & 0x3F))
            text.append(0x80 | UInt8(scalar >> 6 & 0x3F))
            text.append(0x80 | UInt8(scalar & 0x3F))
        }
    }
}
