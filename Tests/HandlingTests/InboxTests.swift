// Delivery into a pickup folder: one rename under a name that is never used for anything else.

import Files
import Handling
import Messages
import Support
import XCTest

final class InboxTests: XCTestCase {
    private var folder: TemporaryFolder!
    private var pickup: Directory!
    private let type = MessageType("income-report")
    private let delivery = DeliveryIdentifier(sequence: 42)

    override func setUpWithError() throws {
        folder = try TemporaryFolder()
        pickup = try folder.makeFolder("pickup")
    }

    override func tearDown() { folder.remove() }

    func testTheNamesAreThoseOfTheDesign() {
        XCTAssertEqual(Inbox.name(type, delivery, .xml).description, "income-report.000000000042.xml")
        XCTAssertEqual(
            Inbox.name(type, DeliveryIdentifier(sequence: 42, receiver: 1), .json).description,
            "income-report.000000000042-2.json")
        XCTAssertEqual(Inbox.receiptName(delivery, .json).description, "000000000042.receipt.json")
    }

    func testABodyIsDelivered() throws {
        try folder.write("<m/>", to: "c.1")
        let inbox = Inbox(pickup: pickup)
        XCTAssertTrue(try inbox.take(fileName("c.1"), from: folder.directory, as: Inbox.name(type, delivery, .xml)))
        XCTAssertEqual(try folder.read("pickup/income-report.000000000042.xml"), "<m/>")
        XCTAssertFalse(try folder.holds("c.1"))
    }

    func testWhatIsThereIsNotReplaced() throws {
        try folder.write("<first/>", to: "pickup/income-report.000000000042.xml")
        try folder.write("<second/>", to: "c.1")
        let inbox = Inbox(pickup: pickup)
        XCTAssertFalse(try inbox.take(fileName("c.1"), from: folder.directory, as: Inbox.name(type, delivery, .xml)))
        XCTAssertEqual(try folder.read("pickup/income-report.000000000042.xml"), "<first/>")
        XCTAssertEqual(try folder.read("c.1"), "<second/>")
    }

    func testABodyThatIsGoneIsAnError() {
        let inbox = Inbox(pickup: pickup)
        XCTAssertEqual(
            causeOfFailure {
                _ = try inbox.take(fileName("c.1"), from: folder.directory, as: Inbox.name(type, delivery, .xml))
            }, .noSuchFile)
    }
}
