// Reading a ledger: from any number on, one record by its number, and what is not committed.

import Files
import Messages
import Recording
import Support
import XCTest

final class LedgerReaderTests: XCTestCase {
    private var folder: TemporaryFolder!
    private var directory: Directory { folder.directory }
    private var reader: LedgerReader { LedgerReader(folder: directory) }

    override func setUpWithError() throws { folder = try TemporaryFolder() }

    override func tearDown() { folder.remove() }

    /// Thousands of lines over three days, of lengths that differ.
    private func makeLargeLedger() throws -> UInt64 {
        let ledger = try Ledger(folder: directory)
        for day in 0..<3 {
            for group in 0..<8 {
                for place in 0..<120 {
                    var record = Trial.accepted(
                        "message-\(day)-\(group)-\(place)", sequence: ledger.nextSequence, time: Trial.time(day: day))
                    record.text = String(repeating: "x", count: (place * 37 + group * 101) % 500)
                    ledger.append(record)
                }
                try ledger.commit(time: Trial.time(day: day), settled: 0)
            }
        }
        return ledger.nextSequence - 1
    }

    func testAnEmptyFolderHoldsNothing() throws {
        XCTAssertEqual(try reader.all(), [])
        XCTAssertNil(try reader.record(1))
    }

    func testEveryRecordOfALargeLedgerIsFoundByItsNumber() throws {
        let last = try makeLargeLedger()
        XCTAssertEqual(try folder.segments().count, 3)
        let records = try reader.all()
        XCTAssertEqual(records.map(\.sequence), Array(1...last))
        for record in records { XCTAssertEqual(try reader.record(record.sequence), record) }
        for none in [0, last + 1, last + 1_000, .max] { XCTAssertNil(try reader.record(none), "\(none)") }
    }

    func testReadingBeginsAnywhere() throws {
        let last = try makeLargeLedger()
        for first in stride(from: UInt64(1), through: last, by: 797) {
            XCTAssertEqual(try reader.all(from: first).map(\.sequence), Array(first...last))
        }
        XCTAssertEqual(try reader.all(from: last + 1), [])
    }

    func testTheVisitorMayStop() throws {
        let ledger = try Ledger(folder: directory)
        try ledger.add(["a", "b", "c"], time: Trial.time(day: 0))
        try ledger.add(["d"], time: Trial.time(day: 1))
        var seen: [UInt64] = []
        try reader.forEach { record in
            seen.append(record.sequence)
            return seen.count < 2
        }
        XCTAssertEqual(seen, [1, 2])
    }

    func testLinesLongerThanAPieceAreRead() throws {
        let ledger = try Ledger(folder: directory)
        for place in UInt64(1)...3 {
            var record = Trial.accepted("m\(place)", sequence: place, time: Trial.time(day: 0))
            record.text = String(repeating: "x", count: 600_000)
            ledger.append(record)
        }
        try ledger.commit(time: Trial.time(day: 0), settled: 0)
        XCTAssertEqual(try reader.all().map(\.sequence), [1, 2, 3, 4])
        XCTAssertEqual(try reader.all().map { $0.text?.count }, [600_000, 600_000, 600_000, nil])
    }

    func testWhatIsNotCommittedIsNotThere() throws {
        try Ledger(folder: directory).add(["a"], time: Trial.time(day: 0))
        let name = try XCTUnwrap(try folder.segments().first)
        let whole = try WholeFile.read(folder.path(of: name))
        let more = Trial.accepted("b", sequence: 3, time: Trial.time(day: 0)).line + [0x0A]
        for length in stride(from: 0, through: more.count, by: 7) {
            try WholeFile.write(whole + more[..<length], to: folder.path(of: name))
            XCTAssertEqual(try reader.all().map(\.sequence), [1, 2], "\(length) bytes")
        }
        try WholeFile.write(whole + more, to: folder.path(of: name))
        XCTAssertEqual(try reader.all().map(\.sequence), [1, 2])
    }

    func testReadingWhileTheLedgerIsWritten() throws {
        let ledger = try Ledger(folder: directory)
        for round in UInt64(1)...20 {
            try ledger.add(["m\(round)"], time: Trial.time(day: Int(round) / 5))
            XCTAssertEqual(try reader.all().count, Int(round) * 2)
            XCTAssertEqual(try reader.record(round * 2 - 1)?.messageID, Array("m\(round)".utf8))
        }
    }

    func testADamagedLineIsNamed() throws {
        let ledger = try Ledger(folder: directory)
        try ledger.add(["a", "b"], time: Trial.time(day: 0))
        try ledger.add(["c"], time: Trial.time(day: 0))
        let name = try XCTUnwrap(try folder.segments().first)
        let text = try folder.read(name)
        try folder.write(text.replacing("\"b\"", with: "\"x\""), to: name)
        do throws(LedgerError) {
            _ = try reader.all()
            XCTFail("line 2 is damaged")
        } catch {
            XCTAssertTrue(error.description.hasPrefix("\(folder.path(of: name)):2: "), error.description)
        }
    }
}
