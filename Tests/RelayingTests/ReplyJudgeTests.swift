// What a program writes in answer, and what is found out about it.

import Messages
import Recording
import Routing
import XCTest

@testable import Relaying

final class ReplyJudgeTests: XCTestCase {
    /// What is found out about a reply to the message with id 1.
    private func finding(_ reply: String, contract: String = "", route: String = "") throws -> ReplyJudge.Finding {
        let trial = try TableTrial([
            #"<profile id="no-diagnosis" forbids="Diagnosis"/>"#, TableTrial.contract(),
            TableTrial.contract("d", contract), #"<route id="r" from="p" message="c" to="s" reply="d" \#(route)/>"#,
        ])
        var record = LedgerRecord(sequence: 7, time: Timestamp(nanoseconds: 0), event: .accepted)
        record.sender = ParticipantIdentifier("p")
        record.receivers = [ParticipantIdentifier("s")]
        record.type = MessageType("c")
        record.syntax = .xml
        record.route = RouteIdentifier("r")
        record.digest = Digest(of: [])
        record.messageID = Array("1".utf8)
        let request = try XCTUnwrap(WaitingMessage(record, receiver: 0))
        let row = try XCTUnwrap(trial.table.route(RouteIdentifier("r")))
        var judge = ReplyJudge()
        return judge.judge(
            Array(TableTrial.message(reply, as: "d").utf8), to: request, on: row, expecting: MessageType("d"),
            table: trial.table
        ).finding
    }

    /// The words of a finding that is one of a mistake.
    private func mistake(_ finding: ReplyJudge.Finding) -> String? {
        if case .wrong(let text) = finding { return text }
        return nil
    }

    func testAReplyNamesItsRequestAndItsSystem() throws {
        XCTAssertEqual(try finding("<From>s</From><Answers>1</Answers>"), .right)
        XCTAssertEqual(mistake(try finding("<Answers>2</Answers>"))?.contains("message id that it answers"), true)
        XCTAssertEqual(mistake(try finding("<From>p</From><Answers>1</Answers>"))?.contains("another sender"), true)
    }

    func testAReplyThatCarriesWhatAProfileForbidsIsNotTriedAgain() throws {
        let reply = "<Answers>1</Answers><Diagnosis><Code>S3CRET</Code></Diagnosis>"
        XCTAssertEqual(try finding(reply), .right)
        XCTAssertEqual(
            try finding(reply, route: #"profile="no-diagnosis""#),
            .forbidden("its reply carries /M/Diagnosis, which may not pass on route r"))
        XCTAssertEqual(try finding("<Answers>1</Answers>", route: #"profile="no-diagnosis""#), .right)
    }

    func testAReplyForTheOtherEnvironmentOrWithoutConsentIsAMistake() throws {
        let contract = #"environment="Mode" consent="Consent""#
        XCTAssertEqual(
            try finding("<Answers>1</Answers><Mode>production</Mode><Consent>C</Consent>", contract: contract), .right)
        for (reply, word) in [
            ("<Answers>1</Answers><Mode>test</Mode><Consent>C</Consent>", "wrong-environment"),
            ("<Answers>1</Answers><Mode>production</Mode>", "no-consent"),
        ] {
            XCTAssertEqual(mistake(try finding(reply, contract: contract))?.contains(word), true, reply)
        }
    }
}
