import Files
import Messages

extension Commit {
    /// What a commit made happen, for those who wait for it.
    struct Result: Sendable {
        /// Names that are no longer in hand.
        var finished: [Work] = []
        /// Files that are to be looked at anew.
        var again: [Work] = []
        /// Messages for programs.
        var waiting: [WaitingMessage] = []
        /// Settlements that are recorded.
        var settled: [Settlement] = []
        /// What operators wanted, and what became of it.
        var operations: [Operation.End] = []
        /// What to tell the operator.
        var words: [LogEntry] = []
        /// The group as the ledger has it.
        var closed: ClosedGroup?
        /// The first move that could not be made, and is tried again with the next group.
        var unplaced: FileError?
        /// Why ids could not enter the duplicate index; they wait in memory until they can.
        var unindexed: FileError?
        /// By how many nanoseconds the clock is behind what the ledger has seen.
        var clockIsBehind: Int64 = 0
        /// Whether something was done that only a further commit makes durable and records.
        var hasLooseEnds = false
        /// How many moves and ids wait until a fault is over; each further group tries them again.
        var leftOver = 0
        /// Names that nothing was decided of, because what was staged for them is gone, and why.
        var stranded: [(Work, FileError)] = []
        /// Names that are decided and could not leave their drop folders in this group.
        var held: [Work] = []
        /// When the group was durable, on the monotonic clock.
        var committedAt: Int64 = 0
        /// How long the sync of its bodies took, in nanoseconds; nil when it was made ahead, or of a few bodies.
        var syncTime: Int64?
    }
}
