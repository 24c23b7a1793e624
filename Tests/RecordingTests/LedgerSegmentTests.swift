// The names of the ledger's files.

import Files
import Messages
import Support
import XCTest

@testable import Recording

final class LedgerSegmentTests: XCTestCase {
    func testANameTellsDayAndFirstNumber() {
        let segment = LedgerSegment(day: CivilDate(year: 2026, month: 3, day: 1), first: 42)
        XCTAssertEqual(segment.name.description, "2026-03-01.000000000042.jsonl")
        XCTAssertEqual(LedgerSegment(name: segment.name)?.first, 42)
    }

    func testOtherNamesAreNoSegments() {
        let none = [
            "2026-03-01.jsonl", "2026-03-01.42.jsonl", "2026-02-30.000000000042.jsonl", "2026-03-01.000000000042.json",
            "2026-03-01.000000000042.jsonl.gz", "duplicates.2026-03-01.index", ".growing", "x.000000000042.jsonl",
        ]
        for name in none { XCTAssertNil(LedgerSegment(name: fileName(name)), name) }
    }

    func testSegmentsComeInTheOrderOfTheirLines() throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        // The numbers decide, also where a clock was set back and where they have grown longer.
        for name in ["2026-03-02.1000000000000", "2026-03-03.000000000001", "2026-03-01.999999999999"] {
            try folder.write("", to: "\(name).jsonl")
        }
        try folder.write("", to: "notes.txt")
        XCTAssertEqual(
            try LedgerSegment.all(in: folder.directory).map(\.first), [1, 999_999_999_999, 1_000_000_000_000])
    }
}
