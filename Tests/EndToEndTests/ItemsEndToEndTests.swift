// Batches of which only the valid items go on: delivered once, told once, and the ledger says the same.

import Files
import Foundation
import Messages
import Support
import XCTest

final class ItemsEndToEndTests: XCTestCase {
    func testTheValidItemsAreDeliveredAndTheOthersNamed() throws {
        for whole in ["1MB", "1B"] {
            let trial = try ItemsTrial(whole: whole)
            defer { trial.remove() }
            let batches = [
                ("alice", BatchText("b-1", count: 5, bad: [1, 4])), ("alice", BatchText("b-2", count: 3)),
                ("carol", BatchText("b-3", count: 4, bad: [4])), ("carol", BatchText("b-4", count: 2)),
            ]
            for (number, (sender, batch)) in batches.enumerated() {
                try trial.playground.drop(batch.text, as: "\(number).xml", from: sender)
            }
            try trial.playground.drain()
            XCTAssertEqual(try trial.deviations(batches), [])
            let receipts = try trial.texts("0", of: "alice").filter { $0.contains("<ItemsRefused>") }
            XCTAssertEqual(receipts.count, 1)
            for words in [
                "<Outcome>accepted</Outcome>", "<ItemsAccepted>3</ItemsAccepted>", "<ItemsRefused>2</ItemsRefused>",
                "<Sha256>\(ItemsTrial.digest(batches[0].1.text) ?? "")</Sha256>",
                "<DeliveredSha256>\(ItemsTrial.digest(batches[0].1.rest) ?? "")</DeliveredSha256>",
                "<Place>/Batch/Item[4]/Day</Place>",
            ] {
                XCTAssertTrue(receipts.first?.contains(words) ?? false, "\(words) in \(receipts)")
            }
            XCTAssertEqual(trial.playground.pickup("carol").filter { $0.contains("receipt") }, [])
            let (_, log, _) = try trial.playground.luova(["log", "--spool", trial.playground.spool])
            XCTAssertTrue(log.contains("file 0.xml items 3 of 5"), log)
        }
    }

    func testThreeThousandItemsWithTenBadOnes() throws {
        let trial = try ItemsTrial()
        defer { trial.remove() }
        let bad = Set((1...10).map { $0 * 290 })
        let batch = BatchText("b-1", count: 3_000, bad: bad, text: String(repeating: "x", count: 3_000))
        XCTAssertGreaterThan(batch.text.utf8.count, 9_000_000)
        try trial.playground.drop(batch.text, as: "a.xml")
        try trial.playground.drain()
        XCTAssertEqual(try trial.deviations([("alice", batch)]), [])
        let accepted = try XCTUnwrap(try trial.playground.events("accepted").first)
        XCTAssertEqual(accepted["items_accepted"] as? Int, 2_990)
        XCTAssertEqual(accepted["items_refused"] as? Int, 10)
    }

    func testARepeatedBatchIsADuplicateAndIsNeitherDeliveredNorToldAgain() throws {
        let trial = try ItemsTrial()
        defer { trial.remove() }
        let batch = BatchText("b-1", count: 5, bad: [2])
        try trial.playground.drop(batch.text, as: "a.xml")
        try trial.playground.drain()
        try trial.playground.drop(batch.text, as: "again.xml")
        try trial.playground.drain()
        XCTAssertEqual(try trial.deviations([("alice", batch)]), [])
        let duplicate = try XCTUnwrap(try trial.playground.events("duplicate").first)
        XCTAssertEqual(duplicate["of"] as? String, try trial.playground.events("accepted").first?["id"] as? String)
        XCTAssertEqual(duplicate["sha256"] as? String, ItemsTrial.digest(batch.text))
        for member in ["items_accepted", "items_refused", "delivered_sha256", "feedback", "errors"] {
            XCTAssertNil(duplicate[member], member)
        }
        let receipts = try trial.texts("0", of: "alice")
        XCTAssertEqual(receipts.filter { $0.contains("<Outcome>duplicate</Outcome>") }.count, 1)
    }

    func testAnIdThatWasUsedBeforeIsRefusedAndTheWholeFileIsKept() throws {
        for sender in ["alice", "carol"] {
            let trial = try ItemsTrial()
            defer { trial.remove() }
            try trial.playground.drop(BatchText("b-1", count: 3).text, as: "a.xml", from: sender)
            try trial.playground.drain()
            let other = BatchText("b-1", count: 5, bad: [2])
            try trial.playground.drop(other.text, as: "b.xml", from: sender)
            try trial.playground.drain()
            let refused = try XCTUnwrap(try trial.playground.events("refused").first)
            XCTAssertEqual(refused["reason"] as? String, "id-reused")
            XCTAssertNil(refused["items_refused"])
            let names = trial.playground.names("refused/\(sender)")
            XCTAssertEqual(names.count, 1)
            let kept = try WholeFile.read("\(trial.playground.spool)/refused/\(sender)/\(names.first ?? "")")
            XCTAssertEqual(String(decoding: kept, as: UTF8.self), other.text)
            XCTAssertEqual(trial.playground.names("taken/\(sender)"), [])
            XCTAssertEqual(try trial.texts("processing-feedback.", of: sender), [])
            try trial.playground.verify()
        }
    }

