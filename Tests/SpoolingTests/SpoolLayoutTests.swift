// Names that a sender uses while it is still writing, and names that it does not.

import Spooling
import Support
import XCTest

final class SpoolLayoutTests: XCTestCase {
    func testNamesOfUnfinishedUploads() {
        let names = [
            ".m.xml", "m.xml.part", "m.xml.filepart", "m.xml.partial", "m.tmp", "m.writing", ".part", "...", ".x.part",
        ]
        for name in names { XCTAssertTrue(SpoolLayout.isTemporary(fileName(name)), name) }
    }

    func testNamesOfMessages() {
        let names = [
            "m.xml", "part", "tmp", "m.part.xml", "m.tmp1", "m.PART", "mpart", "m.tmp.", "m.xml~", "a.b", "-", "#m#",
            "filepart", "m.partially",
        ]
        for name in names { XCTAssertFalse(SpoolLayout.isTemporary(fileName(name)), name) }
    }

    func testTheSpoolLiesWhereItsPageSays() { XCTAssertEqual(SpoolLayout.standard, "/var/spool/luova") }
}
