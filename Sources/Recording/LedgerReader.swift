public import Files
import Messages

/// Reads a ledger, also while a daemon writes it: what stands behind the last commit is not there yet.
public struct LedgerReader: Sendable {
    private let folder: Directory
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
        for segment in segments.dropFirst(start) {
            var number = 0
            var goesOn = true
            try forEachLine(of: segment) { line, isWhole in
                number += 1
                guard let record = LedgerRecord(line: line) else { return isWhole ? .bad(number) : .stop }
                group.append(record)
                if record.event == .commit {
                    for record in group where record.sequence >= first && goesOn { goesOn = visit(record) }
                    group.removeAll(keepingCapacity: true)
                }
                return goesOn ? .next : .stop
            }
            if !goesOn { return }
        }
    }

    /// The record with a sequence number; nil when there is none. O(log n) reads of the disk.
    public func record(_ sequence: UInt64) throws(LedgerError) -> LedgerRecord? {
        do throws(FileError) {
            guard let segment = try LedgerSegment.all(in: folder).last(where: { $0.first <= sequence }) else {
                return nil
            }
            let file = try folder.open(segment.name)
            var low: Int64 = 0
            var high = try file.status().size
            // Between `low` and `high` a line begins whose number is at most the wanted one.
            while high - low > 65_536 {
                let middle = low + (high - low) / 2
                let piece = try file.read(count: 32_768, at: middle)
                guard let feed = piece.firstIndex(of: 0x0A), let found = LedgerReader.sequence(piece[(feed + 1)...])
                else {
                    high = middle
                    continue
                }
                if found <= sequence { low = middle + Int64(feed) + 1 } else { high = middle }
            }
            // A line may be longer than the piece: read on until it is found or passed.
            var rest = try file.read(count: Int(high - low) + 131_072, at: low)[...]
            while let feed = rest.firstIndex(of: 0x0A) {
                let line = rest[..<feed]
                if let found = LedgerReader.sequence(line), found >= sequence {
                    return found == sequence ? LedgerRecord(line: line) : nil
                }
                rest = rest[(feed + 1)...]
            }
            return nil
        } catch {
            throw .file(error)
        }
    }

    /// The number at the beginning of a line, `{"seq":123,`; nil when no line begins here.
    private static func sequence(_ line: ArraySlice<UInt8>) -> UInt64? {
        let key = Array(#"{"seq":"#.utf8)
        guard line.starts(with: key) else { return nil }
        let digits = line.dropFirst(key.count).prefix { $0 >= 0x30 && $0 <= 0x39 }
        guard digits.count < line.count - key.count else { return nil }
        return UInt64(String(decoding: digits, as: UTF8.self))
    }

    private enum Step {
        case next, stop
        case bad(Int)
    }

    private func forEachLine(
        of segment: LedgerSegment, _ visit: (_ line: ArraySlice<UInt8>, _ isWhole: Bool) -> Step
    ) throws(LedgerError) {
        var bad: Int?
        do throws(FileError) {
            let file = try folder.open(segment.name)
            var rest: [UInt8] = []
            var offset: Int64 = 0
            reading: while true {
                let piece = try file.read(count: LedgerReader.piece, at: offset)
                offset += Int64(piece.count)
                rest += piece
                var start = 0
                while let feed = rest[start...].firstIndex(of: 0x0A) {
                    switch visit(rest[start..<feed], true) {
                    case .next: start = feed + 1
                    case .stop: return
                    case .bad(let number):
                        bad = number
                        break reading
                    }
                }
                rest.removeFirst(start)
                if piece.isEmpty { break }
            }
            if bad == nil, !rest.isEmpty { _ = visit(rest[...], false) }
        } catch {
            throw .file(error)
        }
        if let bad {
            throw .damaged(path: folder.path(of: segment.name), line: bad, text: "this line is not what was written")
        }
    }
}
