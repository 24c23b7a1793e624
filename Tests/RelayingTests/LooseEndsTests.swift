// What was placed and is not durable yet.

import Messages
import XCTest

@testable import Relaying

final class LooseEndsTests: XCTestCase {
    private func ends(_ sequences: [UInt64], through: UInt64) -> LooseEnds {
        LooseEnds(
            delivered: sequences.map { (DeliveryIdentifier(sequence: $0), ParticipantIdentifier("bob")) },
            through: through)
    }

    func testWhatIsTakenIsGoneButTheNumberStays() {
        var ends = ends([3, 4], through: 7)
        let taken = ends.take()
        XCTAssertEqual(taken.delivered.map(\.0.sequence), [3, 4])
        XCTAssertTrue(ends.isEmpty)
        XCTAssertEqual(ends.through, 7)
    }

    func testWhatIsPutBackIsThereWithWhatCameMeanwhile() {
        var ends = ends([3], through: 4)
        let taken = ends.take()
        ends.add(self.ends([5], through: 6))
        ends.add(taken)
        XCTAssertEqual(Set(ends.delivered.map(\.0.sequence)), [3, 5])
        XCTAssertEqual(ends.through, 6)
    }
}
