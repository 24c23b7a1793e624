import Files

/// A message of any size that need not fit into memory: the entries of a smaller one, again and again. It keeps
/// `BenchContract`, like what `MessageMill` makes.
struct LargeMessage {
    /// In which syntax it is written.
    enum Syntax: String, CaseIterable {
        case xml, json
    }

    private static let blockSize = 500_000

    private let head: [UInt8]
    private let block: [UInt8]
    private let separator: [UInt8]
    private let tail: [UInt8]
    private let blocks: Int

    /// The message of a number, of about so many bytes and not fewer than a million.
    init(_ number: Int, size: Int, syntax: Syntax) {
        var mill = MessageMill(size: LargeMessage.blockSize)
        let small = mill.message(number)
        let whole = syntax == .xml ? Array(small) : JSONTwin.of(small)
        let (opening, closing) = syntax == .xml ? ("  <Entry>", "  <Remark>") : ("{\"Reference\"", "],\"Remark\"")
        guard let start = whole.firstRange(of: Array(opening.utf8))?.lowerBound,
            let end = whole.firstRange(of: Array(closing.utf8))?.lowerBound
        else { preconditionFailure("a message of the mill has entries and a remark") }
        head = Array(whole[..<start])
        block = Array(whole[start..<end])
        tail = Array(whole[end...])
        separator = syntax == .xml ? [] : [UInt8(ascii: ",")]
        blocks = max(2, (size - head.count - tail.count) / (block.count + separator.count))
    }

    /// Its bytes.
    var size: Int { head.count + blocks * block.count + (blocks - 1) * separator.count + tail.count }

    /// By what it is known again when it arrives.
    var key: UInt64 { MessageFeed.key(of: (head + block)[...]) }

    /// Writes it to a new file.
    func write(_ name: FileName, in folder: Directory) throws(FileError) {
        let file = try folder.create(name, mode: 0o644)
        for piece in 0..<pieces { try file.write(self.piece(piece)) }
    }

    /// Whether a file is this message, byte for byte.
    func isContent(of name: FileName, in folder: Directory) throws(FileError) -> Bool {
        let file = try folder.open(name)
        var buffer = [UInt8](repeating: 0, count: head.count + block.count + tail.count + 1)
        var place: Int64 = 0
        for piece in 0..<pieces {
            let wanted = self.piece(piece)
            let count = try file.read(into: &buffer, count: wanted.count, at: place)
            guard wanted == buffer[..<count] else { return false }
            place += Int64(count)
        }
        return try file.status().size == place
    }

    private var pieces: Int { blocks * 2 + 1 }

    /// The beginning, then blocks and what separates them in turn, then the end.
    private func piece(_ number: Int) -> ArraySlice<UInt8> {
        if number == 0 { return head[...] }
        if number == pieces - 1 { return tail[...] }
        return number % 2 == 1 ? block[...] : separator[...]
    }
}
