// A start after every kind of misfortune finds what the ledger has, and believes nothing else.

import Files
import Messages
import Support
import XCTest

@testable import Recording

final class DuplicateIndexOpeningTests: XCTestCase {
    private var trial: IndexTrial!
    private let ids = IndexTrial.ids(230)
    private var numbers: [UInt64] = []

    override func setUpWithError() throws { (trial, numbers) = try IndexTrial.filled(ids) }

    override func tearDown() { trial.folder.remove() }

    /// Whether a start finds all, and the start after it too, with nothing left to mend.
    private func checkStarts(line: UInt = #line) throws {
        try trial.check(ids, numbers, in: try trial.open(), line: line)
        let files = try trial.files("")
        try trial.check(ids, numbers, in: try trial.open(), line: line)
        XCTAssertEqual(try trial.files(""), files, line: line)
    }

    func testAnyFileMayBeMissing() throws {
        for name in try trial.files("") {
            try trial.remove(name)
            try checkStarts()
        }
    }

    func testAnySetOfFilesMayBeMissing() throws {
        var random = SeededNumbers(seed: 4)
        for _ in 0..<15 {
            for name in try trial.files("") where random.next() & 1 == 0 { try trial.remove(name) }
            try checkStarts()
        }
    }

    func testAnyFileMayBeRotten() throws {
        // Making a file anew may shift where those behind it begin.
        for place in 0..<4 {
            let name = try trial.files("")[place]
            let bytes = try trial.bytes(name)
            var random = SeededNumbers(seed: 5)
            let rotten: [[UInt8]] = [
                [], Array(bytes[..<(bytes.count / 2)]), [UInt8](repeating: 0, count: bytes.count),
                bytes.map { _ in UInt8(truncatingIfNeeded: random.next()) }, Array("no index".utf8),
                [UInt8](repeating: 0, count: 64) + bytes[64...],
            ]
            for content in rotten {
                try trial.write(content, to: name)
                try checkStarts()
            }
        }
    }

    func testFilesOfAnEarlierVersionAreRemoved() throws {
        for name in try trial.files("") { try trial.remove(name) }
        try trial.folder.write("old", to: "duplicates.2026-03-01.index")
        try trial.folder.write("old", to: ".growing")
        try trial.folder.write("half", to: ".sealing")
        try checkStarts()
        XCTAssertEqual(try trial.files(".index"), [])
        XCTAssertFalse(try trial.folder.holds(".growing"))
        XCTAssertFalse(try trial.folder.holds(".sealing"))
    }

    func testThePagesOfTheLogThatAPowerCutLostAreReadFromTheLedger() throws {
        let name = try XCTUnwrap(try trial.files(".log").first)
        let bytes = try trial.bytes(name)
        for length in stride(from: 0, through: bytes.count, by: 97) {
            try trial.write(Array(bytes[..<length]), to: name)
            try checkStarts()
        }
    }

    func testACrashBetweenAnyTwoStepsOfSealingLosesNothing() throws {
        for step in 0..<4 {
            let fresh = try IndexTrial()
            defer { fresh.folder.remove() }
            let index = try fresh.open()
            let first = IndexTrial.ids(60)
            let before = try fresh.add(first, to: index)
            let log = try XCTUnwrap(try fresh.files(".log").first)
            let old = try fresh.bytes(log)
            // The group that fills the run: its lines are in the ledger, and in the log.
            let last = IndexTrial.ids(10, "l")
            let after = try fresh.add(last, to: index)
            let run = try XCTUnwrap(try fresh.files(".run").first)
            let new = try XCTUnwrap(try fresh.files(".log").first)
            XCTAssertNotEqual(log, new)
            switch step {
            case 0:  // Before anything: the log has not even the last group.
                try fresh.remove(run)
                try fresh.remove(new)
                try fresh.write(old, to: log)
            case 1:  // The new log is there.
                try fresh.remove(run)
                try fresh.write(old, to: log)
            case 2:  // The run is being written.
                try fresh.directory.rename(fileName(run), to: fresh.directory, fileName(".sealing"))
                try fresh.write(old, to: log)
            default:  // The run has its name; the old log is still there.
                try fresh.write(old, to: log)
            }
            for _ in 0..<2 { try fresh.check(first + last, before + after, in: try fresh.open()) }
            XCTAssertEqual(try fresh.files(".log").count, 1)
            XCTAssertFalse(try fresh.folder.holds(".sealing"))
        }
    }

    func testAMakingAnewThatIsCutOffGoesOn() throws {
        let runs = try trial.files(".run")
        for name in runs.dropFirst(2) { try trial.remove(name) }
        try trial.check(ids, numbers, in: try trial.open())
        // As if the process had ended after two of the runs that it made.
        for name in try trial.files(".run").dropFirst(4) { try trial.remove(name) }
        for name in try trial.files(".log") { try trial.remove(name) }
        try checkStarts()
    }

    func testNumbersThatTheLedgerLostAreNotBelieved() throws {
        // A disk that lied: the ledger ends earlier than the index, and its numbers are used again.
        let segment = try XCTUnwrap(try trial.folder.segments().first)
        let lines = try trial.bytes(segment).split(separator: 0x0A)
        for count in [220, 88, 11] {
            try trial.write(Array(lines[..<count].joined(separator: [0x0A])) + [0x0A], to: segment)
            let others = IndexTrial.ids(40, "other\(count)-")
            let index = try trial.open()
            let again = try trial.add(others, to: index)
            let kept = numbers.count { $0 <= UInt64(count) }
            for reopened in [index, try trial.open()] {
                try trial.check(others, again, in: reopened)
                try trial.check(Array(ids[..<kept]), numbers, in: reopened)
                XCTAssertNil(try reopened.find(Trial.key(ids[kept]), now: Trial.time(day: 0)))
            }
        }
    }

    func testAStaleMessageUnderAUsedNumberIsNoDuplicate() throws {
        let index = try trial.open()
        // An id whose number means another message now.
        try index.insert(Trial.key("stale").fingerprint, numbers[3], Trial.time(day: 0))
        XCTAssertNil(try index.find(Trial.key("stale"), now: Trial.time(day: 0)))
        XCTAssertEqual(try index.find(Trial.key(ids[3]), now: Trial.time(day: 0))?.sequence, numbers[3])
    }

    func testWithoutItsLedgerTheIndexIsEmpty() throws {
        for name in try trial.folder.segments() { try trial.remove(name) }
        let index = try trial.open()
        XCTAssertNil(try index.find(Trial.key(ids[0]), now: Trial.time(day: 0)))
        XCTAssertEqual(try trial.files(""), ["duplicates.000000000001.log"])
    }

    func testADamagedLineOfTheLedgerIsAnError() throws {
        for name in try trial.files("") { try trial.remove(name) }
        let segment = try XCTUnwrap(try trial.folder.segments().first)
        var bytes = try trial.bytes(segment)
        bytes[bytes.count / 2] ^= 1
        try trial.write(bytes, to: segment)
        XCTAssertThrowsError(try trial.open()) {
            guard case LedgerError.damaged = $0 else { return XCTFail("\($0)") }
        }
    }
}
