public import Messages
public import Recording
public import Relaying

/// All that people and programs are shown of the service at one moment.
public struct Snapshot: Sendable {
    /// What the pipeline is doing, and what this process has done.
    public var observation: Observation
    /// What was decided since `since`: by this process, and on the day before it as far as the ledger told.
    public var tally: LedgerTally
    /// From when on `tally` knows all.
    public var since: Timestamp
    /// The alarms of now.
    public var alarms: [Alarm]
    /// The size of the ledger in bytes.
    public var ledgerBytes: Int64
    /// The version of the program.
    public var version: String
    /// Whether the service runs; false in what it leaves behind.
    public var isRunning = true

    /// Puts together what is shown.
    public init(
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
