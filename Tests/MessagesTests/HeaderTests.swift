// The header's fields by name.

import Messages
import XCTest

final class HeaderTests: XCTestCase {
    func testEachFieldHasItsOwnPlace() {
        for field in HeaderField.allCases {
            var header = Header()
            header[field] = [1, 2, 3]
            for other in HeaderField.allCases { XCTAssertEqual(header[other], other == field ? [1, 2, 3] : nil) }
        }
    }

    func testTheNamedFieldsAreTheSame() {
        var header = Header()
        for (place, field) in HeaderField.allCases.enumerated() { header[field] = [UInt8(place)] }
        XCTAssertEqual(header.messageID, [0])
        XCTAssertEqual(header.sender, [1])
        XCTAssertEqual(header.created, [2])
        XCTAssertEqual(header.replyTo, [3])
    }
}
