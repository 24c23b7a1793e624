public import Files
import Messages

/// Reads a ledger, also while a daemon writes it: what stands behind the last commit is not there yet.
public struct LedgerReader: Sendable {
    let folder: Directory
    private static let piece = 1 << 18

    /// Reads the ledger in a folder.
    public init(folder: Directory) { self.folder = folder }

    /// Calls `visit` with every committed record from a sequence number on, in order, until it
    /// returns false. Lines that are no records are an error of their own.
    public func forEach(from first: UInt64 = 0, _ visit: (LedgerRecord) -> Bool) throws(LedgerError) {
        let segments: [LedgerSegment]
        do throws(FileError) { segments = try LedgerSegment.all(in: folder) } catch { throw .file(error) }
        // The last segment that begins at or before `first` is where to begin.
        let start = segments.lastIndex { $0.first <= first } ?? 0
        var group: [LedgerRecord] = []
        var expected: UInt64?
        for (place, segment) in segments.enumerated().dropFirst(start) {
            if let expected { try segment.checkFollows(expected - 1, in: folder) }
            var next = segment.first
            var number = 0
            var goesOn = true
            var bad: Int?
            let isThere = try forEachLine(of: segment) { line in
                number += 1
                guard let record = LedgerRecord(line: line) else {
                    bad = bad ?? number
                    return true
                }
                if record.sequence != next { bad = bad ?? number }
                next = record.sequence + 1
                group.append(record)
                guard record.event == .commit else { return true }
                if bad != nil { return false }
                for record in group where record.sequence >= first && goesOn { goesOn = visit(record) }
                group.removeAll(keepingCapacity: true)
                return goesOn
            }
            // One that was removed since the look at the folder is as one that was not there.
            if !isThere {
                expected = nil
                continue
            }
            // A broken line with no commit behind it, at the very end, is what a crash leaves.
            if let bad, group.last?.event == .commit || place < segments.count - 1 {
                throw .damaged(
                    path: folder.path(of: segment.name), line: bad, text: "this line is not what was written")
            }
            if !goesOn { return }
            expected = next
        }
    }

    /// The record with a sequence number; nil when there is none. Who looks for many keeps a `LedgerLines`.
    public func record(_ sequence: UInt64) throws(LedgerError) -> LedgerRecord? {
        do throws(FileError) { return try LedgerLines(folder: folder).record(sequence) } catch { throw .file(error) }
    }

    /// Calls `visit` with each line that ends in a line feed, until it returns false. False when there is no such segment
    /// any more.
    private func forEachLine(
        of segment: LedgerSegment, _ visit: (_ line: ArraySlice<UInt8>) -> Bool
    ) throws(LedgerError) -> Bool {
        do throws(FileError) {
            let file = try folder.open(segment.name)
            var rest: [UInt8] = []
            var offset: Int64 = 0
            while true {
                let piece = try file.read(count: LedgerReader.piece, at: offset)
                if piece.isEmpty { return true }
                offset += Int64(piece.count)
                rest += piece
                var start = 0
                while let feed = rest[start...].firstIndex(of: 0x0A) {
                    if !visit(rest[start..<feed]) { return true }
                    start = feed + 1
                }
                rest.removeFirst(start)
            }
        } catch {
            if error.cause == .noSuchFile { return false }
            throw .file(error)
        }
    }
}
