// A verdict as a ledger record, and what the operator is told at once.

import Files
import Messages
import Recording
import Routing
import Spooling
import Support
import XCTest

@testable import Relaying

final class DecisionTests: XCTestCase {
    private var folder: TemporaryFolder!

    override func setUpWithError() throws {
        folder = try TemporaryFolder()
        try folder.write(
            #"<routes xmlns="urn:luova:routes:1"><partner id="alice"/></routes>"#, to: "table.xml")
    }

    override func tearDown() { folder.remove() }

    private func decision(_ judgement: Judgement) throws -> Decision {
        let table = try RoutingTable.load(folder: folder.path(of: ""))
        let sender = try XCTUnwrap(table.participants[ParticipantIdentifier("alice")])
        let spool = try XCTUnwrap(try Spool.open(path: folder.path(of: "spool")))
        let folders = try spool.folders(of: sender.identifier)
        let name = try XCTUnwrap(FileName("131052-308T.xml"))
        if try folders.drop.status(of: name) == nil { _ = try folders.drop.create(name, mode: 0o640) }
        let candidate = Candidate(
            sender: sender, folders: folders, table: table, work: Work(sender: sender.identifier, name: name),
            status: try XCTUnwrap(folders.drop.status(of: name)), file: nil,
            verdict: Verdict(judgement: judgement, refusal: judgement.refusal), digest: nil, body: .original)
        return Decision(candidate, at: Timestamp(nanoseconds: 0), sequence: 42, masks: true)
    }

    func testAnAcceptanceMayTurnIntoARefusal() throws {
        var decision = try decision(Judgement())
        XCTAssertEqual(decision.record.event, .accepted)
        decision.refuse(Refusal(.overQuota, [MessageError(.permission, "too many")]))
        XCTAssertEqual(decision.record.event, .refused)
        XCTAssertEqual(decision.record.reason, .overQuota)
        XCTAssertEqual(decision.record.errors, [MessageError(.permission, "too many")])
        XCTAssertEqual(decision.record.receivers, [])
        XCTAssertEqual(decision.outcome, .refused)
    }

    func testAValidatorThatGaveUpIsAnAlarmWithoutValues() throws {
        var judgement = Judgement()
        judgement.type = MessageType("note")
        judgement.syntax = .xml
        judgement.header.messageID = Array("S3CRET".utf8)
        judgement.refusal = Refusal(.limit, [MessageError(.schema, "it gave up")])
        XCTAssertNil(try decision(judgement).alarm)
        judgement.validatorGaveUp = true
        XCTAssertEqual(
            try decision(judgement).alarm,
            "alarm: the validator gave up on 000000000042.limit.xml from alice: contract note; "
                + "make its rules simpler, and have the message sent again")
    }

    func testWhatMayNotPassIsAnAlarmWithoutValues() throws {
        var judgement = Judgement()
        judgement.type = MessageType("note")
        judgement.syntax = .xml
        judgement.refusal = Refusal(
            .profile, [MessageError(.permission, place: "/N/A", "x"), MessageError(.permission, place: "/N/B", "x")])
        XCTAssertEqual(
            try decision(judgement).alarm,
            "alarm: 000000000042.profile.xml from alice carries /N/A, /N/B, which may not pass on route unknown; "
                + "it was refused, ask its sender why")
        judgement.refusal?.reason = .noConsent
        XCTAssertNil(try decision(judgement).alarm)
    }

    func testQuotationsAreNoPartOfARecord() throws {
        var judgement = Judgement()
        judgement.refusal = Refusal(.invalid, [MessageError(.type, "the value is not a valid xs:date")])
        judgement.refusal?.quotes = [0: "S3CRET"]
        let record = try decision(judgement).record
        XCTAssertEqual(record.errors, judgement.refusal?.errors)
        XCTAssertFalse(String(decoding: record.line, as: UTF8.self).contains("S3CRET"))
        XCTAssertFalse("\(record)".contains("S3CRET"))
    }
}
