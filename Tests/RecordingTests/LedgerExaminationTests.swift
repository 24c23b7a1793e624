// The ledger by itself: every way in which it can fail to hang together has its name.

import Files
import Messages
import Support
import XCTest

@testable import Recording

final class LedgerExaminationTests: XCTestCase {
    private var folder: TemporaryFolder!
    private var directory: Directory { folder.directory }

    override func setUpWithError() throws {
        folder = try TemporaryFolder()
        let ledger = try Ledger(folder: directory)
        for day in 0..<3 {
            try ledger.add(["a\(day)"], time: Trial.time(day: day), settled: ledger.nextSequence - 1)
            try ledger.add(["b\(day)"], time: Trial.time(day: day), settled: ledger.nextSequence - 1)
        }
    }

    override func tearDown() { folder.remove() }

    private let names = [
        "2026-03-01.000000000001.jsonl", "2026-03-02.000000000005.jsonl", "2026-03-03.000000000009.jsonl",
    ]

    /// What is found, as `code name:line`.
    private func findings(_ examination: LedgerExamination? = nil) throws -> [String] {
        var found: [String] = []
        let examination = examination ?? LedgerExamination(folder: directory)
        try examination.readOn { _, _ in
        } report: {
            found.append("\($0.code.rawValue) \($0.place.path.split(separator: "/").last ?? ""):\($0.place.line)")
        }
        return found
    }

    private func change(_ name: String, _ body: (inout [[UInt8]]) -> Void) throws {
        var lines = try WholeFile.read(folder.path(of: name)).split(separator: 0x0A).map { Array($0) }
        body(&lines)
        try WholeFile.write(lines.flatMap { $0 + [0x0A] }, to: folder.path(of: name))
    }

    private func edited(_ line: [UInt8], _ body: (inout LedgerRecord) -> Void) -> [UInt8] {
        guard var record = LedgerRecord(line: line) else { return line }
        body(&record)
        return record.line
    }

    func testALedgerThatHangsTogetherHasNoFindings() throws {
        let examination = LedgerExamination(folder: directory)
        XCTAssertEqual(try findings(examination), [])
        XCTAssertEqual(examination.lines, 12)
        XCTAssertEqual(examination.segments, 3)
        XCTAssertEqual(examination.lastSequence, 12)
        XCTAssertEqual(examination.settled, 10)
        XCTAssertNil(examination.torn)
    }

    func testItGoesOnWithWhatIsWrittenMeanwhile() throws {
        let examination = LedgerExamination(folder: directory)
        XCTAssertEqual(try findings(examination), [])
        var seen: [UInt64] = []
        for day in [2, 3, 3, 4] {
            try Ledger(folder: directory).add(["c"], time: Trial.time(day: day), settled: 10)
            try examination.readOn { record, _ in
                seen.append(record.sequence)
            } report: {
                XCTFail("\($0)")
            }
        }
        XCTAssertEqual(seen, Array(13...20))
        XCTAssertEqual(examination.segments, 5)
    }

    func testALineTornAtAnyByteIsNotThereYetAndNoFinding() throws {
        let name = names[2]
        let bytes = try WholeFile.read(folder.path(of: name))
        let examination = LedgerExamination(folder: directory)
        let lines = bytes.split(separator: 0x0A)
        let second = lines[0].count + lines[1].count + 2
        for length in stride(from: second, to: bytes.count, by: 5) {
            try WholeFile.write(Array(bytes[..<length]), to: folder.path(of: name))
            XCTAssertEqual(try findings(examination), [], "\(length)")
            XCTAssertEqual(examination.lastSequence, 10)
            XCTAssertEqual(examination.torn?.line, length == second ? nil : 3)
        }
        try WholeFile.write(bytes, to: folder.path(of: name))
        XCTAssertEqual(try findings(examination), [])
        XCTAssertEqual(examination.lastSequence, 12)
        XCTAssertNil(examination.torn)
    }

    func testADamagedLineIsNamedAndTheRestIsRead() throws {
        try change(names[1]) { $0[0][30] ^= 1 }
        let examination = LedgerExamination(folder: directory)
        XCTAssertEqual(
            try findings(examination), ["ledger-line \(names[1]):1", "ledger-chain \(names[1]):2"])
        XCTAssertEqual(examination.lastSequence, 12)
    }

    func testAChangedLineWithARightChecksumBreaksTheChainOfItsGroupOnly() throws {
        try change(names[1]) { $0[0] = edited($0[0]) { $0.messageID = Array("x".utf8) } }
        XCTAssertEqual(try findings(), ["ledger-chain \(names[1]):2"])
    }

