import Files
import Messages

extension LedgerSegment {
    /// Up to so long is the last line of a closed segment: a commit line, which says little.
    private static let longestClosing: Int64 = 4_096

    /// Checks that segments follow each other without a gap, by the last line of each and the name of the
    /// next. Those that were removed from the front are not missed, nor those before a gap for which a line `shortened`
    /// vouches: a power cut may leave older ones than it takes. O(segments) reads of the disk.
    ///
    /// - Returns: the closing line that the last segment follows; nil where there is none.
    static func succession(_ segments: [LedgerSegment], in folder: Directory) throws(LedgerError) -> LedgerRecord? {
        var before: LedgerRecord?
        for (segment, next) in zip(segments, segments.dropFirst()) {
            let last = try segment.closingLine(in: folder)
            var isRight = false
            if next.first > last.sequence + 1 {
                isRight =
                    try LedgerReader(folder: folder).beginning(through: next.first - 1, from: next.first) != nil
            }
            if !isRight { try next.checkFollows(last.sequence, in: folder) }
            before = last
        }
        return before
    }

    /// Checks that this segment's lines begin right behind a number.
    func checkFollows(_ last: UInt64, in folder: Directory) throws(LedgerError) {
        if first == last + 1 { return }
        let text =
            first > last
            ? "the lines \(last + 1) to \(first - 1) before it are missing"
            : "it begins with line \(first), which the segment before has as well"
        throw .damaged(path: folder.path(of: name), line: 1, text: text)
    }

    /// The last line of a segment that another one follows.
    func closingLine(in folder: Directory) throws(LedgerError) -> LedgerRecord {
        let lines: Int
        do throws(FileError) {
            let file = try folder.open(name)
            let size = try file.status().size
            let from = max(0, size - LedgerSegment.longestClosing)
            let end = try file.read(count: Int(size - from), at: from)
            if end.last == 0x0A {
                let start = end.dropLast().lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
                if let record = LedgerRecord(line: end[start..<(end.count - 1)]), record.event == .commit {
                    return record
                }
            }
            lines = try LedgerSegment.countLines(of: file)
        } catch {
            throw .file(error)
        }
        throw .damaged(
            path: folder.path(of: name), line: max(1, lines), text: "this segment does not end with a closing line")
    }

    private static func countLines(of file: borrowing Descriptor) throws(FileError) -> Int {
        var offset: Int64 = 0
        var feeds = 0
        var last: UInt8 = 0x0A
        while true {
            let piece = try file.read(count: 1 << 18, at: offset)
            guard let end = piece.last else { return feeds + (last == 0x0A ? 0 : 1) }
            offset += Int64(piece.count)
            feeds += piece.count { $0 == 0x0A }
            last = end
        }
    }
}
