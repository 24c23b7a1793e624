/// Turns places in bytes into lines and columns, for people. Only used when something is wrong.
struct TextPosition {
    private let bytes: [UInt8]
    private let count: Int
    /// Where the last answer was: answers come mostly in the order of the text.
    private var line = 1
    private var lineStart = 0
    /// A place on that line, and how many characters begin before it there.
    private var counted = (place: 0, characters: 0)

    init(_ bytes: [UInt8], count: Int) {
        self.bytes = bytes
        self.count = count
    }

    /// Line and column in characters, both from 1, as editors count them: a byte order mark is none.
    /// O(distance from the answer before; from the start, where it lies before that one's line).
    mutating func position(of offset: Int) -> (line: Int, column: Int) {
        let offset = min(offset, count)
        if offset < lineStart {
            line = 1
            lineStart = 0
            counted = (0, 0)
        }
        if offset < counted.place { counted = (lineStart, 0) }
        while counted.place < offset {
            if bytes[counted.place] == 0x0A {
                line += 1
                lineStart = counted.place + 1
                counted.characters = 0
            } else if bytes[counted.place] & 0xC0 != 0x80 {
                counted.characters += 1
            }
            counted.place += 1
        }
        var column = 1 + counted.characters
        // What lies inside a character belongs to it.
        if offset < count, offset > lineStart, bytes[offset] & 0xC0 == 0x80 { column -= 1 }
        if lineStart == 0, offset >= 3, bytes.starts(with: [0xEF, 0xBB, 0xBF]) { column -= 1 }
        return (line, column)
    }

    /// The `<` of the start tag in which a place lies. A `<` cannot stand inside a tag.
    func tagStart(before offset: Int) -> Int {
        var place = min(offset, count) - 1
        while place > 0, bytes[place] != UInt8(ascii: "<") { place -= 1 }
        return max(0, place)
    }
}
