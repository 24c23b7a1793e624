// Batches whose good items go on: what is left of them, what is told of the others, and when nothing goes on.

import Messages
import Support
import XCTest

@testable import Relaying

final class AuthorizationItemsTests: XCTestCase {
    func testTheGoodItemsGoOnAndTheOthersAreNamed() throws {
        let trial = try BatchTrial()
        let batch = BatchText("b-1", count: 5, bad: [2, 5])
        let (verdict, rest, items) = try trial.decide(batch.text)
        XCTAssertNil(verdict.refusal)
        XCTAssertEqual(rest, batch.rest)
        XCTAssertEqual(verdict.part?.accepted, 3)
        XCTAssertEqual(verdict.part?.refused, 2)
        XCTAssertEqual(verdict.part?.mistakes.errors.map(\.place), ["/Batch/Item[2]/Day", "/Batch/Item[5]/Day"])
        XCTAssertEqual(verdict.receivers.map(\.text), ["s"])
        XCTAssertEqual(items?.refused.map(\.number), [2, 5])
        XCTAssertEqual(items?.refused.map(\.reference), ["i-2", "i-5"])
        XCTAssertEqual(items?.refused.map { $0.errors.map(\.line) }, [[4], [7]])
    }

    func testWhereTheRowDoesNotSayEachTheWholeIsRefused() throws {
        let (verdict, rest, items) = try BatchTrial().decide(
            BatchText("b-1", count: 5, bad: [2]).text, from: "whole")
        XCTAssertEqual(verdict.refusal?.reason, .invalid)
        XCTAssertEqual(verdict.refusal?.errors.count, 1)
        XCTAssertNil(rest)
        XCTAssertNil(items)
    }

    func testNothingGoesOnOfABatchThatHasNoGoodItemOrIsWrongElsewhere() throws {
        let trial = try BatchTrial()
        var batch = BatchText("b-1", count: 3, bad: [2])
        for text in [
            BatchText("b-1", count: 3, bad: [1, 2, 3]).text,
            batch.text.replacing("</Header>", with: "<More/></Header>"),
            batch.text.replacing("<Header>", with: "<Header x='1'>"),
            batch.text.replacing("\n</b:Batch>", with: "<Item/><Other/></b:Batch>"),
            batch.text.replacing("\n</b:Batch>", with: "text</b:Batch>"),
            batch.text.replacing("<Header>", with: "<Item/><Header>"),
        ] {
            let (verdict, rest, _) = try trial.decide(text)
            XCTAssertEqual(verdict.refusal?.reason, .invalid, text)
            XCTAssertNil(verdict.part)
            XCTAssertNil(rest)
        }
        batch.items.append(contentsOf: BatchText("b-1", count: 2_998).items)
        XCTAssertEqual(try trial.decide(batch.text).verdict.refusal?.reason, .invalid, "one item too many")
    }

    func testABatchThatDoesNotHoldWhatItSaysIsRefusedAndToldSo() throws {
        let trial = try BatchTrial()
        let batch = BatchText("b-1", count: 3, bad: [2])
        let text = batch.text.replacing("<Count>3<", with: "<Count>4<")
        let verdict = try trial.decide(text).verdict
        XCTAssertEqual(verdict.refusal?.errors.map(\.place), ["/Batch/Item[2]/Day", "/Batch/Header/Count"])
        XCTAssertEqual(verdict.refusal?.errors.last?.code, .fixed)
        // The same number, written another way.
        let same = batch.text.replacing("<Count>3<", with: "<Count> +03 <!-- three -->\n<")
        XCTAssertEqual(try trial.decide(same).rest, batch.rest)
    }

