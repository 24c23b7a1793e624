// What names in the spool say, and how files are found by their numbers.

import Files
import Messages
import Support
import XCTest

@testable import Relaying

final class AuditListingTests: XCTestCase {
    func testFilesAreFoundByNumberAndReceiver() {
        var listing = AuditListing()
        let ids = [
            DeliveryIdentifier(sequence: 7), DeliveryIdentifier(sequence: 3, receiver: 1),
            DeliveryIdentifier(sequence: 3), DeliveryIdentifier(sequence: 7),
        ]
        for (place, id) in ids.enumerated() { listing.add(id, UInt64(place), participant: 0) }
        listing.sort()
        func found(_ sequence: UInt64, _ receiver: Int = 0) -> [UInt64] {
            listing.places(DeliveryIdentifier(sequence: sequence, receiver: receiver)).map {
                listing.files[$0].fingerprint
            }.sorted()
        }
        XCTAssertEqual(found(3), [2])
        XCTAssertEqual(found(3, 1), [1])
        XCTAssertEqual(found(7), [0, 3])
        for none: UInt64 in [0, 4, 8] { XCTAssertEqual(found(none), []) }
    }

    func testNamesInPickupFolders() {
        func kind(_ text: String) -> String {
            switch AuditName(pickup: fileName(text)) {
            case .delivery(let id): "delivery \(id)"
            case .receipt(let id): "receipt \(id)"
            case .other: "other"
            }
        }
        XCTAssertEqual(kind("note.000000000042.xml"), "delivery 000000000042")
        XCTAssertEqual(kind("note.000000000042-2.json"), "delivery 000000000042-2")
        XCTAssertEqual(kind("a.note.000000000042.json"), "delivery 000000000042")
        XCTAssertEqual(kind("000000000042.receipt.xml"), "receipt 000000000042")
        for other in [
            "note.xml", "note.42.xml", "note.000000000042.txt", "note.000000000042", "note.+00000000042.xml",
            "000000000042.xml", ".000000000042.xml", "42.receipt.xml", "x",
        ] {
            XCTAssertEqual(kind(other), "other", other)
        }
    }

    func testNamesOfRefusedFiles() {
        XCTAssertEqual(AuditName.refused(fileName("000000000042.invalid.xml"))?.sequence, 42)
        XCTAssertEqual(AuditName.refused(fileName("000000000042.linked"))?.sequence, 42)
        for other in ["42.invalid.xml", "000000000042", "notes.txt", "000000000042.a.b.xml"] {
            XCTAssertNil(AuditName.refused(fileName(other)), other)
        }
    }
}
