import Files

/// Finds lines in the ledger by their number, again and again: keeps the list of segments and the last
/// file open, and reads little. For the duplicate index, which confirms each hit there.
final class LedgerLines {
    /// Halving ends when this many bytes are left; then lines are read one by one.
    private static let fewBytes: Int64 = 4_096

    let folder: Directory
    private(set) var segments: [LedgerSegment] = []
    private var opened: Descriptor?
    private var openedFirst: UInt64 = 0
    private var buffer: [UInt8] = []

    /// The lines of the ledger in a folder.
    init(folder: Directory) { self.folder = folder }

    /// Looks which segments there are.
    func refresh() throws(FileError) { segments = try LedgerSegment.all(in: folder) }

    /// The record with a number; nil when there is none. O(log n) reads of a kilobyte.
    func record(_ sequence: UInt64) throws(FileError) -> LedgerRecord? {
        // Only the end of the last segment that is known may be elsewhere by now.
        if let last = segments.last, sequence < last.first { return try recordInKnownSegment(sequence) }
        if let record = try recordInKnownSegment(sequence) { return record }
        let known = segments.count
        try refresh()
        return segments.count == known ? nil : try recordInKnownSegment(sequence)
    }

    private func recordInKnownSegment(_ sequence: UInt64) throws(FileError) -> LedgerRecord? {
        guard let segment = segments.last(where: { $0.first <= sequence }) else { return nil }
        var offset = try place(of: sequence, in: segment)
        while let line = try line(at: offset) {
            guard let number = LedgerLines.sequence(buffer[..<line]), number <= sequence else { return nil }
            if number == sequence { return LedgerRecord(line: buffer[..<line]) }
            offset += Int64(line) + 1
        }
        return nil
    }

    /// Where a line begins whose number is at most this, and not many lines before it.
    func place(of sequence: UInt64, in segment: LedgerSegment) throws(FileError) -> Int64 {
        if opened == nil || openedFirst != segment.first {
            opened = try folder.open(segment.name)
            openedFirst = segment.first
        }
        var low: Int64 = 0
        var high = try opened?.status().size ?? 0
        while high - low > LedgerLines.fewBytes {
            let middle = low + (high - low) / 2
            guard let rest = try line(at: middle) else {
                high = middle
                continue
            }
            let start = middle + Int64(rest) + 1
            if start < high, let end = try line(at: start),
                let number = LedgerLines.sequence(buffer[..<end]), number <= sequence
            {
                low = start
            } else {
                high = middle
            }
        }
        return low
    }

    /// Reads from a place to the next line feed, into the buffer; says how many bytes stand before it, nil
    /// when there is none.
    private func line(at offset: Int64) throws(FileError) -> Int? {
        var wanted = 1_024
        while true {
            if buffer.count < wanted { buffer = [UInt8](repeating: 0, count: wanted) }
            let count = try opened?.read(into: &buffer, count: wanted, at: offset) ?? 0
            for place in 0..<count where buffer[place] == 0x0A { return place }
            if count < wanted { return nil }
            wanted *= 4
        }
    }

    /// The number at the beginning of a line, `{"seq":123,`; nil when no line begins here.
    static func sequence(_ line: ArraySlice<UInt8>) -> UInt64? {
        let start = line.startIndex + 7
        guard line.endIndex > start, line[..<start].elementsEqual(#"{"seq":"#.utf8) else { return nil }
        var number: UInt64 = 0
        for place in start..<line.endIndex {
            let byte = line[place]
            if byte == UInt8(ascii: ",") { return place > start ? number : nil }
            guard byte >= 0x30, byte <= 0x39, place - start < 19 else { return nil }
            number = number * 10 + UInt64(byte - 0x30)
        }
        return nil
    }
}