    func testWhatIsLeftMustBeAcceptedByItself() throws {
        let schema = BatchText.schema.replacing(
            "<xs:element name=\"Ref\">",
            with: "<xs:element name=\"Of\" type=\"xs:string\" minOccurs=\"0\"/><xs:element name=\"Ref\">"
        ).replacing(
            "<xs:unique",
            with: """
                <xs:key xmlns:t="urn:test:batch" name="k"><xs:selector xpath="t:Item"/><xs:field xpath="t:Ref"/></xs:key>
                <xs:keyref xmlns:t="urn:test:batch" name="r" refer="k"><xs:selector xpath="t:Item"/><xs:field xpath="t:Of"/></xs:keyref>
                <xs:unique
                """)
        let trial = try BatchTrial(schema: schema)
        var batch = BatchText("b-1", count: 3, bad: [2])
        XCTAssertEqual(try trial.decide(batch.text).rest, batch.rest)
        // What the third refers to would be missing.
        batch.items[2].text = batch.items[2].text.replacing("<Item>", with: "<Item><Of>i-2</Of>")
        let (verdict, rest, _) = try trial.decide(batch.text)
        XCTAssertNil(rest)
        XCTAssertEqual(verdict.refusal?.reason, .invalid)
        XCTAssertEqual(verdict.refusal?.errors.map(\.code), [.type, .key])
        XCTAssertTrue(verdict.refusal?.errors.last?.text.hasPrefix("without the items that break rules") ?? false)
        // A rule between items is nobody's own.
        batch.items[2].text = batch.items[0].text
        XCTAssertNil(try trial.decide(batch.text).rest)
    }

    func testMoreMistakesThanAreToldDoNotHideABadItem() throws {
        let trial = try BatchTrial()
        let batch = BatchText("b-1", count: 3_000, bad: Set((1...3_000).filter { $0 % 3 > 0 }))
        let (verdict, rest, items) = try trial.decide(batch.text)
        XCTAssertEqual(rest, batch.rest)
        XCTAssertEqual(items?.refused.map(\.number), batch.bad)
        XCTAssertEqual(verdict.part?.refused, 2_000)
        XCTAssertEqual(verdict.part?.mistakes.errors.count, MessageError.most)
        XCTAssertEqual(verdict.part?.mistakes.moreErrors, 1_900)
        XCTAssertEqual(try trial.mistakes(inFeedbackAbout: XCTUnwrap(items)), [])
    }

    func testABatchWithMoreMistakesThanAreLookedAtIsRefused() throws {
        let trial = try BatchTrial()
        var batch = BatchText("b-1", count: 1_000)
        for number in 0..<999 {
            batch.items[number].text =
                "<Item><Ref>i-1</Ref><Day>x</Day>\(String(repeating: "<Part>x</Part>", count: 20))</Item>"
        }
        let verdict = try trial.decide(batch.text).verdict
        XCTAssertEqual(verdict.refusal?.reason, .invalid)
        XCTAssertNil(verdict.part)
    }

    func testRandomBatchesAreCutAsTheirMakerKnows() throws {
        for whole in ["1MB", "1B"] {
            let trial = try BatchTrial(whole: whole)
            var numbers = SeededNumbers(seed: 2_026)
            for round in 0..<(60 * Endurance.factor) {
                let batch = BatchText("b-\(round)", numbers: &numbers, most: round % 10 == 0 ? 400 : 12)
                let (verdict, rest, items) = try trial.decide(batch.text)
                let bad = batch.bad
                guard !bad.isEmpty, bad.count < batch.items.count else {
                    XCTAssertNil(rest, batch.text)
                    XCTAssertEqual(verdict.refusal?.reason, bad.isEmpty ? nil : .invalid, batch.text)
                    continue
                }
                XCTAssertEqual(rest, batch.rest, "round \(round), \(whole): \(batch.text)")
                let refused = try XCTUnwrap(items).refused
                XCTAssertEqual(refused.map(\.number), bad)
                XCTAssertEqual(refused.map { $0.errors.first?.code.rawValue }, bad.map { batch.items[$0 - 1].mistake })
                XCTAssertEqual(refused.map(\.reference), bad.map { batch.items[$0 - 1].reference }, batch.text)
                XCTAssertTrue(
                    refused.allSatisfy { item in
                        item.errors.allSatisfy { $0.place?.hasPrefix("/Batch/Item[\(item.number)]") ?? false }
                    })
                XCTAssertTrue(refused.allSatisfy { $0.errors.count <= RefusedItem.mostErrors })
                XCTAssertEqual(try trial.mistakes(inFeedbackAbout: XCTUnwrap(items)), [])
            }
        }
    }
}
