// What may be told of what an item calls itself.

import Messages
import XCTest

final class ItemFindingsTests: XCTestCase {
    func testAReferenceIsToldWhereItIsOne() {
        for text in ["1", "W-2026-03-000101", "a_b.c:d", String(repeating: "a", count: 40)] {
            XCTAssertEqual(RefusedItem.reference(Array(text.utf8)), text)
        }
        for text in ["", "a b", "ä", "a/b", String(repeating: "a", count: 41), "131052-308T", "W-131052-308T-1"] {
            XCTAssertNil(RefusedItem.reference(Array(text.utf8)), text)
        }
    }

    func testWhatIsNotRefusedIsAccepted() {
        XCTAssertEqual(ItemFindings(count: 5, refused: [RefusedItem(number: 2, bytes: 0..<1)]).accepted, 4)
    }
}
