// A program takes the messages of each flow: one that fails at first is tried again, one that never succeeds is given
// up, one that refuses is believed, and each time the sender learns what it has to.

import Files
import Foundation
import Support
import XCTest

final class FlowProgramsEndToEndTests: XCTestCase {
    private func checkRetries(_ flow: Flow) throws {
        let script = """
            tries=${0%/*}/../tries
            echo "$LUOVA_DELIVERY_ID $LUOVA_ATTEMPT" >> "$tries"
            [ "$(wc -l < "$tries")" -ge 3 ] || exit 75
            """
        let trial = try FlowTrial(flow, script: "\(script)\n\(FlowTrial.take(flow))")
        defer { trial.remove() }
        let daemon = try trial.playground.start()
        try trial.drop(try FlowTrial.sample(flow.samples[0]), as: "a.xml")
        XCTAssertTrue(
            eventually(within: 20) { (try? trial.playground.events("delivered").isEmpty) == false }, flow.type)
        XCTAssertEqual(trial.playground.stop(daemon), 0)
        let tries = try trial.playground.folder.read("tries").split(separator: "\n").map { $0.split(separator: " ") }
        XCTAssertEqual(tries.map { $0[1] }, ["1", "2", "3"], flow.type)
        XCTAssertEqual(Set(tries.map { $0[0] }).count, 1, flow.type)
        XCTAssertEqual(try trial.playground.events("deferred").count, 2, flow.type)
        XCTAssertEqual(try trial.playground.events("undelivered").count, 0, flow.type)
        if case .reply(let type) = flow.answer {
            XCTAssertEqual(try trial.pickup(flow.sender, "\(type).").count, 1, flow.type)
        }
        try trial.verify()
    }

    /// - Parameter reason: why the sender is told that it is not delivered.
    private func checkEnd(_ flow: Flow, code: Int, reason: String) throws {
        let trial = try FlowTrial(flow, script: "exit \(code)", giveUp: "100ms")
        defer { trial.remove() }
        let daemon = try trial.playground.start()
        try trial.drop(try FlowTrial.sample(flow.samples[0]), as: "a.xml")
        XCTAssertTrue(
            eventually(within: 20) { trial.playground.names("refused/\(flow.sender)").count == 1 }, flow.type)
        XCTAssertEqual(trial.playground.stop(daemon), 0)
        let undelivered = try trial.playground.events("undelivered")
        XCTAssertEqual(undelivered.map { $0["reason"] as? String }, [reason], flow.type)
        let receipts = try trial.playground.pickup(flow.sender).map { try trial.playground.read($0, of: flow.sender) }
        XCTAssertEqual(receipts.count { $0.contains("<Reason>\(reason)</Reason>") }, 1, flow.type)
        XCTAssertEqual(trial.playground.names("waiting/\(flow.receiver)"), [], flow.type)
        try trial.verify()
    }

    private func check(_ flow: Flow) throws {
        try checkRetries(flow)
        try checkEnd(flow, code: 75, reason: "gave-up")
        try checkEnd(flow, code: 65, reason: "handler-refused")
    }

    func testReimbursementQueries() throws { try check(.queries) }
    func testPurchases() throws { try check(.purchases) }
    func testBenefitInquiries() throws { try check(.inquiries) }
    func testIncomeReports() throws { try check(.incomes) }
    func testBenefitReports() throws { try check(.benefits) }
    func testFundDecisions() throws { try check(.fundDecisions) }
    func testFundDecisionsToFunds() throws { try check(.decisionsToFunds) }
    func testPensionNotices() throws { try check(.pensionNotices) }
    func testPensionNoticesToTheCentre() throws { try check(.noticesToTheCentre) }
    func testSocialSecurityDocuments() throws { try check(.documentsFromAbroad) }
    func testSocialSecurityDocumentsAbroad() throws { try check(.documentsAbroad) }
    func testMedicalCertificates() throws { try check(.certificates) }
    func testPaymentOrders() throws { try check(.payments) }

    /// Where somebody waits at a counter, the table sets a limit.
    func testWhoWaitsAtACounterIsToldThatNoAnswerComes() throws {
        for flow in [Flow.queries, .inquiries] {
            let trial = try FlowTrial(flow)
            defer { trial.remove() }
            try trial.playground.folder.write("#!/bin/sh\nexit 0\n", to: "routes/handler", mode: 0o755)
            for name in ["pharmacies.xml", "benefit-inquiries.xml"] {
                let text = try trial.playground.folder.read("routes/\(name)")
                XCTAssertTrue(text.contains("answer-within="))
                try trial.playground.folder.write(
                    text.replacing(#/answer-within="[^"]*"/#, with: #"answer-within="300ms""#), to: "routes/\(name)")
            }
            let daemon = try trial.playground.start()
            try trial.drop(try FlowTrial.sample(flow.samples[0]), as: "a.xml")
            XCTAssertTrue(
                eventually(within: 20) { trial.playground.names("refused/\(flow.sender)").count == 1 }, flow.type)
            XCTAssertEqual(trial.playground.stop(daemon), 0)
            XCTAssertEqual(try trial.playground.events("undelivered").first?["reason"] as? String, "no-answer")
        }
    }
}
