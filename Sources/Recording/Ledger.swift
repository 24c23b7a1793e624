public import Files
public import Messages

/// The durable, append-only account of what was decided about every file: JSON Lines, one event a
/// line. Belongs to the committer's queue.
///
/// After a crash: what stands behind the last valid commit line is set aside at the next `init`; a
/// group is there whole or not at all. Each group is chained to the one before it (`LedgerChain`).
public final class Ledger {
    /// A segment is closed when it has grown beyond this, or when the day (UTC) ends.
    private static let largestSegment: Int64 = 64_000_000

    private let folder: Directory
    private var file: Descriptor?
    private var day = CivilDate(year: 1970, month: 1, day: 1)
    private var size: Int64 = 0
    private var pending: [UInt8] = []
    private var chain = LedgerChain()
    /// The number that the next record gets.
    public private(set) var nextSequence: UInt64 = 1
    /// The number of the last line that is committed.
    public var lastSequence: UInt64 { groupStart - 1 }
    /// Up to which number everything was settled at the last commit.
    public private(set) var settled: UInt64 = 0
    /// When the last commit was made.
    public private(set) var lastTime = Timestamp(nanoseconds: 0)
    /// What the lines come to that this process has committed.
    public private(set) var tally = LedgerTally()
    /// The number of the first record of the group at hand.
    private var groupStart: UInt64 = 1

    /// Opens the ledger in a folder and brings it back to its last commit.
    ///
    /// Throws `damaged` when a line before the last commit is not what was written, when a segment is
    /// missing between two others, or when the last segment does not fit into the chain.
    public init(folder: Directory) throws(LedgerError) {
        self.folder = folder
        do {
            try openLast()
            groupStart = nextSequence
            try folder.synchronize()
        } catch let error as FileError {
            throw .file(error)
        } catch let error as LedgerError {
            throw error
        } catch {
            preconditionFailure("an error of neither kind: \(error)")
        }
    }

    /// Finds the last segment with a commit in it, and sets aside what stands behind that.
    private func openLast() throws {
        var segments = try LedgerSegment.all(in: folder)
        var before = try LedgerSegment.succession(segments, in: folder)
        guard var last = segments.popLast() else { return }
        var tail = try LedgerTail(folder, last, after: before?.chain)
        if tail.lastCommit == nil {
            // Nothing in it was ever committed: it is as if it had not been begun.
            nextSequence = last.first
            try TornLines(folder).setAside(last, isEmpty: tail.torn.isEmpty)
            before = try LedgerSegment.succession(segments, in: folder)
            guard let older = segments.popLast() else { return }
            last = older
            tail = try LedgerTail(folder, last, after: before?.chain)
        }
        // The segment before the last one ends with a commit, or `succession` had thrown.
        guard let commit = tail.lastCommit else { preconditionFailure("a closed segment holds a commit") }
        if !tail.torn.isEmpty { try TornLines(folder).keep(tail.torn, day: last.day, first: commit.sequence + 1) }
        let opened = try folder.openOrCreate(last.name, mode: 0o640)
        try opened.truncate(to: tail.end)
        try opened.seek(to: tail.end)
        try opened.synchronizeData()
        file = consume opened
        size = tail.end
        day = last.day
        chain = tail.chain
        nextSequence = commit.sequence + 1
        settled = commit.settled ?? 0
        lastTime = commit.time
    }

    /// Adds a record to the group at hand; its number must be `nextSequence`. Nothing is written yet.
    public func append(_ record: LedgerRecord) {
        precondition(record.sequence == nextSequence, "ledger lines are numbered without a gap")
        record.append(to: &pending)
        pending.append(0x0A)
        tally.note(record)
        nextSequence += 1
    }

    /// Drops the records of the group at hand; the next group begins with the number that this one began
    /// with.
    public func abandon() {
        pending.removeAll(keepingCapacity: true)
        tally.forget()
        nextSequence = groupStart
    }

    /// Closes the group with its commit line and makes it durable: **this is the commit**. When it
    /// returns, every record of the group is true; when it throws, none may be acknowledged.
    ///
    /// Throws `postponed` when there was no room for the group: then it is taken back as a whole, as by
    /// `abandon`. After any other error the ledger must not be used again.
    public func commit(time: Timestamp, settled: UInt64) throws(LedgerError) {
        do throws(FileError) {
            try rotate(time)
            var record = LedgerRecord(sequence: nextSequence, time: time, event: .commit)
            record.settled = settled
            // Of a group that is taken back the chain knows nothing.
            var chain = chain
            chain.close(pending.span, with: &record)
            append(record)
            try write()
            self.chain = chain
        } catch {
            // What was written of the group must not stand before the next one.
            guard error.isPassing, cut() else { throw .file(error) }
            abandon()
            throw .postponed(error)
        }
        do throws(FileError) { try file?.synchronizeData() } catch { throw .file(error) }
        size += Int64(pending.count)
        pending.removeAll(keepingCapacity: pending.capacity < 1 << 20)
        groupStart = nextSequence
        tally.confirm(at: time)
        lastTime = time
        self.settled = settled
    }

    /// Whether records were added that no commit has closed.
    public var hasPending: Bool { !pending.isEmpty }

    private func cut() -> Bool {
        do throws(FileError) {
            try file?.truncate(to: size)
            try file?.seek(to: size)
            return true
        } catch {
            return false
        }
    }

    private func write() throws(FileError) {
        guard file != nil else { preconditionFailure("a segment is open after rotate") }
        try file?.write(pending[...])
    }

    /// Begins a new segment at the start of a day, or when the old one has grown large enough.
    private func rotate(_ time: Timestamp) throws(FileError) {
        let today = CivilDate(daysSince1970: Int(time.nanoseconds / 86_400_000_000_000))
        guard file == nil || size >= Ledger.largestSegment || today > day else { return }
        // The first record of the group stands first in the new segment.
        let lines = UInt64(pending.count { $0 == 0x0A })
        let segment = LedgerSegment(day: max(today, day), first: nextSequence - lines)
        let opened = try folder.create(segment.name, mode: 0o640)
        try folder.synchronize()
        file = consume opened
        day = max(today, day)
        size = 0
        chain.beginSegment()
    }
}
