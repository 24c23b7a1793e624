internal import Glibc

/// A document that is too large to be held whole, as it flows past: the part of it that is in memory,
/// and on which line that is. Belongs to the queue of the worker that reads it.
public final class TextFlow {
    private let source: (inout [UInt8]) -> Bool
    /// What is in memory. Whoever holds it while more is read has it copied.
    public var bytes: [UInt8] { held }
    // Only its worker's queue reads these, several times a value: no access need be watched.
    @exclusivity(unchecked) private var held: [UInt8]
    @exclusivity(unchecked) private var first = 0
    @exclusivity(unchecked) private var hasEnded = false
    /// Where the first byte in memory stands in the document.
    public var start: Int { first }
    /// Whether nothing comes behind what is in memory.
    public var isAtEnd: Bool { hasEnded }
    /// How much of what was read stays in memory at least.
    private let kept: Int
    /// The place up to which lines have been counted.
    @exclusivity(unchecked) private var mark = Mark()

    private struct Mark {
        var offset = 0
        var line = 1
        /// How many characters stand before it on its line.
        var column = 0
    }

    /// A document.
    ///
    /// - Parameters:
    ///   - beginning: its first bytes.
    ///   - kept: how many bytes behind the reader stay in memory.
    ///   - source: appends the next bytes, UTF-8 and whole characters; false when there are none.
    public init(beginning: [UInt8], kept: Int, source: @escaping (inout [UInt8]) -> Bool) {
        held = beginning
        self.kept = kept
        self.source = source
    }

    /// Behind the last byte in memory, in the document.
    public var end: Int { first + held.count }

    /// Reads more; false at the end of the document. What lies further back than `kept` may go. O(1) a
    /// byte, over all.
    public func fill() -> Bool {
        if isAtEnd { return false }
        if bytes.count > 2 * kept {
            let dropped = bytes.count - kept
            count(&mark, to: start + dropped)
            held.removeFirst(dropped)
            first += dropped
        }
        hasEnded = !source(&held)
        return !isAtEnd
    }

    /// Lets `body` see what is in memory from an offset on.
    public func withBytes<Result>(from offset: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        bytes.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0[max(0, offset - start)...])) }
    }

    /// What stands between two offsets, which are in memory.
    public subscript(range: Range<Int>) -> ArraySlice<UInt8> {
        bytes[(range.lowerBound - start)..<(range.upperBound - start)]
    }

    /// Line and column in characters, both from 1, of a place in memory that was not passed. O(distance from the
    /// place that was passed last).
    public func position(of offset: Int) -> (line: Int, column: Int) {
        var mark = mark
        count(&mark, to: min(offset, end))
        return place(of: mark)
    }

    /// The same, and passes it: places before it need not be asked for again. O(1) a byte, over all.
    public func pass(_ offset: Int) -> (line: Int, column: Int) {
        count(&mark, to: min(offset, end))
        return place(of: mark)
    }

    private func place(of mark: Mark) -> (line: Int, column: Int) {
        // What lies inside a character belongs to it.
        let isInside = mark.offset < end && bytes[mark.offset - start] & 0xC0 == 0x80
        return (mark.line, mark.column + (isInside ? 0 : 1))
    }

    /// The `<` of the start tag in which a place lies.
    func tagStart(before offset: Int) -> Int {
        var place = min(offset, end) - 1
        while place > start, bytes[place - start] != UInt8(ascii: "<") { place -= 1 }
        return max(start, place)
    }

    /// Where the white space begins that stands before a place, as far as it is in memory.
    func blankStart(before offset: Int) -> Int {
        var place = min(offset, end)
        while place > start, TextFlow.isBlank(bytes[place - 1 - start]) { place -= 1 }
        return place
    }

    /// Whether a byte is white space in XML.
    static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 }

    /// Counts lines up to a place.
    private func count(_ mark: inout Mark, to offset: Int) {
        guard offset > mark.offset else { return }
        bytes.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return }
            var place = mark.offset - start
            var lineStart = place
            while place < offset - start, let found = memchr(base + place, 0x0A, offset - start - place) {
                place = UnsafeRawPointer(found) - UnsafeRawPointer(base) + 1
                mark.line += 1
                mark.column = 0
                lineStart = place
            }
            for place in lineStart..<(offset - start) where buffer[place] & 0xC0 != 0x80 { mark.column += 1 }
            // A byte order mark is no character of the first line.
            let isMarked = mark.offset == 0 && buffer.starts(with: [0xEF, 0xBB, 0xBF])
            if isMarked, mark.line == 1, mark.column > 0 { mark.column -= 1 }
        }
        mark.offset = offset
    }
}
