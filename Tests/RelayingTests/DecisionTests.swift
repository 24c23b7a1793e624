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

    private func decision(_ judgement: Judgement, part: PartialAcceptance? = nil) throws -> Decision {
        let table = try RoutingTable.load(folder: folder.path(of: ""))
        let sender = try XCTUnwrap(table.participants[ParticipantIdentifier("alice")])
        let spool = try XCTUnwrap(try Spool.open(path: folder.path(of: "spool")))
        let folders = try spool.prepare(sender.identifier)
        let name = try XCTUnwrap(FileName("131052-308T.xml"))
        if try folders.drop.status(of: name) == nil { _ = try folders.drop.create(name, mode: 0o640) }
        var verdict = Verdict(judgement: judgement, refusal: part == nil ? judgement.refusal : nil)
        verdict.part = part
        let feedback = TakenName(.receipt, token: "t-2")
        let candidate = Candidate(
            sender: sender, folders: folders, table: table, work: Work(sender: sender.identifier, name: name),
            status: try XCTUnwrap(folders.drop.status(of: name)), file: nil,
            verdict: verdict, digest: Digest(of: "whole".utf8),
            body: part == nil ? .original : .copies([TakenName(.copy, token: "t-1")]),
            part: part.map { _ in Candidate.Part(digest: Digest(of: "rest".utf8), feedback: feedback) })
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

    /// A batch of five, of which two go on.
    private func partly() throws -> Decision {
        var judgement = Judgement()
        judgement.type = MessageType("note")
        judgement.syntax = .xml
        judgement.header.messageID = Array("b-1".utf8)
        let mistakes = Refusal(.invalid, [MessageError(.type, place: "/B/I[2]", "x")], moreErrors: 2)
        return try decision(judgement, part: PartialAcceptance(accepted: 2, refused: 3, mistakes: mistakes))
    }

    func testABatchThatGoesOnInPartIsAcceptedAndSaysWhatDoesNot() throws {
        let record = try partly().record
        XCTAssertEqual(record.event, .accepted)
        XCTAssertNil(record.reason)
        XCTAssertEqual(record.itemsAccepted, 2)
        XCTAssertEqual(record.itemsRefused, 3)
        XCTAssertEqual(record.errors.map(\.place), ["/B/I[2]"])
        XCTAssertEqual(record.moreErrors, 2)
        XCTAssertEqual(record.digest, Digest(of: "whole".utf8))
        XCTAssertEqual(record.delivered, Digest(of: "rest".utf8))
        XCTAssertEqual(record.taken, ["c.t-1"])
        XCTAssertEqual(record.feedback, "r.t-2")
        XCTAssertNotNil(record.sourceInode)
    }

    func testWhatWasAcceptedBeforeIsComparedByWhatWasSentAndSaysNothingOfItems() throws {
        for (content, event, taken) in [("whole", .duplicate, ["c.t-1"]), ("rest", .refused, [])]
            as [(String, LedgerRecord.Event, [String])]
        {
            var first = LedgerRecord(sequence: 7, time: Timestamp(nanoseconds: 0), event: .accepted)
            first.digest = Digest(of: content.utf8)
            var decision = try partly()
            decision.follow(Acceptance(first))
            XCTAssertEqual(decision.record.event, event)
            XCTAssertEqual(decision.record.taken, taken, "of the refused one, the original is kept")
            XCTAssertNil(decision.record.itemsAccepted)
            XCTAssertNil(decision.record.itemsRefused)
            XCTAssertNil(decision.record.delivered)
            XCTAssertNil(decision.record.feedback)
            XCTAssertEqual(decision.record.moreErrors, 0)
            XCTAssertEqual(decision.record.errors.map(\.code), event == .refused ? [.duplicate] : [])
        }
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
