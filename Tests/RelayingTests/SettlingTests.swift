// What groups placed, on its way to being settled.

import Messages
import XCTest

@testable import Relaying

final class SettlingTests: XCTestCase {
    private func placed(_ sequence: UInt64) -> LooseEnds {
        LooseEnds(
            delivered: [(DeliveryIdentifier(sequence: sequence), ParticipantIdentifier("bob"))], through: sequence)
    }

    private func sequences(_ ends: LooseEnds) -> [UInt64] { ends.delivered.map(\.0.sequence) }

    func testAGroupThatSyncsTakesWhatWasPlaced() {
        var settling = Settling(through: 2)
        settling.add(placed(5))
        let (durable, own) = settling.take(syncs: true)
        XCTAssertEqual(sequences(durable), [])
        XCTAssertEqual(sequences(own), [5])
        XCTAssertEqual(own.through, 5)
        XCTAssertTrue(settling.isEmpty)
    }

    func testASmallGroupLeavesItAndCallsNothingOfItSettled() {
        var settling = Settling(through: 2)
        settling.add(placed(5))
        let (durable, own) = settling.take(syncs: false)
        XCTAssertEqual(sequences(durable) + sequences(own), [])
        XCTAssertEqual(own.through, 2)
        XCTAssertFalse(settling.isEmpty)
    }

    func testWhatASyncBesideTheGroupsCoveredIsRecordedByTheNext() {
        var settling = Settling(through: 2)
        settling.add(placed(5))
        let covered = settling.beginSync()
        settling.add(placed(6))
        settling.endSync(covered)
        let (durable, own) = settling.take(syncs: false)
        XCTAssertEqual(sequences(durable), [5])
        XCTAssertEqual(own.through, 5)
        XCTAssertEqual(sequences(settling.take(syncs: true).own), [6])
    }

    func testNothingOvertakesWhatIsBeingSynced() {
        var settling = Settling(through: 2)
        settling.add(placed(5))
        let covered = settling.beginSync()
        settling.add(placed(6))
        let (_, own) = settling.take(syncs: true)
        XCTAssertEqual(sequences(own), [])
        XCTAssertEqual(own.through, 2)
        XCTAssertFalse(settling.isEmpty)
        settling.endSync(covered)
        XCTAssertEqual(sequences(settling.take(syncs: true).own), [6])
    }

    func testWhatIsCalledSettledNeverGoesBack() {
        var settling = Settling(through: 2)
        settling.add(placed(5))
        settling.cover(settling.take(syncs: true).own)
        XCTAssertEqual(settling.take(syncs: false).own.through, 5)
    }

    func testWhatCouldNotBeCommittedIsTakenAgain() {
        var settling = Settling(through: 2)
        settling.add(placed(5))
        settling.endSync(settling.beginSync())
        settling.add(placed(6))
        let (durable, own) = settling.take(syncs: true)
        settling.add(placed(7))
        settling.putBack(durable: durable, own: own)
        let again = settling.take(syncs: true)
        XCTAssertEqual(sequences(again.durable), [5])
        XCTAssertEqual(Set(sequences(again.own)), [6, 7])
    }
}
