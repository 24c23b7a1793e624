// What a judgement says of items: each with its own mistakes, and nothing where the message is wrong elsewhere.

import Messages
import Support
import Validation
import XCTest

final class JudgementItemsTests: XCTestCase {
    private var bench: Workbench!

    override func setUpWithError() throws {
        bench = try Workbench(["a.xsd": BatchText.schema])
        try bench.add(
            "a", schema: "a.xsd", root: "{urn:test:batch}Batch", fields: [.messageID: "Header/Id"],
            items: ItemDescription(path: "Item", count: "Header/Count", reference: "Ref"))
        bench.limits.judgesItems = true
    }

    private func batch(_ text: String, at number: Int = 1) -> BatchText {
        var batch = BatchText("b", count: 3)
        batch.items[number].text = "<Item>\(text)</Item>"
        return batch
    }

    func testEachItemHasItsOwnMistakesInTheirOrder() throws {
        let text = batch("<Ref>A</Ref><Day>x</Day><More/>").text
        let judgement = bench.judge(text)
        XCTAssertEqual(judgement.verdict, "invalid")
        let items = try XCTUnwrap(judgement.items)
        XCTAssertEqual(items.count, 3)
        XCTAssertEqual(items.refused.map(\.number), [2])
        XCTAssertEqual(
            items.refused[0].errors.map { "\($0.line ?? 0) \($0.code.rawValue) \($0.place ?? "")" },
            ["4 pattern /Batch/Item[2]/Ref", "4 type /Batch/Item[2]/Day", "4 unexpected-element /Batch/Item[2]/More"])
        XCTAssertEqual(items.refused[0].errors, judgement.refusal?.errors)
        XCTAssertNil(items.refused[0].reference, "it breaks a rule")
        XCTAssertEqual(bench.judge(batch("<Ref>a-7</Ref>").text).items?.refused[0].reference, "a-7")
    }

    func testMistakesBeyondTheMostAreCounted() throws {
        let days = String(repeating: "<Part>x</Part>", count: 15)
        let item = try XCTUnwrap(
            bench.judge(batch("<Ref>a-7</Ref><Day>2026-01-01</Day>\(days)").text).items?.refused.first)
        XCTAssertEqual(item.errors.count, RefusedItem.mostErrors)
        XCTAssertEqual(item.moreErrors, 5)
    }

    func testThatTheNumberOfItemsIsNotTheStatedOneIsOneMistakeMore() throws {
        for (bad, errors, more) in [(2, 3, 0), (99, 100, 0), (100, 100, 1), (110, 100, 11)] {
            let text = BatchText("b", count: 120, bad: Set(1...bad)).text
            XCTAssertEqual(bench.judge(text).items?.refused.count, bad)
            let judgement = bench.judge(text.replacing("<Count>120<", with: "<Count>121<"))
            XCTAssertNil(judgement.items)
            XCTAssertEqual(judgement.refusal?.errors.count, errors)
            XCTAssertEqual(judgement.refusal?.moreErrors, more, "\(bad)")
        }
    }

    func testValuesAreQuotedOnlyWhereTheyAreAskedFor() throws {
        let text = batch("<Ref>a-7</Ref><Day>S3CRET</Day>").text
        XCTAssertEqual(bench.judge(text).items?.refused.first?.quotes, [:])
        bench.limits.quotesValues = true
        XCTAssertEqual(bench.judge(text).items?.refused.first?.quotes, [0: "S3CRET"])
    }

    func testWhereNobodyAsksOrTheFileIsInAnotherEncodingThereAreNone() throws {
        let text = batch("<Ref>a-7</Ref>").text
        bench.encodings = Set(TextEncoding.allCases)
        let latin = text.replacing("UTF-8", with: "ISO-8859-1")
        XCTAssertEqual(bench.judge(latin).verdict, "invalid")
        XCTAssertNil(bench.judge(latin).items)
        bench.limits.judgesItems = false
        XCTAssertEqual(bench.judge(text).verdict, "invalid")
        XCTAssertNil(bench.judge(text).items)
    }

    func testAMistakeOutsideItemsLeavesNone() throws {
        let good = batch("<Ref>a-7</Ref>").text
        XCTAssertNil(bench.judge(good.replacing("<Count>3", with: "<Count>0")).items)
        XCTAssertNil(bench.judge(good.replacing("<Count>3", with: "<Count>2")).items)
        XCTAssertNil(bench.judge(good.replacing("</b:Batch>", with: "<x/></b:Batch>")).items)
        XCTAssertNil(bench.judge(good.replacing("</b:Batch>", with: "")).items)
        XCTAssertNil(bench.judge(BatchText("b", count: 3).text).items, "nothing is wrong")
    }

    func testOnALongLineManyMistakesHaveTheirPlacesSoon() throws {
        var text = BatchText("b", count: 2_000, bad: Set(2...2_000), text: String(repeating: "x", count: 100))
        for number in text.items.indices { text.items[number].margin = "" }
        let items = try XCTUnwrap(bench.judge(text.text).items)
        XCTAssertEqual(items.refused.count, 1_999)
        XCTAssertEqual(items.refused.map { $0.errors[0].line }, Array(repeating: 2, count: 1_999))
        let columns = items.refused.compactMap { $0.errors[0].column }
        XCTAssertEqual(columns, columns.sorted())
    }
}
