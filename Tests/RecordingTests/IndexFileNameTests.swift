// The names of the index's files.

import Files
import Support
import XCTest

@testable import Recording

final class IndexFileNameTests: XCTestCase {
    func testANameIsReadAsItWasWritten() {
        for first in [1, 42, 999_999_999_999, 1_000_000_000_000] as [UInt64] {
            let name = IndexFileName(.run, first: first).name
            XCTAssertEqual(IndexFileName(name)?.first, first)
            XCTAssertEqual(IndexFileName(name)?.kind, .run)
            XCTAssertFalse(IndexFileName.isObsolete(name))
        }
        XCTAssertEqual(IndexFileName(.log, first: 7).name.description, "duplicates.000000000007.log")
    }

    func testOtherNamesAreNoneOfTheIndex() {
        for text in [
            "duplicates.7.log", "duplicates.000000000007.txt", "duplicates.0000000000007.log", "duplicates..log",
            "2026-03-01.000000000001.jsonl", "x.000000000007.log", "duplicates.000000000007-2.log",
            "duplicates.000000000007.log.1", "duplicates.000000000000.log", "duplicates.000000000000.run",
        ] {
            XCTAssertNil(IndexFileName(fileName(text)), text)
            XCTAssertFalse(IndexFileName.isObsolete(fileName(text)), text)
        }
    }

    func testEarlierVersionsAndRestsAreObsolete() {
        for text in ["duplicates.2026-03-01.index", ".growing", ".sealing"] {
            XCTAssertTrue(IndexFileName.isObsolete(fileName(text)), text)
        }
    }
}
