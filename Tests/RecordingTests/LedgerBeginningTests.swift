// A ledger that begins later than it did: who vouches for that, and who goes on with it all the same.

import Files
import Messages
import Support
import XCTest

@testable import Recording

final class LedgerBeginningTests: XCTestCase {
    private var folder: TemporaryFolder!
    private var directory: Directory { folder.directory }

    override func setUpWithError() throws {
        folder = try TemporaryFolder()
        try Trial.writeFourDays(in: directory)
    }

    override func tearDown() { folder.remove() }

    private let names = [
        "2026-03-01.000000000001.jsonl", "2026-03-02.000000000003.jsonl", "2026-03-03.000000000005.jsonl",
        "2026-03-04.000000000007.jsonl",
    ]

    /// A line says that the segments up to a number go; they go if that is wanted.
    private func shorten(
        through number: UInt64, anchor: Digest? = nil, removes: Bool = true, day: Int = 4, settled: UInt64 = 8
    ) throws {
        let chain = try chain(through: number)
        let ledger = try Ledger(folder: directory)
        var record = LedgerRecord(sequence: ledger.nextSequence, time: Trial.time(day: day), event: .shortened)
        record.through = number
        record.anchor = anchor ?? chain
        record.retention = "six-years"
        record.basis = "an act"
        record.by = Operator(user: 7, name: "luova")
        ledger.append(record)
        try ledger.commit(time: Trial.time(day: day), settled: settled)
        if removes { try SealedSegment.removeAll(through: number, in: directory) }
    }

    /// What is found, as `code name:line`.
    private func findings(_ examination: LedgerExamination? = nil) throws -> [String] {
        var found: [String] = []
        try (examination ?? LedgerExamination(folder: directory)).readOn { _, _ in
        } report: {
            found.append("\($0.code.rawValue) \($0.place.path.split(separator: "/").last ?? ""):\($0.place.line)")
        }
        return found
    }

    private func chain(through number: UInt64) throws -> Digest? {
        try LedgerReader(folder: directory).record(number)?.chain
    }

    func testALineVouchesForALaterBeginning() throws {
        try shorten(through: 4)
        let examination = LedgerExamination(folder: directory)
        XCTAssertEqual(try findings(examination), ["ledger-shortened \(names[2]):1"])
        XCTAssertEqual(examination.firstSequence, 5)
        XCTAssertTrue(examination.isMissing(4))
        XCTAssertFalse(examination.isMissing(5))
        let beginning = try XCTUnwrap(LedgerReader(folder: directory).beginning())
        XCTAssertEqual(beginning.through, 4)
        XCTAssertTrue(beginning.text.contains("up to 4"), beginning.text)
        XCTAssertTrue(beginning.text.contains("retention six-years, an act, by luova (7)"), beginning.text)
    }

    func testALaterLineVouchesWhereTheFirstWentItself() throws {
        try shorten(through: 2)
        try shorten(through: 4, day: 5, settled: 10)
        XCTAssertEqual(try findings(), ["ledger-shortened \(names[2]):1"])
        try shorten(through: 10, day: 6, settled: 12)
        XCTAssertEqual(try findings(), ["ledger-shortened 2026-03-06.000000000011.jsonl:1"])
        XCTAssertEqual(try Ledger(folder: directory).nextSequence, 15)
    }

    func testNobodyVouchesForABeginningThatNoLineNames() throws {
        try directory.remove(fileName(names[0]))
        XCTAssertEqual(try findings(), ["ledger-beginning \(names[1]):1"])
        XCTAssertNil(try LedgerReader(folder: directory).beginning())
        // A line that names less, or more, is none.
        try shorten(through: 6, removes: false)
        XCTAssertEqual(try findings().first, "ledger-beginning \(names[1]):1")
    }

    func testALineForAnotherPlaceDoesNotVouch() throws {
        try shorten(through: 2)
        try directory.remove(fileName(names[1]))
        XCTAssertEqual(try findings(), ["ledger-beginning \(names[2]):1"])
    }

    func testALineWithAnotherValueDoesNotVouch() throws {
        try shorten(through: 4, anchor: try chain(through: 2))
        XCTAssertEqual(try findings(), ["ledger-chain \(names[2]):1"])
        let beginning = try XCTUnwrap(LedgerReader(folder: directory).beginning())
        XCTAssertFalse(beginning.vouches(for: nil))
        XCTAssertFalse(beginning.vouches(for: LedgerChain.origin))
    }

    func testBehindLinesWithoutAValueTheChainMayBegin() throws {
        var record = LedgerRecord(sequence: 9, time: Trial.time(day: 4), event: .shortened)
        record.through = 4
        let beginning = try XCTUnwrap(LedgerBeginning(record))
        XCTAssertTrue(beginning.vouches(for: nil))
        XCTAssertTrue(beginning.vouches(for: LedgerChain.origin))
        XCTAssertFalse(beginning.vouches(for: try chain(through: 4)))
        record.event = .purged
        XCTAssertNil(LedgerBeginning(record))
    }

    func testALineThatWasPutInLaterIsFound() throws {
        let ledger = try Ledger(folder: directory)
        for day in 4..<6 { try ledger.add(["m\(day)"], time: Trial.time(day: day), settled: 8) }
        var forged = LedgerRecord(sequence: 9, time: Trial.time(day: 4), event: .shortened)
        forged.through = 2
        forged.anchor = try chain(through: 2)
        let name = "2026-03-05.000000000009.jsonl"
        var lines = try WholeFile.read(folder.path(of: name)).split(separator: 0x0A).map { Array($0) }
        lines[0] = forged.line
        try WholeFile.write(lines.flatMap { $0 + [0x0A] }, to: folder.path(of: name))
        try directory.remove(fileName(names[0]))
        XCTAssertEqual(try findings(), ["ledger-chain \(name):2", "ledger-shortened \(names[1]):1"])
    }

