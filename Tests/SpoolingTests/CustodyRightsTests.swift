// Which custody the rights of the process allow, and what the operator is told.

import Files
import Messages
import Spooling
import XCTest

final class CustodyRightsTests: XCTestCase {
    private func rights(_ numbers: UInt64...) -> CustodyRights {
        CustodyRights(Capabilities(bits: numbers.reduce(0) { $0 | 1 << $1 }))
    }

    func testMoveNeedsBoth() {
        XCTAssertTrue(rights(0, 28).allowsMove)
        XCTAssertFalse(rights(0).allowsMove)
        XCTAssertFalse(rights(28).allowsMove)
        XCTAssertFalse(rights().allowsMove)
    }

    func testWithBothMoveIsPossible() {
        let words = rights(0, 28).words(movers: [ParticipantIdentifier("a")])
        XCTAssertEqual(words.text, "custody: move is possible")
        XCTAssertTrue(words.isEnough)
    }

    func testWithoutThemWhatIsMissingIsSaid() {
        let words = rights().words(movers: [])
        XCTAssertEqual(
            words.text, "custody: without CAP_LEASE and CAP_CHOWN every message of another account is copied")
        XCTAssertTrue(words.isEnough)
    }

    func testWhoIsCopiedAgainstTheTableIsNamed() {
        let words = rights(0).words(movers: [ParticipantIdentifier("b"), ParticipantIdentifier("a")])
        XCTAssertEqual(
            words.text,
            "custody: without CAP_LEASE every message of another account is copied; participants with "
                + "custody=\"move\": a, b")
        XCTAssertFalse(words.isEnough)
    }
}
