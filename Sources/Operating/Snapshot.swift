import Messages
import Recording
import Relaying

/// All that people and programs are shown of the service at one moment.
struct Snapshot: Sendable {
    /// What the pipeline is doing, and what this process has done.
    var observation: Observation
    /// What was decided since `since`: by this process, and on the day before it as far as the ledger told.
    var tally: LedgerTally
    /// From when on `tally` knows all.
    var since: Timestamp
    /// The alarms of now.
    var alarms: [Alarm]
    /// The size of the ledger in bytes.
    var ledgerBytes: Int64
    /// The version of the program.
    var version: String
    /// Whether the service runs; false in what it leaves behind.
    var isRunning = true

    /// Puts together what is shown.
    init(
        _ observation: Observation, tally: LedgerTally, since: Timestamp, alarms: [Alarm] = [], ledgerBytes: Int64 = 0,
        version: String
    ) {
        self.observation = observation
        self.tally = tally
        self.since = since
        self.alarms = alarms
        self.ledgerBytes = ledgerBytes
        self.version = version
    }
}
