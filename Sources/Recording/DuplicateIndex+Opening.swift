import Files
import Messages

/// What a start finds, what it believes, and how it completes the rest from the ledger.
///
/// Runs and the log say which ledger lines they cover. A start goes through the lines of the window and
/// fills each gap: between runs, from the ledger into runs of their own; behind the log, into the log.
/// So it does not matter which file is missing, rotten or old, nor whether a rebuild was cut off.
extension DuplicateIndex {
    func open(now: Timestamp) throws(LedgerError) {
        try LedgerError.orFile { () throws(FileError) in try lines.refresh() }
        let found = try LedgerError.orFile { () throws(FileError) in try openFiles() }
        let logs = try removeWhatTheLedgerLacks(found)
        from = max(firstLine(of: lines.segments, now: now), try beginning(of: logs, now: now))
        // The line after those that are known to be in the index.
        var next = from
        for run in runs.all {
            if run.lines.lowerBound > next { try fill(next...run.lines.lowerBound - 1) }
            next = max(next, run.lines.upperBound + 1)
        }
        let log = try LedgerError.orFile { () throws(FileError) in try openLog(among: logs, next: next, now: now) }
        self.log = log
        try complete(after: log.claim.through)
    }

    /// Takes in the runs that are whole, removes what is not; says what the logs cover, in their order.
    private func openFiles() throws(FileError) -> [FingerprintLog.Claim] {
        var logs: [FingerprintLog.Claim] = []
        for name in try folder.entries().map(\.name) {
            if IndexFileName.isObsolete(name) { try folder.remove(name) }
            guard let known = IndexFileName(name) else { continue }
            switch known.kind {
            case .log:
                if let log = try FingerprintLog.open(first: known.first, in: folder, { _, _ in }) {
                    logs.append(log.claim)
                    continue
                }
            case .run:
                if let run = try FingerprintRun.open(name, in: folder, blocks: blocks) {
                    try runs.add(run)
                    continue
                }
            }
            try folder.remove(name)
        }
        return logs.sorted { $0.first < $1.first }
    }

    /// The last line that the index covers must be in the ledger. It is not when a disk has lied about
    /// what is durable, or somebody put an older ledger in place: then the numbers behind its end will mean
    /// other messages, and what covers them must not be believed.
    private func removeWhatTheLedgerLacks(
        _ logs: [FingerprintLog.Claim]
    ) throws(LedgerError) -> [FingerprintLog.Claim] {
        var kept = logs
        while let log = kept.last {
            if log.through == 0 { return kept }
            if try record(log.through) != nil { return kept }
            try LedgerError.orFile { () throws(FileError) in
                _ = try folder.remove(IndexFileName(.log, first: log.first).name)
            }
            kept.removeLast()
        }
        for run in runs.all.reversed() {
            if try record(run.lines.upperBound) != nil { break }
            runs.remove(run)
            try LedgerError.orFile { () throws(FileError) in _ = try folder.remove(run.name) }
        }
        return kept
    }

    /// The first ledger line that the index covers, as its logs say; 0 where that line is inside the window. Then what it
    /// let go belonged to a shorter window, and is missing in this one.
    private func beginning(of logs: [FingerprintLog.Claim], now: Timestamp) throws(LedgerError) -> UInt64 {
        guard let log = logs.max(by: { $0.from < $1.from }) else { return 0 }
        guard let line = try record(log.from) else { return log.from }
        // By a clock that is behind, nothing would ever have left the window.
        let latest = max(now, try record(log.through)?.time ?? now)
        return latest.nanoseconds - line.time.nanoseconds > window ? log.from : 0
    }

    /// The first ledger line of the window, or an earlier one; 1 when there is no ledger. The day is the
    /// newest segment's if that is earlier than the clock's.
    private func firstLine(of segments: [LedgerSegment], now: Timestamp) -> UInt64 {
        let day: Int64 = 86_400_000_000_000
        let today = Int(now.nanoseconds / day)
        let newest = segments.last.map { min($0.day.daysSince1970, today) } ?? today
        let oldest = newest - Int(window / day) - 1
        return segments.first { $0.day.daysSince1970 >= oldest }?.first ?? segments.last?.first ?? 1
    }

    /// Opens the log that goes on where the runs end, or begins one; removes all others.
    private func openLog(
        among logs: [FingerprintLog.Claim], next: UInt64, now: Timestamp
    ) throws(FileError) -> FingerprintLog {
        var kept: FingerprintLog?
        for claim in logs {
            if kept == nil, claim.first <= next, claim.through >= next || claim.first == next {
                kept = try FingerprintLog.open(first: claim.first, in: folder) { entry, time in
                    recent.insert(entry.fingerprint, entry.sequence, time)
                }
            } else {
                try folder.remove(IndexFileName(.log, first: claim.first).name)
            }
        }
        if let kept { return kept }
        let made = try FingerprintLog.make(first: next, from: from, time: now.nanoseconds, in: folder)
        try folder.synchronize()
        return made
    }

    /// Makes runs of ledger lines that no run covers.
    private func fill(_ gap: ClosedRange<UInt64>) throws(LedgerError) {
        var first = gap.lowerBound
        try lines.forEach(from: first) { line throws(FileError) in
            guard line.sequence <= gap.upperBound else { return false }
            try add(line)
            if recent.count >= capacity {
                try seal(first...line.sequence)
                first = line.sequence + 1
            }
            return true
        }
        try LedgerError.orFile { () throws(FileError) in
            // Without a middle, the ledger has none of these lines.
            if first <= gap.upperBound, recent.middle != nil { try seal(first...gap.upperBound) }
            try folder.synchronize()
        }
    }

    /// Adds what the ledger has behind a line.
    private func complete(after sequence: UInt64) throws(LedgerError) {
        var last: AcceptedLine?
        try lines.forEach(from: sequence + 1) { line throws(FileError) in
            try add(line)
            last = line
            if recent.count & 4_095 == 0 || recent.count >= capacity {
                try complete(through: line.sequence, at: line.time)
            }
            return true
        }
        try LedgerError.orFile { () throws(FileError) in
            if let last { try complete(through: last.sequence, at: last.time) }
        }
    }

    private func add(_ line: AcceptedLine) throws(FileError) {
        recent.note(line.time.nanoseconds)
        if let fingerprint = line.fingerprint { try insert(fingerprint, line.sequence, line.time) }
    }
}

extension LedgerError {
    /// Calls, and says of a failing disk what the ledger's callers understand.
    static func orFile<Value>(_ body: () throws(FileError) -> Value) throws(LedgerError) -> Value {
        do throws(FileError) { return try body() } catch { throw .file(error) }
    }
}
