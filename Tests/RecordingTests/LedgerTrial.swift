// What the tests of this room share: records that say little, and ledgers made of them.

import Files
import Messages
import Recording
import Support

/// The moments and records of the tests.
enum Trial {
    /// A day of the tests: 0 is 2026-03-01.
    static func time(day: Int, seconds: Int64 = 0) -> Timestamp {
        Timestamp(nanoseconds: 1_772_323_200_000_000_000 + (Int64(day) * 86_400 + seconds) * 1_000_000_000)
    }

    /// Seven days, as the table has them.
    static let week: Int64 = 7 * 86_400_000_000_000

    /// A ledger of four days, a segment of one message each: lines 1 and 2, 3 and 4, and so on.
    static func writeFourDays(in folder: Directory) throws {
        let ledger = try Ledger(folder: folder)
        for day in 0..<4 { try ledger.add(["m\(day)"], time: time(day: day), settled: ledger.lastSequence) }
    }

    /// An accepted message of an id.
    static func accepted(_ id: String, sequence: UInt64, time: Timestamp) -> LedgerRecord {
        var record = LedgerRecord(sequence: sequence, time: time, event: .accepted)
        record.sender = ParticipantIdentifier("s")
        record.type = MessageType("t")
        record.messageID = Array(id.utf8)
        return record
    }

    /// The key of an id.
    static func key(_ id: String) -> DuplicateKey {
        DuplicateKey(sender: ParticipantIdentifier("s"), type: MessageType("t"), messageID: Array(id.utf8))
    }
}

extension Ledger {
    /// Appends accepted messages and commits them as one group; says under which numbers they stand.
    @discardableResult
    func add(_ ids: [String], time: Timestamp, settled: UInt64 = 0) throws(LedgerError) -> [UInt64] {
        var numbers: [UInt64] = []
        for id in ids {
            numbers.append(nextSequence)
            append(Trial.accepted(id, sequence: nextSequence, time: time))
        }
        try commit(time: time, settled: settled)
        return numbers
    }
}

extension LedgerReader {
    /// Every committed record from a number on.
    func all(from first: UInt64 = 0) throws(LedgerError) -> [LedgerRecord] {
        var records: [LedgerRecord] = []
        try forEach(from: first) {
            records.append($0)
            return true
        }
        return records
    }
}

extension TemporaryFolder {
    /// The names of the ledger's segments, in their order.
    func segments() throws(FileError) -> [String] { try names().filter { $0.hasSuffix(".jsonl") } }
}
