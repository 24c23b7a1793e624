internal import Glibc

/// Follows markup just so far that it knows how large each piece of it becomes, and sees what is too
/// large before the parser does: libxml2 holds a tag, a comment or an instruction whole before it tells
/// of it, and compares each attribute of a tag with each other.
///
/// Knows nothing of names and makes no judgement: what is not well-formed is the parser's to tell.
struct MarkupGuard {
    /// So many attributes beyond the limit cost little, and are left to the parser, which knows more.
    static let margin = 4_096
    /// The longest reference, `&name;`: those that XML knows without a declaration are short.
    private static let longestReference = 1_000

    /// What is being read.
    private enum State {
        case content, reference
        /// `<` and at most two bytes behind it, which say what it is.
        case opening
        case tag
        case value(quote: UInt8)
        /// Until so many of the bytes of its end have been seen.
        case comment(matched: Int)
        case section(matched: Int)
        case instruction(matched: Int)
    }

    private var state = State.content
    /// Where the piece of markup at hand begins.
    private var start = 0
    private var attributes = 0
    private var limits: DocumentLimits

    init(_ limits: DocumentLimits) { self.limits = limits }

    /// Follows the next bytes, which begin at `offset` of the document. Tells where a piece of markup
    /// begins that is too large, and which limit it passes. O(n).
    ///
    /// - Parameter text: the longest text now, which a CDATA section may not pass.
    mutating func excess(
        _ bytes: UnsafeBufferPointer<UInt8>, at offset: Int, text: Int
    ) -> (offset: Int, stop: DocumentStop)? {
        guard let base = bytes.baseAddress else { return nil }
        var place = 0
        var nextTag = -1
        while place < bytes.count {
            let rest = bytes.count - place
            switch state {
            case .content:
                // Looked for once only, however many references stand before it.
                if nextTag < place {
                    let found = memchr(base + place, CInt(UInt8(ascii: "<")), rest)
                    nextTag = found.map { UnsafeRawPointer($0) - UnsafeRawPointer(base) } ?? bytes.count
                }
                let length = nextTag - place
                if let reference = memchr(base + place, CInt(UInt8(ascii: "&")), length) {
                    place = UnsafeRawPointer(reference) - UnsafeRawPointer(base)
                    (state, start) = (.reference, offset + place)
                } else if nextTag < bytes.count {
                    place = nextTag
                    (state, start, attributes) = (.opening, offset + place, 0)
                } else {
                    return nil
                }
                place += 1
            case .reference:
                let byte = bytes[place]
                if byte == UInt8(ascii: ";") || byte <= 0x20 || byte == UInt8(ascii: "<") || byte == UInt8(ascii: "&") {
                    state = .content
                } else {
                    place += 1
                    if offset + place - start > MarkupGuard.longestReference { return (start, .tag) }
                }
            case .opening: open(bytes[place], &place, offset)
            case .tag:
                place = tag(bytes, from: place)
                if attributes > limits.attributes + MarkupGuard.margin { return (start, .attributes) }
            case .value(let quote):
                // A `<` cannot stand in a value: the parser will stop there, or it was none.
                guard let found = memchr(base + place, CInt(quote), rest) else {
                    place = bytes.count
                    break
                }
                place = UnsafeRawPointer(found) - UnsafeRawPointer(base) + 1
                state = .tag
            case .comment(let matched):
                state = close(bytes, &place, matched, "-->").map { .comment(matched: $0) } ?? .content
            case .section(let matched):
                state = close(bytes, &place, matched, "]]>").map { .section(matched: $0) } ?? .content
            case .instruction(let matched):
                state = close(bytes, &place, matched, "?>").map { .instruction(matched: $0) } ?? .content
            }
            if let stop = stop(at: offset + place, text: text) { return (start, stop) }
        }
        return nil
    }

    /// The limit that the piece at hand passes.
    private func stop(at end: Int, text: Int) -> DocumentStop? {
        switch state {
        case .content, .reference: nil
        case .section: end - start > text + 12 ? .text : nil
        case .opening, .tag, .value, .comment, .instruction: end - start > limits.tag ? .tag : nil
        }
    }

    /// The bytes behind `<`.
    private mutating func open(_ byte: UInt8, _ place: inout Int, _ offset: Int) {
        let length = offset + place - start
        place += 1
        switch (length, byte) {
        case (1, UInt8(ascii: "?")): state = .instruction(matched: 0)
        case (1, UInt8(ascii: "!")): break
        case (2, UInt8(ascii: "-")): state = .comment(matched: -1)
        case (2, UInt8(ascii: "[")): state = .section(matched: 0)
        default:
            // Not yet read as a part of the tag: it may end it.
            place -= 1
            state = .tag
        }
    }

    /// Reads on in a tag, up to its end or to the quote of a value.
    private mutating func tag(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        var place = start
        while place < bytes.count {
            let byte = bytes[place]
            place += 1
            if byte == UInt8(ascii: ">") {
                state = .content
                break
            } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                state = .value(quote: byte)
                attributes += 1
                break
            }
        }
        return place
    }

    /// Reads on in something that only its own end closes; nil once it is closed. A comment begins with
    /// one more byte of its own.
    private func close(
        _ bytes: UnsafeBufferPointer<UInt8>, _ place: inout Int, _ matched: Int, _ end: StaticString
    ) -> Int? {
        guard let base = bytes.baseAddress else { return matched }
        let (first, last) = (end.utf8Start[0], end.utf8CodeUnitCount - 1)
        if matched == 0 {
            guard let found = memchr(base + place, CInt(first), bytes.count - place) else {
                place = bytes.count
                return 0
            }
            place = UnsafeRawPointer(found) - UnsafeRawPointer(base) + 1
            return 1
        }
        let byte = bytes[place]
        place += 1
        if matched < 0 { return matched + 1 }
        if matched == last, byte == UInt8(ascii: ">") { return nil }
        return byte == first ? min(matched + 1, last) : 0
    }
}
