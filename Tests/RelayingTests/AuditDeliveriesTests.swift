// What the ledger has open: one for each receiver, until it ends.

import Messages
import Recording
import Support
import XCTest

@testable import Relaying

final class AuditDeliveriesTests: XCTestCase {
    func testEachReceiverHasADeliveryThatEndsOnce() throws {
        let trial = try AuditTrial()
        defer { trial.folder.remove() }
        try trial.commit(
            [
                trial.record(.accepted) {
                    $0.receivers = [ParticipantIdentifier("bob"), ParticipantIdentifier("carol")]
                    $0.taken = ["c.1", "c.2"]
                }
            ], settled: 0)
        var deliveries = AuditDeliveries()
        try LedgerExamination(folder: trial.ledger).readOn { record, place in
            if record.event == .accepted { deliveries.accept(record, place) }
        } report: { _ in
        }
        XCTAssertEqual(deliveries.open.count, 2)
        let second = DeliveryIdentifier(sequence: 1, receiver: 1)
        XCTAssertEqual(deliveries.open[second]?.mover, 1)
        deliveries.setMoving(second, with: 7)
        XCTAssertEqual(deliveries.open[second]?.mover, 7)
        XCTAssertEqual(deliveries.open[DeliveryIdentifier(sequence: 1)]?.mover, 1)
        let carols = try XCTUnwrap(deliveries.end(second))
        XCTAssertEqual(carols.receiver.text, "carol")
        XCTAssertEqual(carols.taken, "c.2")
        XCTAssertEqual(carols.place.line, 1)
        XCTAssertNil(deliveries.end(second))
        XCTAssertEqual(deliveries.open.count, 1)
    }
}
