// What is told of a message step by step: what decided, what came near, and what would happen then.

import Messages
import Routing
import XCTest

@testable import Relaying

final class ExplainerTests: XCTestCase {
    private func explain(
        _ text: String, from sender: String = "p", rows: [String], contract: String = ""
    ) throws -> Explanation {
        let trial = try TableTrial(
            [
                #"<profile id="no-diagnosis" forbids="Diagnosis"/>"#, TableTrial.contract("c", contract),
                TableTrial.contract("d"),
            ] + rows)
        var explainer = Explainer(table: trial.table)
        let bytes = Array(TableTrial.message(text).utf8)
        var place = 0
        return explainer.explain(from: try XCTUnwrap(trial.table.participants[ParticipantIdentifier(sender)])) {
            buffer in
            let count = min(buffer.count, bytes.count - place)
            for offset in 0..<count { buffer[offset] = bytes[place + offset] }
            place += count
            return count
        }
    }

    func testAnAcceptedMessageTellsItsRowAndWhatComesNext() throws {
        let explanation = try explain(
            "<Note>2026-01-01</Note>",
            rows: [
                #"<agreement id="a" partner="p" from="2020-01-01"/>"#,
                #"<route id="r" from="p" message="c" to="s" agreement="a" reply="d"/>"#,
                #"<route id="j" from="p" message="c" to="s" syntax="json"/>"#,
            ])
        XCTAssertEqual(explanation.route?.identifier.text, "r")
        XCTAssertEqual(explanation.route?.agreement?.identifier, "a")
        XCTAssertEqual(explanation.nearest.map(\.route.identifier.text), ["j"])
        XCTAssertEqual(
            explanation.nearest.map { $0.words(on: CivilDate(year: 2026, month: 1, day: 1)) }, ["is for JSON"])
        XCTAssertEqual(explanation.next.count, 3)
        XCTAssertTrue(explanation.next[0].hasPrefix("to s, whose program "), explanation.next[0])
        XCTAssertTrue(explanation.next[0].hasSuffix("/answer takes it, and answers p with d"), explanation.next[0])
        XCTAssertEqual(explanation.next[1], "in the interactive lane: p comes before batch senders")
        XCTAssertEqual(explanation.next[2], #"no receipt, as p has receipts="refusals""#)
    }

    func testAQuotaIsNamedAndItsCountIsNot() throws {
        let explanation = try explain(
            "", rows: [#"<route id="r" from="p" message="c" to="s" rate="600/min" max-per-day="9"/>"#])
        XCTAssertTrue(
            explanation.steps.contains(
                #"quota: rate="600/min", max-per-day="9" for each sender of the route; how many were accepted so far only the daemon's ledger knows"#
            ), "\(explanation.steps)")
        XCTAssertEqual(explanation.steps.last?.hasSuffix(" before or its quota is used up"), true)
        let other = try explain("", rows: [#"<route id="r" from="p" message="c" to="s"/>"#])
        XCTAssertFalse(other.steps.contains { $0.contains("quota") })
    }

    func testAWindowIsNamedAndWhenItOpens() throws {
        func next(_ window: String) throws -> String {
            try explain("", rows: ["<route id=\"r\" from=\"p\" message=\"c\" to=\"s\" window=\"\(window)\"/>"]).next[1]
        }
        // One of both is open, whatever time it is.
        let sentences = try [next("00:00-12:00 UTC"), next("12:00-24:00 UTC")].sorted { $0.count < $1.count }
        XCTAssertTrue(sentences[0].hasSuffix(" UTC only, which is now"), sentences[0])
        XCTAssertNotNil(
            sentences[1].wholeMatch(
                of: /handed on between the times \S+ UTC only, so that it would wait until \S+T(00|12):00:00.000000Z/),
            sentences[1])
    }

    func testAPickupFolderAndTheBatchLane() throws {
        let explanation = try explain(
            "<From>s</From>", from: "s", rows: [#"<route id="r" from="s" message="c" to="p" lane="batch"/>"#])
        XCTAssertEqual(explanation.next[0], "to the pickup folder of p, as c.<delivery id>.xml")
        XCTAssertEqual(explanation.next[1], "in the batch lane: s comes after interactive senders")
    }

    func testARefusedMessageTellsWhoIsTold() throws {
        let explanation = try explain(
            "<Diagnosis><Code>S3CRET</Code></Diagnosis>",
            rows: [#"<route id="r" from="p" message="c" to="s" profile="no-diagnosis"/>"#])
        XCTAssertEqual(explanation.verdict.refusal?.reason, .profile)
        XCTAssertTrue(explanation.steps.contains("profile: no-diagnosis, broken"), "\(explanation.steps)")
        XCTAssertEqual(
            explanation.next,
            [
                "kept in refused/p/ for the operator; nobody gets it",
                "a receipt that says refused, in the pickup folder of p", "an alarm in the log, for the operator",
            ])
        XCTAssertFalse("\(explanation.steps)\(explanation.next)".contains("S3CRET"))
    }

    func testConsentAndEnvironmentAreSteps() throws {
        let rows = [#"<route id="r" from="p" message="c" to="s"/>"#]
        let contract = #"consent="Consent" environment="Mode""#
        let right = try explain("<Mode>production</Mode><Consent>S3CRET</Consent>", rows: rows, contract: contract)
        XCTAssertTrue(right.steps.contains("consent: named"), "\(right.steps)")
        XCTAssertTrue(right.steps.contains("environment: the message is for production, as its sender is"))
        XCTAssertFalse("\(right.steps)".contains("S3CRET"))
        let wrong = try explain("<Mode>test</Mode>", rows: rows, contract: contract)
        XCTAssertTrue(wrong.steps.contains("consent: missing"), "\(wrong.steps)")
        XCTAssertTrue(wrong.steps.contains("environment: the message is not for production, as its sender is"))
    }

    func testRowsOutOfForceTellTheirDays() throws {
        let day = CivilDate(year: 2026, month: 1, day: 1)
        let trial = try TableTrial([
            TableTrial.contract(), #"<route id="new" from="p" message="c" to="s" from-date="2026-01-02"/>"#,
            #"<route id="old" from="p" message="c" to="s" until-date="2025-12-31"/>"#,
        ])
        let misses = trial.table.nearest(
            from: ParticipantIdentifier("p"), message: MessageType("c"), syntax: .xml, on: day)
        XCTAssertEqual(
            misses.map { $0.words(on: day) },
            [
                "is not in force on 2026-01-01: it begins on 2026-01-02",
                "is not in force on 2026-01-01: it ended on 2025-12-31",
            ])
    }
}
