import Messages

/// Reads a batch without its bad items: every byte of it but theirs, and the number of those that are left where it
/// says how many they are. Reads the whole from its beginning to its end, each byte once; holds 64 kB.
struct ItemCut {
    /// Bytes that others stand for.
    private struct Edit {
        let bytes: Range<Int>
        let replacement: [UInt8]
    }

    private let edits: [Edit]
    private var next = 0
    /// How far the whole has been handed on, or left out.
    private var position = 0
    private var piece = [UInt8](repeating: 0, count: 65_536)
    /// Which of its bytes are in `piece`.
    private var held = 0..<0

    init(_ items: ItemFindings) {
        var edits = items.refused.map { Edit(bytes: $0.bytes, replacement: []) }
        if let stated = items.statedCount {
            edits.append(Edit(bytes: stated, replacement: Array("\(items.accepted)".utf8)))
        }
        self.edits = edits.sorted { $0.bytes.lowerBound < $1.bytes.lowerBound }
    }

    /// Fills `buffer` from its start with what comes next, and says how many bytes that are; 0 at the end.
    ///
    /// - Parameter source: fills the array from its start with what stands at an offset of the whole, and says how
    ///   many bytes there were.
    mutating func read<Failure: Error>(
        into buffer: inout [UInt8], from source: (inout [UInt8], Int64) throws(Failure) -> Int
    ) throws(Failure) -> Int {
        var filled = 0
        while filled < buffer.count {
            if next < edits.count, position == edits[next].bytes.lowerBound {
                let replacement = edits[next].replacement
                guard buffer.count - filled >= replacement.count else { break }
                buffer.replaceSubrange(filled..<(filled + replacement.count), with: replacement)
                filled += replacement.count
                position = edits[next].bytes.upperBound
                next += 1
                continue
            }
            while position >= held.upperBound {
                let count = try source(&piece, Int64(held.upperBound))
                if count == 0 { return filled }
                held = held.upperBound..<(held.upperBound + count)
            }
            let end = next < edits.count ? min(edits[next].bytes.lowerBound, held.upperBound) : held.upperBound
            let count = min(end - position, buffer.count - filled)
            let start = position - held.lowerBound
            buffer.replaceSubrange(filled..<(filled + count), with: piece[start..<(start + count)])
            filled += count
            position += count
        }
        return filled
    }
}
