// The ledger in order: numbers without a gap, days, and what is remembered over a restart.

import Files
import Messages
import Recording
import Support
import XCTest

final class LedgerTests: XCTestCase {
    private var folder: TemporaryFolder!
    private var directory: Directory { folder.directory }

    override func setUpWithError() throws { folder = try TemporaryFolder() }

    override func tearDown() { folder.remove() }

    private func reader() -> LedgerReader { LedgerReader(folder: directory) }

    func testAnEmptyLedgerBeginsAtOne() throws {
        let ledger = try Ledger(folder: directory)
        XCTAssertEqual(ledger.nextSequence, 1)
        XCTAssertEqual(ledger.settled, 0)
        XCTAssertFalse(ledger.hasPending)
        XCTAssertEqual(try folder.segments(), [])
    }

    func testNumbersHaveNoGap() throws {
        let ledger = try Ledger(folder: directory)
        try ledger.add(["a", "b"], time: Trial.time(day: 0))
        try ledger.add([], time: Trial.time(day: 0))
        try ledger.add(["c"], time: Trial.time(day: 0))
        let records = try reader().all()
        XCTAssertEqual(records.map(\.sequence), [1, 2, 3, 4, 5, 6])
        XCTAssertEqual(records.map(\.event), [.accepted, .accepted, .commit, .commit, .accepted, .commit])
        XCTAssertEqual(ledger.nextSequence, 7)
    }

    func testNothingIsThereBeforeItsCommit() throws {
        let ledger = try Ledger(folder: directory)
        try ledger.add(["a"], time: Trial.time(day: 0))
        ledger.append(Trial.accepted("b", sequence: 3, time: Trial.time(day: 0)))
        XCTAssertTrue(ledger.hasPending)
        XCTAssertEqual(ledger.nextSequence, 4)
        XCTAssertEqual(try reader().all().count, 2)
        try ledger.commit(time: Trial.time(day: 0), settled: 0)
        XCTAssertFalse(ledger.hasPending)
        XCTAssertEqual(try reader().all().count, 4)
    }

    func testReopeningGoesOn() throws {
        for round in UInt64(0)..<5 {
            let ledger = try Ledger(folder: directory)
            XCTAssertEqual(ledger.nextSequence, round * 2 + 1)
            try ledger.add(["m\(round)"], time: Trial.time(day: 0))
        }
        XCTAssertEqual(try reader().all().map(\.sequence), Array(1...10))
        XCTAssertEqual(try folder.segments().count, 1)
    }

    func testWhatIsSettledIsRemembered() throws {
        let ledger = try Ledger(folder: directory)
        try ledger.add(["a"], time: Trial.time(day: 0), settled: 0)
        try ledger.add(["b"], time: Trial.time(day: 0), settled: 2)
        XCTAssertEqual(ledger.settled, 2)
        XCTAssertEqual(try Ledger(folder: directory).settled, 2)
        try ledger.add(["c"], time: Trial.time(day: 1), settled: 4)
        XCTAssertEqual(try Ledger(folder: directory).settled, 4)
    }

    func testEachDayHasASegment() throws {
        let ledger = try Ledger(folder: directory)
        try ledger.add(["a"], time: Trial.time(day: 0))
        try ledger.add(["b"], time: Trial.time(day: 0, seconds: 86_399))
        try ledger.add(["c"], time: Trial.time(day: 1))
        try ledger.add(["d", "e"], time: Trial.time(day: 40))
        XCTAssertEqual(
            try folder.segments(),
            ["2026-03-01.000000000001.jsonl", "2026-03-02.000000000005.jsonl", "2026-04-10.000000000007.jsonl"])
        XCTAssertEqual(try reader().all().map(\.sequence), Array(1...9))
    }

    func testAGroupIsNeverDividedOverTwoSegments() throws {
        let ledger = try Ledger(folder: directory)
        try ledger.add(["a"], time: Trial.time(day: 0))
        // Appended before midnight, committed after it.
        ledger.append(Trial.accepted("b", sequence: 3, time: Trial.time(day: 0, seconds: 86_399)))
        try ledger.commit(time: Trial.time(day: 1), settled: 0)
        let last = try XCTUnwrap(try folder.segments().last)
        XCTAssertEqual(last, "2026-03-02.000000000003.jsonl")
        XCTAssertEqual(try folder.read(last).split(separator: "\n").count, 2)
    }

