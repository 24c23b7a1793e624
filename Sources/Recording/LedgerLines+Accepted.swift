import Files

/// What a look through the ledger wants of each line.
protocol ScannedLine {
    /// Its number.
    var sequence: UInt64 { get }
    /// Whether it closes a group.
    var isCommit: Bool { get }
    /// Reads a line; nil when it is not what was written.
    init?(_ line: ArraySlice<UInt8>)
}

extension LedgerLines {
    /// Calls `visit` with every committed line from a number on, in order, until it returns false. Throws
    /// `damaged` at a line that is not what was written and has a commit behind it.
    func forEach(
        from first: UInt64, _ visit: (AcceptedLine) throws(FileError) -> Bool
    ) throws(LedgerError) {
        try forEach(AcceptedLine.self, from: first, visit)
    }

    /// The same, with another view of each line.
    func forEach<Line: ScannedLine>(
        _ kind: Line.Type, from first: UInt64, _ visit: (Line) throws(FileError) -> Bool
    ) throws(LedgerError) {
        do {
            try refresh()
            let start = segments.lastIndex { $0.first <= first } ?? 0
            for segment in segments.dropFirst(start) {
                // One that was removed since the look at the folder is as one that was not there.
                guard
                    let offset = try LedgerLines.unlessGone({ () throws(FileError) in
                        segment.first < first ? try place(of: first, in: segment) : 0
                    }), let file = try open(segment)
                else { continue }
                if try !forEach(in: segment, file, from: first, at: offset, visit) { return }
            }
        } catch let error as FileError {
            throw .file(error)
        } catch let error as LedgerError {
            throw error
        } catch {
            preconditionFailure("an error of neither kind: \(error)")
        }
    }

    private func forEach<Line: ScannedLine>(
        in segment: LedgerSegment, _ file: borrowing Descriptor, from first: UInt64, at start: Int64,
        _ visit: (Line) throws(FileError) -> Bool
    ) throws -> Bool {
        var group: [Line] = []
        var bad: Int64?
        var offset = start
        var piece = [UInt8](repeating: 0, count: 1 << 18)
        var kept = 0
        while true {
            // What is left of the last piece stands at the beginning.
            if kept == piece.count { piece += [UInt8](repeating: 0, count: piece.count) }
            let more = try file.read(count: piece.count - kept, at: offset)
            if more.isEmpty { break }
            piece.replaceSubrange(kept..<(kept + more.count), with: more)
            let count = kept + more.count
            var begin = 0
            var place = kept
            while place < count {
                defer { place += 1 }
                guard piece[place] == 0x0A else { continue }
                let line = Line(piece[begin..<place])
                if line == nil { bad = bad ?? offset - Int64(kept) + Int64(begin) }
                begin = place + 1
                guard let line else { continue }
                if line.sequence >= first { group.append(line) }
                guard line.isCommit else { continue }
                if let bad { throw damage(at: bad, in: segment, file) }
                for line in group { if try !visit(line) { return false } }
                group.removeAll(keepingCapacity: true)
            }
            offset += Int64(more.count)
            piece.replaceSubrange(0..<(count - begin), with: piece[begin..<count])
            kept = count - begin
        }
        // A broken line with no commit behind it, at the very end, is what a crash leaves.
        if let bad, segment.first != segments.last?.first { throw damage(at: bad, in: segment, file) }
        return true
    }

    /// Counts lines up to the one that is broken.
    private func damage(at offset: Int64, in segment: LedgerSegment, _ file: borrowing Descriptor) -> LedgerError {
        let before = (try? file.read(count: Int(offset), at: 0)) ?? []
        return .damaged(
            path: folder.path(of: segment.name), line: before.count { $0 == 0x0A } + 1,
            text: "this line is not what was written")
    }
}
