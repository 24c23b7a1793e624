public import Files
public import Messages

/// A segment of the ledger that another one follows: nothing is added to it any more.
public struct SealedSegment: Sendable, Equatable {
    /// Its file's name in the ledger's folder.
    public let name: FileName
    /// The number of its first line.
    public let first: UInt64
    /// The number of its last line.
    public let through: UInt64
    /// When that was written.
    public let time: Timestamp
    /// What the chain comes to with that line; nil where it has no value.
    public let chain: Digest?

    /// Whether one with a line up to this number is still there.
    public static func isThere(through number: UInt64, in folder: Directory) throws(FileError) -> Bool {
        try leftOver(through: number, in: folder).isEmpty == false
    }

    /// Removes all with lines up to a number, the oldest first, so that what a crash leaves has no gap. The last segment
    /// is never one of them. What starts cut from between these lines goes before. May be repeated.
    public static func removeAll(through number: UInt64, in folder: Directory) throws(FileError) {
        for torn in try torn(in: folder) where torn.first <= number { try folder.remove(torn.name) }
        for segment in try leftOver(through: number, in: folder) { try folder.remove(segment.name) }
    }

    /// The files of lines that starts cut from the ledger, those with small numbers first. The lines that came instead
    /// have the same numbers.
    public static func torn(in folder: Directory) throws(FileError) -> [(first: UInt64, name: FileName)] {
        try folder.entries().compactMap { entry in TornLines.first(of: entry.name).map { ($0, entry.name) } }
            .sorted { ($0.0, $0.1.description) < ($1.0, $1.1.description) }
    }

    private static func leftOver(through number: UInt64, in folder: Directory) throws(FileError) -> [LedgerSegment] {
        let all = try LedgerSegment.all(in: folder)
        return zip(all, all.dropFirst()).filter { $1.first <= number + 1 }.map(\.0)
    }
}

extension LedgerReader {
    /// Calls `visit` with every segment that another one follows, the oldest first, until it returns false. One short
    /// read for each.
    public func forEachSealed(_ visit: (SealedSegment) throws(LedgerError) -> Bool) throws(LedgerError) {
        let all = try LedgerError.orFile { () throws(FileError) in try LedgerSegment.all(in: folder) }
        for segment in all.dropLast() {
            let last = try segment.closingLine(in: folder)
            let sealed = SealedSegment(
                name: segment.name, first: segment.first, through: last.sequence, time: last.time, chain: last.chain)
            guard try visit(sealed) else { return }
        }
    }

    /// Up to which number everything is settled, and the number and the time of the last line; nil where nothing is
    /// committed. Reads the last segment.
    public func lastCommit() throws(LedgerError) -> (settled: UInt64, sequence: UInt64, time: Timestamp)? {
        let all = try LedgerError.orFile { () throws(FileError) in try LedgerSegment.all(in: folder) }
        for segment in all.reversed() {
            var last: LedgerRecord?
            try LedgerLines(folder: folder).forEach(ClosingLine.self, from: segment.first) { line throws(FileError) in
                if let record = line.record { last = record }
                return true
            }
            if let last { return (last.settled ?? 0, last.sequence, last.time) }
        }
        return nil
    }
}

/// What a look for closing lines needs of a line.
private struct ClosingLine: ScannedLine {
    let sequence: UInt64
    let isCommit: Bool
    /// Nil for any other line.
    let record: LedgerRecord?

    init?(_ line: ArraySlice<UInt8>) {
        guard let looked = LedgerLine(line) else { return nil }
        sequence = looked.sequence
        isCommit = looked.event == .commit
        guard isCommit else {
            record = nil
            return
        }
        guard let record = LedgerRecord(line: line) else { return nil }
        self.record = record
    }
}