    func testABatchOfWhichNothingGoesOnIsRefusedAltogether() throws {
        for whole in ["1MB", "1B"] {
            let trial = try ItemsTrial(whole: whole)
            defer { trial.remove() }
            let good = BatchText("b-1", count: 3, bad: [2])
            let texts = [
                BatchText("b-2", count: 3, bad: [1, 2, 3]).text,
                good.text.replacing("</Header>", with: "<X/></Header>"),
                good.text.replacing("<Count>3<", with: "<Count>5<"),
            ]
            for (number, text) in texts.enumerated() { try trial.playground.drop(text, as: "\(number).xml") }
            try trial.playground.drain()
            let refused = try trial.playground.events("refused")
            XCTAssertEqual(refused.map { $0["reason"] as? String }, ["invalid", "invalid", "invalid"])
            let kept = try trial.playground.names("refused/alice").map {
                String(decoding: try WholeFile.read("\(trial.playground.spool)/refused/alice/\($0)"), as: UTF8.self)
            }
            XCTAssertEqual(Set(kept), Set(texts))
            XCTAssertEqual(try trial.texts("processing-feedback.", of: "alice"), [])
            XCTAssertEqual(trial.playground.names("taken/alice"), [])
            try trial.playground.verify()
        }
    }

    func testAProgramGetsTheValidItemsAndWhatItRefusesIsKeptAsItGotIt() throws {
        let trial = try ItemsTrial(program: #"cat > "$0.got"; echo "$LUOVA_SHA256" > "$0.sha"; exit 65"#)
        defer { trial.remove() }
        let batch = BatchText("b-1", count: 5, bad: [2])
        try trial.playground.drop(batch.text, as: "a.xml")
        try trial.playground.drain()
        XCTAssertEqual(try trial.playground.folder.read("program.got"), batch.rest)
        XCTAssertEqual(try trial.playground.folder.read("program.sha"), "\(ItemsTrial.digest(batch.rest) ?? "")\n")
        let undelivered = try XCTUnwrap(try trial.playground.events("undelivered").first)
        XCTAssertEqual(undelivered["sha256"] as? String, ItemsTrial.digest(batch.text))
        XCTAssertEqual(undelivered["delivered_sha256"] as? String, ItemsTrial.digest(batch.rest))
        let names = trial.playground.names("refused/alice")
        XCTAssertEqual(names.count, 1)
        let kept = try WholeFile.read("\(trial.playground.spool)/refused/alice/\(names.first ?? "")")
        XCTAssertEqual(String(decoding: kept, as: UTF8.self), batch.rest)
        try trial.playground.verify()
    }

    func testAPersonalIdentityCodeStandsInNoFeedbackAndNoLine() throws {
        let trial = try ItemsTrial()
        defer { trial.remove() }
        var batch = BatchText("131052-308T", count: 3, bad: [2])
        batch.items[1].text = "<Item><Ref>131052-308T</Ref><Day>131052-308T</Day><Text>131052-308T</Text></Item>"
        try trial.playground.drop(batch.text, as: "a.xml")
        try trial.playground.drain()
        let feedback = try trial.texts("processing-feedback.", of: "alice")
        XCTAssertEqual(feedback.map(ItemsTrial.items), [["2 - pattern /Batch/Item[2]/Ref"]])
        XCTAssertTrue(feedback.first?.contains("<InReplyTo>***********</InReplyTo>") ?? false)
        let texts = try feedback + trial.texts("0", of: "alice") + [String(describing: try trial.playground.ledger())]
        XCTAssertFalse(texts.contains { $0.contains("131052") })
    }

    func testExplainSaysWhatTheDaemonWillDo() throws {
        let trial = try ItemsTrial()
        defer { trial.remove() }
        let batch = BatchText("b-1", count: 5, bad: [2])
        let words = ["explain", "--routes", trial.playground.routes, "--from", "alice"]
        let (code, output, _) = try trial.playground.luova(words + ["--json", "-"], input: batch.text)
        XCTAssertEqual(code, 0)
        let object = try XCTUnwrap(JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any])
        XCTAssertEqual(object["outcome"] as? String, "accepted")
        XCTAssertEqual(object["items_accepted"] as? Int, 4)
        XCTAssertEqual(object["items_refused"] as? Int, 1)
        let errors = try XCTUnwrap(object["errors"] as? [[String: Any]])
        XCTAssertEqual(errors.map { $0["place"] as? String }, ["/Batch/Item[2]/Day"])
        let text = try trial.playground.luova(words + ["-"], input: batch.text).output
        XCTAssertTrue(text.contains("items: 4 of 5 go on without the others"), text)
        XCTAssertTrue(text.contains("a processing-feedback that names the item that did not go on"), text)
        let none = BatchText("b-1", count: 2, bad: [1, 2]).text
        XCTAssertEqual(try trial.playground.luova(words + ["-"], input: none).code, 65)
    }
}
