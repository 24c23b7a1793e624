// Names of deliveries: written, read, and in the order of acceptance.

import Messages
import XCTest

final class IdentifiersTests: XCTestCase {
    func testADeliveryHasAtLeastTwelveDigits() {
        XCTAssertEqual(DeliveryIdentifier(sequence: 1).description, "000000000001")
        XCTAssertEqual(DeliveryIdentifier(sequence: 999_999_999_999).description, "999999999999")
        XCTAssertEqual(DeliveryIdentifier(sequence: 1_000_000_000_000).description, "1000000000000")
        XCTAssertEqual(DeliveryIdentifier(sequence: .max).description, "18446744073709551615")
    }

    func testLaterReceiversAreCountedFromTwo() {
        XCTAssertEqual(DeliveryIdentifier(sequence: 42, receiver: 0).description, "000000000042")
        XCTAssertEqual(DeliveryIdentifier(sequence: 42, receiver: 1).description, "000000000042-2")
        XCTAssertEqual(DeliveryIdentifier(sequence: 42, receiver: 11).description, "000000000042-12")
    }

    func testADeliveryReadsWhatItWrites() {
        for sequence in [0, 1, 42, 999_999_999_999, 1_000_000_000_000, UInt64.max] {
            for receiver in [0, 1, 2, 9, 99] {
                let delivery = DeliveryIdentifier(sequence: sequence, receiver: receiver)
                XCTAssertEqual(DeliveryIdentifier(delivery.description), delivery)
            }
        }
    }

    func testADeliveryHoldsOnlyLettersThatAFileNameMayHold() {
        let allowed = Set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_-")
        for receiver in [0, 1, 999] {
            let text = DeliveryIdentifier(sequence: .max, receiver: receiver).description
            XCTAssertTrue(text.allSatisfy { allowed.contains($0) })
            XCTAssertTrue((1...40).contains(text.count))
        }
    }

    func testWhatIsNoDeliveryIsNotRead() {
        let none = [
            "", "-", "1", "00000000001", "00000000000x", "000000000001-", "000000000001-0", "000000000001-1",
            "000000000001-x", "000000000001-2-3", "-000000000001", " 000000000001", "000000000001 ",
            "18446744073709551616", "000000000001--2",
        ]
        for text in none { XCTAssertNil(DeliveryIdentifier(text), text) }
    }

    func testNamesSortInTheOrderOfAcceptance() {
        let names = [1, 2, 9, 10, 99, 100_000, 999_999_999_999].map { DeliveryIdentifier(sequence: $0).description }
        XCTAssertEqual(names.shuffled().sorted(), names)
    }

    func testATableIdentifierIsItsText() {
        XCTAssertEqual("\(ParticipantIdentifier("income"))", "income")
        XCTAssertEqual("\(MessageType("income-report"))", "income-report")
        XCTAssertEqual("\(RouteIdentifier("ir-income"))", "ir-income")
        XCTAssertEqual(ParticipantIdentifier("a"), ParticipantIdentifier("a"))
        XCTAssertNotEqual(ParticipantIdentifier("a"), ParticipantIdentifier("A"))
    }
}
