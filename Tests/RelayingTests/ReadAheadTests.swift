// When files are taken for coming from the disk.

import XCTest

@testable import Relaying

final class ReadAheadTests: XCTestCase {
    func testAQuickReadIsOfMemory() {
        var readAhead = ReadAhead(quick: 50)
        readAhead.note(bytes: 0, took: 50)
        XCTAssertFalse(readAhead.takeWait())
    }

    func testASlowReadIsToldOnce() {
        var readAhead = ReadAhead(quick: 50)
        readAhead.note(bytes: 0, took: 51)
        readAhead.note(bytes: 0, took: 1)
        XCTAssertTrue(readAhead.takeWait())
        XCTAssertFalse(readAhead.takeWait())
    }

    func testALargeFileMayTakeLonger() {
        var readAhead = ReadAhead(quick: 50)
        readAhead.note(bytes: 1_000, took: 1_050)
        XCTAssertFalse(readAhead.takeWait())
        readAhead.note(bytes: 1_000, took: 1_051)
        XCTAssertTrue(readAhead.takeWait())
    }
}
