// Finding the accepted message of the same sender, type and id, inside a window of days.

import Files
import Messages
import Support
import XCTest

@testable import Recording

final class DuplicateIndexTests: XCTestCase {
    private var folder: TemporaryFolder!
    private var directory: Directory { folder.directory }
    private let now = Trial.time(day: 0, seconds: 3_600)

    override func setUpWithError() throws { folder = try TemporaryFolder() }

    override func tearDown() { folder.remove() }

    private func open(now: Timestamp? = nil, window: Int64 = Trial.week) throws(LedgerError) -> DuplicateIndex {
        try DuplicateIndex(folder: directory, window: window, now: now ?? self.now)
    }

    /// Commits messages, and adds them to the index as the committer does.
    private func add(_ ids: [String], _ index: DuplicateIndex, time: Timestamp? = nil) throws {
        let time = time ?? now
        let ledger = try Ledger(folder: directory)
        for (number, id) in zip(try ledger.add(ids, time: time), ids) {
            try index.insert(Trial.key(id).fingerprint, number, time)
        }
        try index.complete(through: ledger.nextSequence - 1, at: time)
    }

    private func indexFiles() throws -> [String] { try folder.names().filter { $0.hasPrefix("duplicates.") } }

    func testNothingIsFoundInAnEmptyIndex() throws {
        XCTAssertNil(try open().find(Trial.key("a"), now: now))
    }

    func testWhatWasAddedIsFound() throws {
        let index = try open()
        try add(["a", "b"], index)
        XCTAssertEqual(try index.find(Trial.key("a"), now: now)?.sequence, 1)
        XCTAssertEqual(try index.find(Trial.key("b"), now: now)?.sequence, 2)
        XCTAssertNil(try index.find(Trial.key("c"), now: now))
    }

    func testSenderAndTypeArePartsOfTheKey() throws {
        let index = try open()
        try add(["a"], index)
        let id = Array("a".utf8)
        XCTAssertNil(try index.find(.init(sender: .init("other"), type: .init("t"), messageID: id), now: now))
        XCTAssertNil(try index.find(.init(sender: .init("s"), type: .init("other"), messageID: id), now: now))
    }

    func testTheLatestOfTheSameKeyIsFound() throws {
        let index = try open()
        try add(["a"], index)
        try add(["a"], index)
        XCTAssertEqual(try index.find(Trial.key("a"), now: now)?.sequence, 3)
    }

    func testReopeningFindsTheSame() throws {
        try add(["a", "b"], try open())
        XCTAssertEqual(try open().find(Trial.key("b"), now: now)?.sequence, 2)
    }

    func testWhatTheIndexDoesNotYetHoldIsAddedFromTheLedger() throws {
        try add(["a"], try open())
        // A crash between the commit and the index.
        try Ledger(folder: directory).add(["b"], time: now)
        let index = try open()
        XCTAssertEqual(try index.find(Trial.key("a"), now: now)?.sequence, 1)
        XCTAssertEqual(try index.find(Trial.key("b"), now: now)?.sequence, 3)
    }

    func testAMissingIndexIsMadeFromTheLedger() throws {
        try add((0..<50).map { "m\($0)" }, try open())
        for name in try indexFiles() { try directory.remove(fileName(name)) }
        let index = try open()
        for place in 0..<50 {
            XCTAssertEqual(try index.find(Trial.key("m\(place)"), now: now)?.sequence, UInt64(place + 1))
        }
    }

    func testADamagedIndexIsMadeFromTheLedger() throws {
        try add(["a"], try open())
        for name in try indexFiles() { try folder.write("no table", to: name) }
        XCTAssertEqual(try open().find(Trial.key("a"), now: now)?.sequence, 1)
    }

    func testOnlyAcceptedMessagesCount() throws {
        let ledger = try Ledger(folder: directory)
        for event in [LedgerRecord.Event.refused, .duplicate, .delivered, .undelivered] {
            var record = Trial.accepted("a", sequence: ledger.nextSequence, time: now)
            record.event = event
            ledger.append(record)
        }
        try ledger.commit(time: now, settled: 0)
        XCTAssertNil(try open().find(Trial.key("a"), now: now))
    }

    func testWhatIsOlderThanTheWindowIsNotFound() throws {
        let index = try open()
        try add(["a"], index)
        let end = Timestamp(nanoseconds: now.nanoseconds + Trial.week)
        XCTAssertNotNil(try index.find(Trial.key("a"), now: end))
        XCTAssertNil(try index.find(Trial.key("a"), now: Timestamp(nanoseconds: end.nanoseconds + 1)))
        XCTAssertNotNil(try open(now: end).find(Trial.key("a"), now: end))
    }

    func testEachDayOfTheWindowIsFound() throws {
        let index = try open()
        for day in 0..<7 { try add(["m\(day)"], index, time: Trial.time(day: day)) }
        let later = Trial.time(day: 6, seconds: 100)
        let reopened = try open(now: later)
        for day in 0..<7 {
            XCTAssertEqual(try reopened.find(Trial.key("m\(day)"), now: later)?.sequence, UInt64(day * 2 + 1))
        }
    }

    func testFingerprintsThatAreEqualByChanceAreToldApart() throws {
        let index = try open()
        try add(["a", "b"], index)
        // As if the keys of all three had one fingerprint.
        try index.insert(Trial.key("c").fingerprint, 1, now)
        try index.insert(Trial.key("c").fingerprint, 2, now)
        try index.insert(Trial.key("a").fingerprint, 2, now)
        XCTAssertNil(try index.find(Trial.key("c"), now: now))
        XCTAssertEqual(try index.find(Trial.key("a"), now: now)?.sequence, 1)
    }

    func testANumberThatTheLedgerDoesNotHaveIsNoDuplicate() throws {
        let index = try open()
        try add(["a"], index)
        // As after the ledger was cut behind its last commit.
        try index.insert(Trial.key("b").fingerprint, 77, now)
        XCTAssertNil(try index.find(Trial.key("b"), now: now))
    }
}