    func testALineThatIsMissingOrTwiceIsNamed() throws {
        try change(names[1]) { $0.insert($0[2], at: 3) }
        XCTAssertEqual(
            try findings(),
            ["ledger-sequence \(names[1]):4", "ledger-chain \(names[1]):5"])
        try change(names[1]) { $0.removeSubrange(2...3) }
        XCTAssertEqual(try findings(), ["ledger-sequence \(names[1]):3", "ledger-chain \(names[1]):3"])
    }

    func testAGroupThatIsMissingIsNamed() throws {
        try change(names[1]) { $0.removeSubrange(2...3) }
        XCTAssertEqual(try findings(), ["ledger-segment-missing \(names[2]):1"])
        try change(names[1]) { $0.removeSubrange(0...1) }
        XCTAssertEqual(
            try findings(), ["ledger-segment-open \(names[1]):1", "ledger-segment-missing \(names[2]):1"])
    }

    func testAMissingSegmentIsNamedInTheMiddleAndAtTheFront() throws {
        try directory.remove(fileName(names[1]))
        XCTAssertEqual(try findings(), ["ledger-segment-missing \(names[2]):1"])
        try directory.remove(fileName(names[0]))
        let examination = LedgerExamination(folder: directory)
        XCTAssertEqual(try findings(examination), ["ledger-beginning \(names[2]):1"])
        XCTAssertEqual(examination.firstSequence, 9)
    }

    func testASegmentFromAnotherLedgerIsNamed() throws {
        let other = try TemporaryFolder()
        defer { other.remove() }
        let ledger = try Ledger(folder: other.directory)
        for day in 0..<2 {
            try ledger.add(["x\(day)"], time: Trial.time(day: day), settled: ledger.nextSequence - 1)
            try ledger.add(["y\(day)"], time: Trial.time(day: day), settled: ledger.nextSequence - 1)
        }
        try folder.write(try other.read(names[1]), to: names[1])
        XCTAssertEqual(try findings(), ["ledger-chain \(names[1]):2", "ledger-chain \(names[2]):2"])
    }

    func testASegmentThatWasRenamedIsNamed() throws {
        try directory.rename(fileName(names[1]), to: directory, fileName("2026-03-01.000000000005.jsonl"))
        XCTAssertEqual(try findings(), ["ledger-segment-day 2026-03-01.000000000005.jsonl:2"])
        try directory.rename(
            fileName("2026-03-01.000000000005.jsonl"), to: directory, fileName("2026-03-09.000000000005.jsonl"))
        XCTAssertTrue(try findings().contains("ledger-segment-day 2026-03-09.000000000005.jsonl:2"))
        try directory.rename(
            fileName("2026-03-09.000000000005.jsonl"), to: directory, fileName("2026-03-02.000000000006.jsonl"))
        XCTAssertTrue(try findings().contains("ledger-segment-name 2026-03-02.000000000006.jsonl:1"))
    }

    func testASegmentThatDoesNotEndWithItsGroupIsNamed() throws {
        try change(names[0]) { $0.removeLast() }
        XCTAssertEqual(
            try findings(), ["ledger-segment-open \(names[0]):3", "ledger-segment-missing \(names[1]):1"])
    }

    func testWhatIsSettledBeforeItIsCommittedAndWhatIsSettledLessAreNamed() throws {
        let ledger = try Ledger(folder: directory)
        try ledger.add([], time: Trial.time(day: 2), settled: 13)
        try ledger.add([], time: Trial.time(day: 2), settled: 12)
        XCTAssertEqual(try findings(), ["ledger-settled \(names[2]):5", "ledger-settled \(names[2]):6"])
    }

    func testAClockThatWasSetBackIsANote() throws {
        try Ledger(folder: directory).add(["c"], time: Trial.time(day: 1), settled: 10)
        let examination = LedgerExamination(folder: directory)
        var notes: [Bool] = []
        try examination.readOn { _, _ in
        } report: {
            notes.append($0.isNote)
        }
        XCTAssertEqual(notes, [true])
        XCTAssertEqual(try findings(), ["ledger-clock \(names[2]):6"])
    }

    func testALedgerOfOldLinesSaysWhereTheChainBegins() throws {
        for name in names { try change(name) { lines in lines = lines.map { edited($0) { $0.chain = nil } } } }
        for name in names { try change(name) { lines in lines = lines.map { edited($0) { $0.previous = nil } } } }
        let examination = LedgerExamination(folder: directory)
        XCTAssertEqual(try findings(examination), [])
        XCTAssertNil(examination.lastChainValue)
        try Ledger(folder: directory).add(["c"], time: Trial.time(day: 2), settled: 10)
        XCTAssertEqual(try findings(), ["ledger-chain-begins \(names[2]):6"])
    }

    func testAValueThatWasTakenOutIsNamed() throws {
        try change(names[2]) { $0[3] = edited($0[3]) { $0.chain = nil } }
        XCTAssertEqual(try findings(), ["ledger-chain \(names[2]):4"])
    }
}
