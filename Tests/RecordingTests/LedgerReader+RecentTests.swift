// Where the lines of a time begin, and how large a ledger is.

import Files
import Messages
import Recording
import Support
import XCTest

final class LedgerReaderRecentTests: XCTestCase {
    private var folder: TemporaryFolder!

    override func setUpWithError() throws { folder = try TemporaryFolder() }
    override func tearDown() { folder.remove() }

    func testTheFirstLineAfterAMomentIsFoundOverSegments() throws {
        let ledger = try Ledger(folder: folder.directory)
        // Two lines and a closing one on each of five days.
        for day in 0..<5 { try ledger.add(["a\(day)", "b\(day)"], time: Trial.time(day: day)) }
        let reader = LedgerReader(folder: folder.directory)
        let all: Range<UInt64> = 1..<ledger.nextSequence
        for day in 0..<5 {
            XCTAssertEqual(try reader.firstLine(after: Trial.time(day: day), in: all), UInt64(3 * day + 4))
        }
        XCTAssertEqual(try reader.firstLine(after: Timestamp(nanoseconds: 0), in: all), 1)
        XCTAssertEqual(try reader.firstLine(after: Timestamp(nanoseconds: 0), in: 1..<1), 1, "there are none")
    }

    func testTheSizeIsThatOfAllSegments() throws {
        let ledger = try Ledger(folder: folder.directory)
        for day in 0..<3 { try ledger.add(["a"], time: Trial.time(day: day)) }
        try folder.write("not a segment", to: "alarms")
        let sizes = try folder.names().filter { $0.hasSuffix(".jsonl") }.map {
            Int64(try folder.read($0).utf8.count)
        }
        XCTAssertEqual(sizes.count, 3)
        XCTAssertEqual(try LedgerReader(folder: folder.directory).size(), sizes.reduce(0, +))
    }
}