    #if DEBUG
        /// What a commit on a new day ends with while a call goes wrong.
        private func fail(_ ledger: Ledger, _ faults: String) throws -> LedgerError? {
            XCTAssertTrue(FaultSeam.install(faults))
            defer { XCTAssertTrue(FaultSeam.install("")) }
            do throws(LedgerError) {
                ledger.append(Trial.accepted("b", sequence: ledger.nextSequence, time: Trial.time(day: 1)))
                try ledger.commit(time: Trial.time(day: 1), settled: 0)
                return nil
            } catch {
                return error
            }
        }

        func testAfterANewSegmentsNameCouldNotBeMadeDurableTheLedgerEndsWhateverTheCause() throws {
            for cause in ["EIO", "ENOSPC"] {
                let ledger = try Ledger(folder: directory)
                try ledger.add(["a"], time: Trial.time(day: 0))
                let last = ledger.lastSequence
                guard case .file(let error) = try fail(ledger, "fsync#1=\(cause)") else {
                    return XCTFail("the next sync would lie")
                }
                XCTAssertEqual(error.code, .synchronize)
                let next = try Ledger(folder: directory)
                XCTAssertEqual(next.nextSequence, last + 1, "nothing of the group is there, and nothing else is lost")
            }
            try Ledger(folder: directory).add(["c"], time: Trial.time(day: 1))
            XCTAssertEqual(try reader().all().map(\.sequence), Array(1...6))
        }

        func testAGroupForWhoseSegmentThereIsNoRoomIsTakenBackAndWrittenLater() throws {
            let ledger = try Ledger(folder: directory)
            try ledger.add(["a"], time: Trial.time(day: 0))
            guard case .postponed = try fail(ledger, "create=ENOSPC") else { return XCTFail("nothing was written") }
            guard case .postponed = try fail(ledger, "write=ENOSPC") else { return XCTFail("it is taken back") }
            try ledger.add(["b"], time: Trial.time(day: 1))
            XCTAssertEqual(try reader().all().map(\.sequence), Array(1...4))
            XCTAssertEqual(try Ledger(folder: directory).nextSequence, 5)
        }
    #endif

    func testTheDayIsRememberedOverARestart() throws {
        try Ledger(folder: directory).add(["a"], time: Trial.time(day: 0))
        try Ledger(folder: directory).add(["b"], time: Trial.time(day: 0))
        try Ledger(folder: directory).add(["c"], time: Trial.time(day: 1))
        try Ledger(folder: directory).add(["d"], time: Trial.time(day: 1))
        XCTAssertEqual(try folder.segments().count, 2)
        XCTAssertEqual(try reader().all().map(\.sequence), Array(1...8))
    }

    func testAClockThatIsSetBackBeginsNoOlderSegment() throws {
        let ledger = try Ledger(folder: directory)
        try ledger.add(["a"], time: Trial.time(day: 3))
        try ledger.add(["b"], time: Trial.time(day: 1))
        try Ledger(folder: directory).add(["c"], time: Trial.time(day: 2))
        XCTAssertEqual(try folder.segments(), ["2026-03-04.000000000001.jsonl"])
        XCTAssertEqual(try reader().all().map(\.sequence), Array(1...6))
    }

    func testOtherFilesInTheFolderAreLeftAlone() throws {
        try folder.write("mine", to: "notes.txt")
        try folder.write("mine", to: "2026-03-01.jsonl")
        try folder.write("mine", to: "2026-02-30.000000000001.jsonl")
        let ledger = try Ledger(folder: directory)
        try ledger.add(["a"], time: Trial.time(day: 0))
        XCTAssertEqual(try Ledger(folder: directory).nextSequence, 3)
        for name in ["notes.txt", "2026-03-01.jsonl", "2026-02-30.000000000001.jsonl"] {
            XCTAssertEqual(try folder.read(name), "mine")
        }
    }
}