    func testALineThatWasChangedLaterIsFound() throws {
        try shorten(through: 2)
        let name = "2026-03-05.000000000009.jsonl"
        var lines = try WholeFile.read(folder.path(of: name)).split(separator: 0x0A).map { Array($0) }
        var record = try XCTUnwrap(LedgerRecord(line: lines[0]))
        record.through = 4
        record.anchor = try chain(through: 4)
        lines[0] = record.line
        try WholeFile.write(lines.flatMap { $0 + [0x0A] }, to: folder.path(of: name))
        try directory.remove(fileName(names[1]))
        XCTAssertEqual(try findings(), ["ledger-chain \(name):2", "ledger-shortened \(names[2]):1"])
    }

    func testAGapBehindTheBeginningIsFoundAllTheSame() throws {
        try shorten(through: 2)
        try directory.remove(fileName(names[2]))
        XCTAssertEqual(
            try findings().sorted(), ["ledger-segment-missing \(names[3]):1", "ledger-shortened \(names[1]):1"])
        XCTAssertThrowsError(try Ledger(folder: directory))
    }

    func testUntilItsRemovalIsSettledASegmentMayBeThere() throws {
        try shorten(through: 4, removes: false)
        XCTAssertEqual(try findings(), [])
        try directory.remove(fileName(names[0]))
        XCTAssertEqual(try findings(), ["ledger-beginning \(names[1]):1"], "only the whole of it is vouched for")
    }

    func testARemovedSegmentThatIsBackIsFound() throws {
        let copy = try WholeFile.read(folder.path(of: names[1]))
        try shorten(through: 4)
        let ledger = try Ledger(folder: directory)
        try ledger.commit(time: Trial.time(day: 5), settled: 10)
        XCTAssertEqual(try findings(), ["ledger-shortened \(names[2]):1"])
        try WholeFile.write(copy, to: folder.path(of: names[1]))
        XCTAssertEqual(try findings(), ["ledger-beginning \(names[1]):1", "ledger-removed-there \(names[1]):1"])
    }

    func testAPowerCutMayLeaveOlderSegmentsThanItTakes() throws {
        try shorten(through: 4, removes: false)
        try directory.remove(fileName(names[1]))
        XCTAssertEqual(try Ledger(folder: directory).nextSequence, 11)
        XCTAssertEqual(try findings(), ["ledger-shortened \(names[2]):1"])
        try SealedSegment.removeAll(through: 4, in: directory)
        XCTAssertEqual(try findings(), ["ledger-shortened \(names[2]):1"])
    }

    func testASegmentThatGoesWhileALookIsUnderWayIsAsOneThatWasNotThere() throws {
        try shorten(through: 4, removes: false)
        var found: [LedgerExamination.Finding.Code] = []
        var read: [UInt64] = []
        try LedgerExamination(folder: directory).readOn { record, _ throws(FileError) in
            read.append(record.sequence)
            if record.sequence == 1 { try SealedSegment.removeAll(through: 4, in: self.directory) }
        } report: {
            found.append($0.code)
        }
        XCTAssertEqual(read, [1, 2] + Array(5...10))
        XCTAssertEqual(found, [.shortened])
    }

    func testReadersGoOnWhereASegmentGoesUnderTheirHands() throws {
        let lines = LedgerLines(folder: directory)
        XCTAssertEqual(try lines.record(8)?.sequence, 8, "it knows all segments now")
        try shorten(through: 4, removes: false)
        var read: [UInt64] = []
        try LedgerReader(folder: directory).forEach { record in
            read.append(record.sequence)
            if record.sequence == 1 { try? SealedSegment.removeAll(through: 4, in: self.directory) }
            return true
        }
        XCTAssertEqual(read, [1, 2] + Array(5...10))
        XCTAssertNil(try lines.record(3))
        XCTAssertEqual(try lines.record(5)?.sequence, 5)
        var scanned: [UInt64] = []
        try lines.forEach(from: 2) { line throws(FileError) in
            scanned.append(line.sequence)
            return true
        }
        XCTAssertEqual(scanned, Array(5...10))
    }

    func testTheChainGoesOnBehindTheBeginning() throws {
        try shorten(through: 8)
        let ledger = try Ledger(folder: directory)
        try ledger.add(["m9"], time: Trial.time(day: 9), settled: 10)
        XCTAssertEqual(try findings(), ["ledger-shortened 2026-03-05.000000000009.jsonl:1"])
    }

    func testTheDuplicateIndexIsMadeOfWhatIsLeft() throws {
        try shorten(through: 4)
        for _ in 0..<2 {
            let index = try DuplicateIndex(folder: directory, window: Trial.week, now: Trial.time(day: 4))
            XCTAssertNil(try index.find(Trial.key("m1"), now: Trial.time(day: 4)))
            XCTAssertEqual(try index.find(Trial.key("m2"), now: Trial.time(day: 4))?.sequence, 5)
        }
    }

    func testWhatTheIndexHasOfARemovedSegmentIsNotFound() throws {
        let index = try DuplicateIndex(folder: directory, window: Trial.week, now: Trial.time(day: 3))
        XCTAssertEqual(try index.find(Trial.key("m0"), now: Trial.time(day: 3))?.sequence, 1)
        try shorten(through: 4)
        // What it had open is nobody's any more, and what it had not is not there.
        XCTAssertNil(try index.find(Trial.key("m1"), now: Trial.time(day: 3)))
        XCTAssertEqual(try index.find(Trial.key("m3"), now: Trial.time(day: 3))?.sequence, 7)
    }
}
