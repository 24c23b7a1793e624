// The codes of mistakes: names that receipts promise.

import Messages
import XCTest

final class MessageErrorTests: XCTestCase {
    func testACodeIsWrittenInSmallLettersAndHyphens() {
        for code in MessageError.Code.allCases {
            XCTAssertTrue(code.rawValue.allSatisfy { $0 == "-" || ("a"..."z").contains($0) }, code.rawValue)
        }
    }

    func testACodeIsReadByItsName() {
        for code in MessageError.Code.allCases { XCTAssertEqual(MessageError.Code(rawValue: code.rawValue), code) }
        XCTAssertNil(MessageError.Code(rawValue: "maxLength"))
    }

    func testARefusalCountsWhatItDoesNotHold() {
        let refusal = Refusal(.invalid, [MessageError(.pattern, line: 7, "wrong")], moreErrors: 3)
        XCTAssertEqual(refusal.errors.first?.line, 7)
        XCTAssertNil(refusal.errors.first?.column)
        XCTAssertEqual(refusal.moreErrors, 3)
        XCTAssertEqual(MessageError.most, 100)
    }
}
