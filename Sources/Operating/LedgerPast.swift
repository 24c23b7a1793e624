import Files
import Messages
import Recording
import Relaying

/// What the ledger says of the day before this process began, read once, so that a restart forgets nothing that people
/// look at. Bounded: of a day with more lines, only the last ones are read.
struct LedgerPast {
    /// What was decided.
    var tally = LedgerTally()
    /// Of the last hour, by sender.
    var refusals = RefusalWindow()
    /// When operators let go on what they had stopped, the last time each.
    var resumed: [PauseScope: Timestamp] = [:]
    /// From when on all is known.
    var since: Timestamp

    /// How many lines are read at most.
    private static let mostLines: UInt64 = 300_000
    private static let day: Int64 = 86_400_000_000_000

    /// Knows nothing from before a moment.
    init(since: Timestamp) { self.since = since }

    /// Reads what stands before a line. A ledger that cannot be read says nothing.
    init(folder: Directory, before line: UInt64, now: Timestamp) {
        since = now
        let reader = LedgerReader(folder: folder)
        let yesterday = Timestamp(nanoseconds: now.nanoseconds - LedgerPast.day)
        let lowest = line > LedgerPast.mostLines ? line - LedgerPast.mostLines : 1
        guard let first = try? reader.firstLine(after: yesterday, in: lowest..<max(line, lowest)) else { return }
        var begin: Timestamp?
        var past = LedgerPast(since: yesterday)
        do throws(LedgerError) {
            try reader.forEach(from: first) { record in
                guard record.sequence < line else { return false }
                begin = begin ?? record.time
                past.count(record)
                return true
            }
        } catch {
            return
        }
        // Before its first line a new service was not there, and nobody can have been silent.
        if first == lowest { past.since = begin ?? now }
        self = past
    }

    private mutating func count(_ record: LedgerRecord) {
        tally.count(record)
        if record.event == .resumed, let scope = PauseScope(record) { resumed[scope] = record.time }
        guard let sender = record.sender else { return }
        switch record.event {
        case .accepted, .duplicate: refusals.add(.init(decided: 1), of: sender, at: record.time)
        case .refused: refusals.add(.init(decided: 1, refused: 1), of: sender, at: record.time)
        default: break
        }
    }
}
