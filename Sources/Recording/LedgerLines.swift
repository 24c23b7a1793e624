public import Files

/// Finds lines in the ledger by their number, again and again: keeps the list of segments and the last
/// file open, and reads little. For the duplicate index, which
/// confirms each hit there, and for recovery.
public final class LedgerLines {
    /// The search ends when so many lines, or bytes, are left; then lines are read one by one.
    private static let fewLines: UInt64 = 4
    private static let fewBytes: Int64 = 4_096
    /// The search aims at a place so much before the guess.
    private static let margin: Int64 = 1_000

    let folder: Directory
    private(set) var segments: [LedgerSegment] = []
    private var opened: Descriptor?
    private var openedFirst: UInt64 = 0
    private var buffer: [UInt8] = []
    /// Bytes of the buffer that were read last.
    private var filled = 0

    /// The lines of the ledger in a folder.
    public init(folder: Directory) { self.folder = folder }

    /// Looks which segments there are.
    func refresh() throws(FileError) { segments = try LedgerSegment.all(in: folder) }

    /// The record with a number; nil when there is none. O(log n) reads of a kilobyte.
    public func record(_ sequence: UInt64) throws(FileError) -> LedgerRecord? {
        // Only the end of the last segment that is known may be elsewhere by now.
        if let last = segments.last, sequence < last.first { return try recordInKnownSegment(sequence) }
        if let record = try recordInKnownSegment(sequence) { return record }
        let known = segments.count
        try refresh()
        return segments.count == known ? nil : try recordInKnownSegment(sequence)
    }

    private func recordInKnownSegment(_ sequence: UInt64) throws(FileError) -> LedgerRecord? {
        guard let segment = segments.last(where: { $0.first <= sequence }) else { return nil }
        guard var offset = try LedgerLines.unlessGone({ () throws(FileError) in try place(of: sequence, in: segment) })
        else {
            // It was removed since the look at the folder.
            try refresh()
            return nil
        }
        while let line = try line(at: offset) {
            guard let number = LedgerLines.sequence(buffer[..<line]), number <= sequence else { return nil }
            if number == sequence { return LedgerRecord(line: buffer[..<line]) }
            offset += Int64(line) + 1
        }
        return nil
    }

    /// Opens a segment; nil when it is not there any more.
    func open(_ segment: LedgerSegment) throws(FileError) -> Descriptor? {
        do throws(FileError) { return try folder.open(segment.name) } catch {
            guard error.cause == .noSuchFile else { throw error }
            return nil
        }
    }

    /// What is said of a segment; nil when that is not there any more.
    static func unlessGone<Value>(_ body: () throws(FileError) -> Value) throws(FileError) -> Value? {
        do throws(FileError) { return try body() } catch {
            guard error.cause == .noSuchFile else { throw error }
            return nil
        }
    }

    /// Where a line begins whose number is at most this, and not many lines before it. Guesses by the
    /// numbers on both sides, since lines are of about the same length, and halves where that fails.
    func place(of sequence: UInt64, in segment: LedgerSegment) throws(FileError) -> Int64 {
        if opened == nil || openedFirst != segment.first {
            opened = try folder.open(segment.name)
            openedFirst = segment.first
        }
        var low = (place: Int64(0), number: segment.first)
        var high = (place: try opened?.status().size ?? 0, number: segments.first { $0.first > segment.first }?.first)
        var step = 0
        while sequence - low.number > LedgerLines.fewLines, high.place - low.place > LedgerLines.fewBytes {
            var middle = low.place + (high.place - low.place) / 2
            if step % 3 != 2, let number = high.number, number > low.number {
                let share = Double(sequence - low.number) / Double(number - low.number)
                let guess = low.place + Int64(share * Double(high.place - low.place)) - LedgerLines.margin
                middle = max(low.place + 1, min(guess, high.place - 1))
            }
            step += 1
            guard let found = try firstLine(behind: middle), found.place < high.place else {
                high.place = middle
                continue
            }
            if found.number <= sequence { low = found } else { high = (middle, found.number) }
        }
        return low.place
    }

    /// The first line that begins behind a place, and its number.
    private func firstLine(behind place: Int64) throws(FileError) -> (place: Int64, number: UInt64)? {
        guard let rest = try line(at: place) else { return nil }
        let start = place + Int64(rest) + 1
        // Most often its number is in the buffer already.
        if let number = LedgerLines.sequence(buffer[(rest + 1)..<filled]) { return (start, number) }
        guard let end = try line(at: start), let number = LedgerLines.sequence(buffer[..<end]) else { return nil }
        return (start, number)
    }

    /// Reads from a place to the next line feed, into the buffer; says how many bytes stand before it, nil
    /// when there is none.
    private func line(at offset: Int64) throws(FileError) -> Int? {
        var wanted = 1_024
        while true {
            if buffer.count < wanted { buffer = [UInt8](repeating: 0, count: wanted) }
            filled = try opened?.read(into: &buffer, count: wanted, at: offset) ?? 0
            if let feed = buffer[..<filled].firstIndex(of: 0x0A) { return feed }
            if filled < wanted { return nil }
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
