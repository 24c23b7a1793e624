// Which outcomes a sender is told under which policy.

import Messages
import XCTest

final class PoliciesTests: XCTestCase {
    private let outcomes: [Outcome] = [.accepted, .refused, .duplicate, .undelivered]

    func testAllTellsEverything() {
        XCTAssertTrue(outcomes.allSatisfy { ReceiptPolicy.all.covers($0) })
    }

    func testRefusalsTellsWhatWasNotAccepted() {
        XCTAssertEqual(outcomes.filter { ReceiptPolicy.refusals.covers($0) }, [.refused, .duplicate, .undelivered])
    }

    func testNoneTellsNothing() {
        XCTAssertFalse(outcomes.contains { ReceiptPolicy.none.covers($0) })
    }

    func testTheTablesWordsAreKnown() {
        XCTAssertEqual(ReceiptPolicy(rawValue: "refusals"), .refusals)
        XCTAssertEqual(Custody(rawValue: "move"), .move)
        XCTAssertEqual(Lane(rawValue: "interactive"), .interactive)
    }
}
