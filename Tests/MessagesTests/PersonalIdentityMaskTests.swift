// Finnish personal identity codes are hidden wherever they stand; what only looks a little like one is not.

import Messages
import XCTest

final class PersonalIdentityMaskTests: XCTestCase {
    private func masked(_ text: String) -> String {
        String(decoding: PersonalIdentityMask.masked(Array(text.utf8)), as: UTF8.self)
    }

    private let stars = "***********"

    func testACodeIsHidden() { XCTAssertEqual(masked("131052-308T"), stars) }

    func testACodeInsideAnIDIsHidden() {
        XCTAssertEqual(masked("income-131052-308T-2026"), "income-\(stars)-2026")
        XCTAssertEqual(masked("x131052-308Ty"), "x\(stars)y")
        XCTAssertEqual(masked("1131052-308T"), "1\(stars)")
    }

    func testEveryCodeIsHidden() {
        XCTAssertEqual(masked("131052-308T,010101A123N;311299+999Y"), "\(stars),\(stars);\(stars)")
        XCTAssertEqual(masked("131052-308T010101A123N"), stars + stars)
    }

    func testACodeIsHiddenAtEveryPlace() {
        for filling in ["x", "1", "31", "x1", "11111x", "-"] {
            for count in 0...20 {
                let before = String(String(repeating: filling, count: count).prefix(count))
                // Digits before a code are none of it.
                XCTAssertTrue(masked("\(before)131052-308T.xml").hasSuffix("\(stars).xml"), before)
            }
        }
    }

    func testEverySignOfACenturyIsKnown() {
        for sign in "+-ABCDEFUVWXY" { XCTAssertEqual(masked("131052\(sign)308T"), stars, "\(sign)") }
        for sign in "abcdefuvwxy" { XCTAssertEqual(masked("131052\(sign)308t"), stars, "\(sign)") }
    }

    func testOtherSignsAreNone() {
        for sign in "GHTZ_./: *=0" { XCTAssertEqual(masked("131052\(sign)308T"), "131052\(sign)308T", "\(sign)") }
    }

    func testEveryCheckCharacterIsKnown() {
        for check in "0123456789ABCDEFHJKLMNPRSTUVWXY" { XCTAssertEqual(masked("131052-308\(check)"), stars) }
    }

    func testADayThatCannotBeIsNoCode() {
        for text in ["000152-308T", "320152-308T", "130052-308T", "131352-308T", "990152-308T"] {
            XCTAssertEqual(masked(text), text)
        }
    }

    func testWhatIsTooShortOrBrokenIsNoCode() {
        for text in ["", "1", "131052-308", "131052-30T", "13105-308T", "131052--08T", "131052-308-", "1310x2-308T"] {
            XCTAssertEqual(masked(text), text)
        }
    }

    func testOtherBytesStayAsTheyAre() {
        let bytes: [UInt8] = [0xFF, 0x00] + Array("131052-308T".utf8) + [0xC3, 0xA4]
        XCTAssertEqual(PersonalIdentityMask.masked(bytes), [0xFF, 0x00] + Array(stars.utf8) + [0xC3, 0xA4])
    }

    func testTheLengthNeverChanges() {
        for text in ["131052-308T", "a", "131052-308T131052-308T1", "131052131052-308T"] {
            XCTAssertEqual(masked(text).utf8.count, text.utf8.count)
        }
    }
}
