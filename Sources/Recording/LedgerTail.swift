import Files
import Messages

/// What the last segment of a ledger holds that can be relied upon.
struct LedgerTail {
    /// The last valid commit line; nil when there is none.
    private(set) var lastCommit: LedgerRecord?
    /// Where the line behind it begins, in bytes.
    private(set) var end: Int64 = 0
    /// What stands from there on: what a crash has left of a group.
    private(set) var torn: [UInt8]
    /// The chain up to there.
    private(set) var chain: LedgerChain

    /// Reads a whole segment. A broken line with a valid commit line behind it is damage, and so is a
    /// group that does not fit into the chain; a broken line at the end is what a crash leaves.
    ///
    /// - Parameter previous: the chain value that the segment before ends with; nil where there is none.
    init(_ folder: Directory, _ segment: LedgerSegment, after previous: Digest?) throws(LedgerError) {
        let path = folder.path(of: segment.name)
        let bytes: [UInt8]
        do throws(FileError) {
            let file = try folder.open(segment.name)
            // After a failed write the page cache may show what the disk does not have.
            file.dropCachedPages()
            bytes = try file.read(count: Int(try file.status().size), at: 0)
        } catch {
            throw .file(error)
        }
        chain = LedgerChain(after: previous)
        var expected = segment.first
        var broken: Int?
        var start = 0
        var number = 0
        while let feed = bytes[start...].firstIndex(of: 0x0A) {
            number += 1
            // Only closing lines are read whole: a start must not take long.
            let bounds = start..<feed
            start = feed + 1
            guard let line = LedgerLine(bytes[bounds]) else {
                broken = broken ?? number
                continue
            }
            if line.sequence != expected { broken = broken ?? number }
            if line.event == .commit {
                guard broken == nil, let record = LedgerRecord(line: bytes[bounds]) else {
                    throw .damaged(path: path, line: broken ?? number, text: "this line is not what was written")
                }
                if let fault = chain.check(bytes.span.extracting(Int(end)..<feed), closedBy: record) {
                    throw .damaged(path: path, line: number, text: fault.description)
                }
                lastCommit = record
                end = Int64(start)
            }
            expected = line.sequence + 1
        }
        torn = Array(bytes[Int(end)...])
    }
}
