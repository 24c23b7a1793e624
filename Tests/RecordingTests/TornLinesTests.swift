// What is cut from a ledger is kept beside it, under names that are no segments'.

import Files
import Messages
import Support
import XCTest

@testable import Recording

final class TornLinesTests: XCTestCase {
    private var folder: TemporaryFolder!

    override func setUpWithError() throws { folder = try TemporaryFolder() }

    override func tearDown() { folder.remove() }

    func testWhatIsKeptReplacesNothing() throws {
        let lines = TornLines(folder.directory)
        let day = CivilDate(year: 2026, month: 3, day: 1)
        for text in ["a", "b", "c"] { try lines.keep(Array(text.utf8), day: day, first: 42) }
        try folder.write("d", to: "2026-03-01.000000000042.jsonl")
        try lines.setAside(LedgerSegment(day: day, first: 42), isEmpty: false)
        XCTAssertEqual(
            try folder.names(),
            [
                "2026-03-01.000000000042.2.torn", "2026-03-01.000000000042.3.torn", "2026-03-01.000000000042.4.torn",
                "2026-03-01.000000000042.torn",
            ])
        XCTAssertEqual(try folder.read("2026-03-01.000000000042.torn"), "a")
        XCTAssertEqual(try folder.read("2026-03-01.000000000042.4.torn"), "d")
        for name in try folder.names() { XCTAssertNil(LedgerSegment(name: fileName(name)), name) }
    }

    func testAnEmptySegmentGoes() throws {
        let segment = LedgerSegment(day: CivilDate(year: 2026, month: 3, day: 1), first: 42)
        try folder.write("", to: segment.name.description)
        try TornLines(folder.directory).setAside(segment, isEmpty: true)
        XCTAssertEqual(try folder.names(), [])
    }
}
