public import Files
public import Messages

extension LedgerReader {
    /// How many bytes the ledger has. O(segments).
    public func size() throws(FileError) -> Int64 {
        var sum: Int64 = 0
        for segment in try LedgerSegment.all(in: folder) { sum += try folder.status(of: segment.name)?.size ?? 0 }
        return sum
    }

    /// The number of the first line that is younger than a moment, looked for among some lines; the number behind them
    /// where none is. O(log n) short reads.
    public func firstLine(after time: Timestamp, in lines: Range<UInt64>) throws(FileError) -> UInt64 {
        let reader = LedgerLines(folder: folder)
        var low = lines.lowerBound
        var high = lines.upperBound
        while low < high {
            let middle = low + (high - low) / 2
            // A line that is not there any more is an old one.
            if let record = try reader.record(middle), record.time > time { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
