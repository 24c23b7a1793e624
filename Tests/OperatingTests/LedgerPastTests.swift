// The day before the start, out of the ledger.

import Files
import Messages
import Recording
import Relaying
import Support
import XCTest

@testable import Operating

final class LedgerPastTests: XCTestCase {
    private var folder: TemporaryFolder!
    private let hour: Int64 = 3_600_000_000_000
    private let now = SnapshotTrial.now

    override func setUpWithError() throws { folder = try TemporaryFolder() }
    override func tearDown() { folder.remove() }

    private func add(_ event: LedgerRecord.Event, to ledger: Ledger, hoursAgo: Int64) throws {
        let time = Timestamp(nanoseconds: now.nanoseconds - hoursAgo * hour)
        var record = LedgerRecord(sequence: ledger.nextSequence, time: time, event: event)
        record.sender = ParticipantIdentifier("alice")
        record.type = MessageType("note")
        record.reason = event == .refused ? .invalid : nil
        ledger.append(record)
        try ledger.commit(time: time, settled: 0)
    }

    private func sum(_ past: LedgerPast) -> UInt64 { past.tally.all.reduce(0) { $0 + $1.total.count } }

    func testADayIsReadAndNothingOfWhatThisProcessWrites() throws {
        let ledger = try Ledger(folder: folder.directory)
        for hours: Int64 in [50, 25, 23, 2] { try add(.accepted, to: ledger, hoursAgo: hours) }
        try add(.refused, to: ledger, hoursAgo: 0)
        let start = ledger.nextSequence
        try add(.accepted, to: ledger, hoursAgo: 0)
        var past = LedgerPast(folder: folder.directory, before: start, now: now)
        XCTAssertEqual(sum(past), 3)
        XCTAssertEqual(past.since, Timestamp(nanoseconds: now.nanoseconds - 24 * hour))
        XCTAssertEqual(past.tally.traffic.day(until: now).map(\.accepted).reduce(0, +), 2)
        XCTAssertEqual(
            past.refusals.hour(before: now), [ParticipantIdentifier("alice"): .init(decided: 1, refused: 1)])
    }

    func testThatSomethingGoesOnIsKnownByTheLastTime() throws {
        let ledger = try Ledger(folder: folder.directory)
        for (event, hours) in [
            (LedgerRecord.Event.resumed, 25), (.paused, 7), (.resumed, 5), (.paused, 4), (.resumed, 2),
        ] {
            try add(event, to: ledger, hoursAgo: Int64(hours))
        }
        try add(.paused, to: ledger, hoursAgo: 1)
        let past = LedgerPast(folder: folder.directory, before: ledger.nextSequence, now: now)
        let scope = PauseScope.takingFrom(ParticipantIdentifier("alice"))
        XCTAssertEqual(past.resumed, [scope: Timestamp(nanoseconds: now.nanoseconds - 2 * hour)])
    }

    func testAnEmptyLedgerSaysThatNothingWas() throws {
        _ = try Ledger(folder: folder.directory)
        let past = LedgerPast(folder: folder.directory, before: 1, now: now)
        XCTAssertEqual(sum(past), 0)
        XCTAssertEqual(past.since, now, "a service that is new cannot have missed anybody")
    }

    func testAServiceThatIsYoungerThanADayKnowsNothingFromBeforeItsFirstLine() throws {
        let ledger = try Ledger(folder: folder.directory)
        for hours: Int64 in [5, 2] { try add(.accepted, to: ledger, hoursAgo: hours) }
        let past = LedgerPast(folder: folder.directory, before: ledger.nextSequence, now: now)
        XCTAssertEqual(sum(past), 2)
        XCTAssertEqual(past.since, Timestamp(nanoseconds: now.nanoseconds - 5 * hour))
    }

    func testALedgerThatIsDamagedIsKnownFromNowOn() throws {
        let ledger = try Ledger(folder: folder.directory)
        for _ in 0..<3 { try add(.accepted, to: ledger, hoursAgo: 1) }
        let name = try XCTUnwrap(folder.names().first { $0.hasSuffix(".jsonl") })
        try folder.write(try folder.read(name).replacing("alice", with: "carol"), to: name)
        let past = LedgerPast(folder: folder.directory, before: ledger.nextSequence, now: now)
        XCTAssertEqual(sum(past), 0)
        XCTAssertEqual(past.since, now)
    }
}
