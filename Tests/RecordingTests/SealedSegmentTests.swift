// Segments that nothing is added to any more: what is known of them, and how they go.

import Files
import Messages
import Support
import XCTest

@testable import Recording

final class SealedSegmentTests: XCTestCase {
    private var folder: TemporaryFolder!
    private var directory: Directory { folder.directory }

    override func setUpWithError() throws {
        folder = try TemporaryFolder()
        try Trial.writeFourDays(in: directory)
    }

    override func tearDown() { folder.remove() }

    private func sealed() throws -> [SealedSegment] {
        var all: [SealedSegment] = []
        try LedgerReader(folder: directory).forEachSealed {
            all.append($0)
            return true
        }
        return all
    }

    private var firsts: [UInt64] { get throws { try LedgerSegment.all(in: directory).map(\.first) } }

    func testAllButTheLastAreSealedAndSayHowTheyEnd() throws {
        let all = try sealed()
        XCTAssertEqual(all.map(\.first), [1, 3, 5])
        XCTAssertEqual(all.map(\.through), [2, 4, 6])
        XCTAssertEqual(all.map(\.time), (0..<3).map { Trial.time(day: $0) })
        let closing = try LedgerReader(folder: directory).all().filter { $0.event == .commit }
        XCTAssertEqual(all.map(\.chain), closing.prefix(3).map(\.chain))
        XCTAssertNotNil(all[0].chain)
    }

    func testTheLookEndsWhenItIsToldTo() throws {
        var count = 0
        try LedgerReader(folder: directory).forEachSealed { _ in
            count += 1
            return count < 2
        }
        XCTAssertEqual(count, 2)
    }

    func testTheOldestGoAndMayGoTwice() throws {
        XCTAssertTrue(try SealedSegment.isThere(through: 4, in: directory))
        try SealedSegment.removeAll(through: 4, in: directory)
        XCTAssertEqual(try firsts, [5, 7])
        XCTAssertFalse(try SealedSegment.isThere(through: 4, in: directory))
        try SealedSegment.removeAll(through: 4, in: directory)
        XCTAssertEqual(try firsts, [5, 7])
    }

    func testASegmentWithALaterLineStays() throws {
        try SealedSegment.removeAll(through: 3, in: directory)
        XCTAssertEqual(try firsts, [3, 5, 7])
        XCTAssertFalse(try SealedSegment.isThere(through: 1, in: directory))
    }

    func testWhatWasCutFromThemGoesWithThem() throws {
        let torn = (1...7).map { "2026-03-01.00000000000\($0).torn" } + ["2026-03-01.000000000002.2.torn"]
        let others = [
            "2026-03-01.torn", "x.000000000001.torn", "2026-03-01.000000000001.2.3.torn", "2026-03-01.1.torn",
        ]
        for name in torn + others { try folder.write("{", to: name) }
        XCTAssertEqual(try SealedSegment.torn(in: directory).map(\.first), [1, 2, 2, 3, 4, 5, 6, 7])
        try SealedSegment.removeAll(through: 4, in: directory)
        XCTAssertEqual(try SealedSegment.torn(in: directory).map(\.first), [5, 6, 7])
        for name in others { XCTAssertTrue(try folder.names().contains(name), name) }
    }

    func testTheLastSegmentNeverGoes() throws {
        try SealedSegment.removeAll(through: 1_000, in: directory)
        XCTAssertEqual(try firsts, [7])
    }

    func testTheLastCommitIsThatOfTheLastSegmentWithOne() throws {
        let last = try XCTUnwrap(LedgerReader(folder: directory).lastCommit())
        XCTAssertEqual(last.sequence, 8)
        XCTAssertEqual(last.settled, 6)
        XCTAssertEqual(last.time, Trial.time(day: 3))
        try folder.write("{", to: "2026-03-05.000000000009.jsonl")
        XCTAssertEqual(try LedgerReader(folder: directory).lastCommit()?.sequence, 8)
        let empty = try TemporaryFolder()
        defer { empty.remove() }
        XCTAssertNil(try LedgerReader(folder: empty.directory).lastCommit())
    }
}
