// A ledger whose last group was committed tomorrow.

import Files
import Messages
import Recording

enum LedgerOfTomorrow {
    /// Adds an empty group, a day ahead of the clock.
    static func write(to path: String) throws {
        let ledger = try Ledger(folder: Directory(path: path))
        let time = Timestamp(nanoseconds: Clock.realtime() + 86_400_000_000_000)
        try ledger.commit(time: time, settled: ledger.nextSequence - 1)
    }
}
