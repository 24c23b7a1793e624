// Files in `refused/` on their way to be judged anew: their names, and what the names say.

import Files
import Messages
import Recording
import XCTest

@testable import Relaying

final class OperationTests: XCTestCase {
    private func file(_ event: LedgerRecord.Event, named name: String? = nil) throws -> RefusedFile {
        var record = LedgerRecord(sequence: 36, time: Timestamp(nanoseconds: 0), event: event)
        record.sender = ParticipantIdentifier("alice")
        record.reason = .invalid
        record.syntax = .xml
        record.file = name
        return try XCTUnwrap(RefusedFile(record))
    }

    func testATokenSaysOfWhatItIs() throws {
        for (event, token) in [(LedgerRecord.Event.refused, "again-10-11"), (.undelivered, "anew-10-11")] {
            let resubmission = Resubmission(try file(event), line: 37)
            XCTAssertEqual(resubmission.token, token)
            XCTAssertEqual(Resubmission(token: token), resubmission)
            XCTAssertEqual(resubmission.wasAccepted, event == .undelivered)
        }
        for token in ["", "again", "again-10", "again-10-", "again--1", "hf0xyz12ab-1", "anew-1-2-3", "other-1-2"] {
            XCTAssertNil(Resubmission(token: token), token)
        }
    }

    func testTheSendersNameComesBackFromTheLedger() throws {
        XCTAssertEqual(try file(.refused, named: "a%20b%25.xml").original, Array("a b%.xml".utf8))
        XCTAssertEqual(try file(.refused, named: "a%2").original, Array("a%2".utf8))
        XCTAssertEqual(try file(.refused, named: "a%2Fb").original, Array("000000000036.invalid.xml".utf8))
        XCTAssertEqual(try file(.refused).original, Array("000000000036.invalid.xml".utf8))
        XCTAssertEqual(try file(.refused).name.description, "000000000036.invalid.xml")
    }

    func testOnlyWhatLiesInRefusedIsSuchAFile() {
        XCTAssertNil(RefusedFile(LedgerRecord(sequence: 1, time: Timestamp(nanoseconds: 0), event: .accepted)))
        XCTAssertNil(RefusedFile(LedgerRecord(sequence: 1, time: Timestamp(nanoseconds: 0), event: .refused)))
    }
}
