public import Files
public import Messages

/// Finds the accepted message that has the same sender, type and id, over a window of days. Lies on
/// disk beside the ledger, from which it is derived. Belongs to the committer's queue.
///
/// Fingerprints go to a log, and to memory; when there are enough, they become a sorted run: a file
/// that is written once, mapped, and searched only when the filter in memory says that it is worth
/// it. So no page is written in a random place, and nothing grows by copying.
public final class DuplicateIndex {
    /// How many messages become a run.
    static let runCapacity = 262_144

    let folder: Directory
    let lines: LedgerLines
    let window: Int64
    let capacity: Int
    let blocks: Int
    var runs: FingerprintRuns
    var recent = RecentFingerprints()
    /// Set from the end of `init` on.
    var log: FingerprintLog?
    /// The first ledger line that runs and log cover; what the index had before has left the window.
    var from: UInt64 = 1

    /// Opens the index of a ledger and completes it from there: the last lines after a crash, more after
    /// a power cut, the whole window when it is missing. What is rotten is made anew.
    ///
    /// - Parameter window: how long an id counts, in nanoseconds.
    public convenience init(folder: Directory, window: Int64, now: Timestamp) throws(LedgerError) {
        try self.init(folder: folder, window: window, now: now, runCapacity: DuplicateIndex.runCapacity)
    }

    init(folder: Directory, window: Int64, now: Timestamp, runCapacity: Int) throws(LedgerError) {
        self.folder = folder
        self.window = window
        lines = LedgerLines(folder: folder)
        capacity = runCapacity
        blocks = RunFilter.blocks(forCapacity: runCapacity)
        runs = FingerprintRuns(blocks: blocks)
        try open(now: now)
    }

    /// The accepted message with this key inside the window, confirmed in the ledger; nil when there is
    /// none. Costs no disk read unless there probably is one.
    public func find(_ key: DuplicateKey, now: Timestamp) throws(LedgerError) -> LedgerRecord? {
        var candidates: [UInt64] = []
        let fingerprint = key.fingerprint
        recent.forEach(fingerprint) { candidates.append($0) }
        runs.forEach(fingerprint) { candidates.append($0) }
        if candidates.isEmpty { return nil }
        for sequence in candidates.sorted(by: >) {
            guard let record = try record(sequence), record.event == .accepted, record.sender == key.sender,
                record.type == key.type, record.key.map({ $0 == fingerprint }) ?? (record.messageID == key.messageID),
                now.nanoseconds - record.time.nanoseconds <= window
            else { continue }
            return record
        }
        return nil
    }

    /// The ledger's record with a number; nil when there is none.
    func record(_ sequence: UInt64) throws(LedgerError) -> LedgerRecord? {
        do throws(FileError) { return try lines.record(sequence) } catch { throw .file(error) }
    }

    /// Adds an accepted message by its key's fingerprint, once its ledger line is committed. It is on the
    /// disk after `complete`.
    public func insert(_ fingerprint: UInt64, _ sequence: UInt64, _ time: Timestamp) throws(FileError) {
        if recent.insert(fingerprint, sequence, time.nanoseconds) {
            log?.add(fingerprint, sequence)
        }
    }

    /// Says that every accepted message up to a ledger line has been added, at this time; writes them down,
    /// and makes a run of them when there are enough.
    public func complete(through sequence: UInt64, at time: Timestamp) throws(FileError) {
        try log?.write(through: sequence, from: from, time: time.nanoseconds)
        if recent.count >= capacity { try sealLog(through: sequence, at: time) }
    }

    /// Makes a run of everything recent, begins a new log, and lets old runs go. A crash between any two
    /// steps leaves files that the next start understands.
    private func sealLog(through sequence: UInt64, at time: Timestamp) throws(FileError) {
        guard let old = log else { return }
        let superfluous = runsBeyondWindow()
        for run in superfluous { from = max(from, run.lines.upperBound + 1) }
        // Of two logs, a start keeps the older, unless a run has all that is in it.
        let new = try FingerprintLog.make(first: sequence + 1, from: from, time: time.nanoseconds, in: folder)
        try seal(old.claim.first...sequence)
        log = new
        try folder.synchronize()
        try folder.remove(old.name)
        for run in superfluous {
            runs.remove(run)
            try folder.remove(run.name)
        }
    }

    /// Makes a run of everything recent, which is all that was accepted in these ledger lines.
    func seal(_ lines: ClosedRange<UInt64>) throws(FileError) {
        let entries = recent.sorted()
        try FingerprintRun.write(entries, lines: lines, middle: recent.middle ?? 0, blocks: blocks, to: folder)
        let name = FingerprintRun.name(first: lines.lowerBound)
        guard let run = try FingerprintRun.open(name, in: folder, blocks: blocks) else {
            throw FileError(.read, folder.path(of: name), .invalid)
        }
        try runs.add(run)
        recent.removeAll()
    }

    /// The runs that are older than the window. No clock says so, nor one run alone: old is what lies before
    /// two runs whose middle is a window older than that of either of the last two. So a clock must be
    /// wrong for more than a whole run before anything is lost by it, or kept too long.
    private func runsBeyondWindow() -> [FingerprintRun] {
        let all = runs.all
        guard let last = all.suffix(2).map(\.middle).min() else { return [] }
        let old = all.filter { $0.middle < last && last - $0.middle > window }
        guard let witness = old.dropLast().last else { return [] }
        return all.filter { $0.lines.upperBound < witness.lines.lowerBound }
    }
}
