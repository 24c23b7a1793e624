import Files
import Messages

/// A line `shortened`: it vouches for a ledger that begins behind what it names.
///
/// The line stands in the ledger itself, and so in the chain: who forges one must compute anew all that stands behind it.
public struct LedgerBeginning: Sendable, Equatable {
    /// The line.
    public let record: LedgerRecord
    /// The number of the last line that was removed.
    public let through: UInt64

    /// Nil for any other line.
    public init?(_ record: LedgerRecord) {
        guard record.event == .shortened, let through = record.through else { return nil }
        self.record = record
        self.through = through
    }

    /// Whether a group that says that it follows a value may follow what was removed. Behind lines that had no value, the
    /// chain may just begin.
    func vouches(for previous: Digest?) -> Bool {
        previous == record.anchor || record.anchor == nil && previous == LedgerChain.origin
    }

    /// What was removed, when, why and by whom, in one sentence.
    public var text: String {
        let row = record.retention.map { "retention \($0)" } ?? "no row"
        return
            "the lines up to \(through) were removed on \(String(decoding: record.time.text, as: UTF8.self)) by \(row)"
            + (record.basis.map { ", \($0)" } ?? "") + (record.by.map { ", by \($0)" } ?? "")
            + "; line \(DeliveryIdentifier(sequence: record.sequence)) says so"
    }
}

extension LedgerReader {
    /// The line that vouches for what the ledger begins with now; nil where that is its first line, or no line does.
    /// O(lines): no place but the ledger's own lines is believed.
    public func beginning() throws(LedgerError) -> LedgerBeginning? {
        let first = try LedgerError.orFile { () throws(FileError) in try LedgerSegment.all(in: folder).first?.first }
        guard let first, first > 1 else { return nil }
        return try beginning(through: first - 1, from: first)
    }

    /// The last line, of those from a number on, that vouches for a ledger behind a number.
    func beginning(through: UInt64, from first: UInt64) throws(LedgerError) -> LedgerBeginning? {
        var found: LedgerBeginning?
        try LedgerLines(folder: folder).forEach(ShorteningLine.self, from: first) { line throws(FileError) in
            if let beginning = line.beginning, beginning.through == through { found = beginning }
            return true
        }
        return found
    }
}

/// What a look for such lines needs of a line.
private struct ShorteningLine: ScannedLine {
    let sequence: UInt64
    let isCommit: Bool
    /// Nil for any other line.
    let beginning: LedgerBeginning?

    init?(_ line: ArraySlice<UInt8>) {
        guard let looked = LedgerLine(line) else { return nil }
        sequence = looked.sequence
        isCommit = looked.event == .commit
        beginning = looked.event == .shortened ? LedgerRecord(line: line).flatMap { LedgerBeginning($0) } : nil
    }
}
