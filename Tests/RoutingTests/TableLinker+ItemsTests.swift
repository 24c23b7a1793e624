// Rows that hand on the valid items of a batch without the others: what they need.

import Files
import Messages
import Routing
import Support
import Validation
import XCTest

final class TableLinkerItemsTests: XCTestCase {
    /// A table with batches; each part may be another.
    private func bench(
        items: String = #"items="Item" item-count="Header/Count" item-reference="Ref""#,
        route: String = #"items="each""#,
        feedback: String? = nil, schema: String? = nil
    ) throws -> TableBench {
        let bench = try TableBench()
        try bench.folder.write(BatchText.schema, to: "contracts/batch.xsd")
        for name in ["processing-feedback", "header"] {
            var text = String(
                decoding: try WholeFile.read("\(ProjectFiles.routes)/contracts/\(name).xsd"), as: UTF8.self)
            if name == "processing-feedback", let schema { text = schema }
            try bench.folder.write(text, to: "contracts/\(name).xsd")
        }
        let row =
            #"<contract id="processing-feedback" schema="contracts/processing-feedback.xsd" root="{urn:luova:processing-feedback:1}ProcessingFeedback" message-id="Header/MessageId"/>"#
        try bench.write([
            #"<partner id="p"/>"#, #"<partner id="q"/>"#, #"<system id="s"/>"#,
            #"<contract id="batch" schema="contracts/batch.xsd" root="{urn:test:batch}Batch" message-id="Header/Id" \#(items)/>"#,
            feedback ?? row, #"<route id="r" from="p" message="batch" to="s" basis="b" \#(route)/>"#,
        ])
        return bench
    }

    private func problems(_ bench: TableBench) -> [String] {
        bench.problems().map { "\($0.file):\($0.line): \($0.text)" }
    }

    func testATableOfBatchesLoadsAndKnowsWhoSendsThem() throws {
        let table = try bench().load()
        XCTAssertTrue(table.judgesItems(of: ParticipantIdentifier("p")))
        XCTAssertFalse(table.judgesItems(of: ParticipantIdentifier("q")))
        XCTAssertEqual(table.contract(MessageType("batch"))?.items?.path, "Item")
        XCTAssertEqual(table.contract(MessageType("batch"))?.items?.count, "Header/Count")
        XCTAssertEqual(table.contract(MessageType("batch"))?.items?.reference, "Ref")
        XCTAssertFalse(table.notes.contains { $0.text.contains("processing-feedback") }, "the daemon writes it")
        XCTAssertFalse(table.notes.contains { $0.text.contains("does not keep") })
        XCTAssertFalse(try bench(route: #"items="all-or-nothing""#).load().judgesItems(of: ParticipantIdentifier("p")))
    }

    func testItMustBeKnownWhatAnItemIs() throws {
        XCTAssertEqual(
            problems(try bench(items: "")),
            [
                #"table.xml:7: items="each" needs to know what an item is, and contract 'batch' (table.xml:5) does not say it; name the element that repeats as its items"#
            ])
    }

    func testItemsAreWhatTheSchemaHas() throws {
        for (row, words) in [
            (#"items="Nothing""#, "has no element 'Nothing' below Batch; correct items"),
            (#"items="Header""#, "'Header' below Batch cannot occur twice; name the element that repeats"),
            (#"items="Item" item-reference="Nothing""#, "has no value 'Nothing' below Item; correct item-reference"),
            (
                #"items="Item" item-count="Header""#,
                "has no element 'Header' with a value below Batch; correct item-count"
            ),
            (#"items="Item" item-count="Item/Ref""#, "'Item/Ref' stands inside an item; correct item-count"),
        ] {
            let found = problems(try bench(items: row))
            XCTAssertEqual(found.count, 1, row)
            XCTAssertTrue(found[0].hasPrefix("table.xml:5: contract 'batch': "), found[0])
            XCTAssertTrue(found[0].contains(words), found[0])
        }
    }

    func testWhatBelongsToItemsSaysNothingWithoutThem() throws {
        let found = problems(try bench(items: #"item-count="Header/Count" item-reference="Ref""#, route: ""))
        XCTAssertEqual(found.count, 2)
        XCTAssertTrue(
            found.allSatisfy { $0.hasPrefix("table.xml:5: item-") && $0.contains("says nothing without items") })
    }

    func testOnlyXMLInUTF8IsTakenApart() throws {
        XCTAssertEqual(
            problems(try bench(route: #"items="each" syntax="xml json""#)),
            [
                #"table.xml:7: items="each" is for XML only, JSON batches are taken or refused altogether; remove json from syntax, or items"#
            ])
        XCTAssertEqual(
            problems(try bench(route: #"items="each" encoding="iso-8859-1""#)),
            [#"table.xml:7: items="each" is for UTF-8 only; remove encoding, or items"#])
        XCTAssertEqual(problems(try bench(route: #"items="all-or-nothing" syntax="xml json""#)), [])
    }

    func testTheFeedbackNeedsItsContract() throws {
        let found = problems(try bench(feedback: ""))
        XCTAssertEqual(found.count, 1)
        XCTAssertTrue(
            found[0].hasPrefix("table.xml:7: items=\"each\" tells the sender of refused items by a"), found[0])
        let old = String(
            decoding: try WholeFile.read("\(ProjectFiles.routes)/contracts/processing-feedback.xsd"), as: UTF8.self
        ).replacing(
            #"<xs:element name="Number" type="xs:positiveInteger" minOccurs="0">"#,
            with: #"<xs:element name="No" type="xs:string" minOccurs="0">"#)
        let other = problems(try bench(schema: old))
        XCTAssertEqual(other.count, 1)
        XCTAssertTrue(other[0].hasPrefix("table.xml:6: contract 'processing-feedback' does not allow what"), other[0])
        XCTAssertTrue(other[0].contains("(/ProcessingFeedback/Item[1]/Number: "), other[0])
    }

    func testAFeedbackIsNotAnsweredByOne() throws {
        let bench = try bench(
            feedback:
                #"<contract id="processing-feedback" schema="contracts/processing-feedback.xsd" root="{urn:luova:processing-feedback:1}ProcessingFeedback" message-id="Header/MessageId" items="Item"/><route id="f" from="p" message="processing-feedback" to="s" items="each"/>"#
        )
        XCTAssertEqual(
            problems(bench),
            [
                #"table.xml:6: items="each" is not for 'processing-feedback' itself, of which the feedback would be one more; remove it"#
            ])
    }
}
