// Encodings by the names that the routing table and people use.

import Messages
import XCTest

final class TextEncodingTests: XCTestCase {
    func testNames() {
        XCTAssertEqual(TextEncoding.allCases.map(\.rawValue), ["utf-8", "utf-16", "iso-8859-1"])
        XCTAssertEqual(TextEncoding.allCases.map(\.name), ["UTF-8", "UTF-16", "ISO-8859-1"])
    }

    func testLists() {
        XCTAssertEqual(TextEncoding.list([.utf8]), "UTF-8")
        XCTAssertEqual(TextEncoding.list([.latin1, .utf8]), "UTF-8 or ISO-8859-1")
    }
}
