// How long files are kept by the rows of a table, and what holds keep.

import Messages
import Routing
import XCTest

final class RetentionTests: XCTestCase {
    private let rows = [
        #"<partner id="p" groups="g"/>"#, #"<partner id="q"/>"#, #"<system id="s"/>"#, #"<group id="g"/>"#,
        #"<contract id="c" schema="contracts/c.xsd" root="{urn:c}C" message-id="Id"/>"#,
        #"<route id="r" from="g" message="c" to="s" basis="b"/>"#,
    ]

    private func rules(_ more: [String]) throws -> RetentionRules {
        let bench = try TableBench()
        try bench.write(rows + more)
        return try bench.load().retention
    }

    private func row(_ rules: RetentionRules, _ sender: String, _ type: String? = nil) -> String? {
        rules.row(for: .refused, from: ParticipantIdentifier(sender), type: type.map { MessageType($0) })?.identifier
    }

    func testWithoutARowEverythingIsKept() throws {
        let rules = try rules([])
        XCTAssertNil(row(rules, "p", "c"))
        XCTAssertEqual(rules.rows.count, 0)
    }

    func testARowIsAboutEverybodyOrAboutWhomAndWhatItNames() throws {
        let rules = try rules([
            #"<retention id="of-group" keeps="refused" for="1d" basis="b" from="g"/>"#,
            #"<retention id="of-type" keeps="refused" for="2d" basis="b" from="q" message="c"/>"#,
        ])
        XCTAssertEqual(row(rules, "p"), "of-group")
        XCTAssertEqual(row(rules, "p", "c"), "of-group")
        XCTAssertEqual(row(rules, "q", "c"), "of-type")
        XCTAssertNil(row(rules, "q", "d"))
        XCTAssertNil(row(rules, "q"), "whose type is not known")
        XCTAssertNil(row(rules, "s"))
    }

    func testOfSeveralRowsTheLongestTimeCounts() throws {
        let short = #"<retention id="short" keeps="refused" for="1d" basis="b"/>"#
        let long = #"<retention id="long" keeps="refused" for="36500d" basis="b" from="p" message="c"/>"#
        for order in [[short, long], [long, short]] {
            let rules = try rules(order)
            XCTAssertEqual(row(rules, "p", "c"), "long")
            XCTAssertEqual(row(rules, "q", "c"), "short")
            XCTAssertEqual(rules.row(for: .refused, from: .init("q"), type: nil)?.length, 86_400_000_000_000)
            XCTAssertEqual(rules.row(for: .refused, from: .init("q"), type: nil)?.lengthText, "1d")
        }
    }

    func testARowIsAboutOneKindAndAboutWhoseFolderItIs() throws {
        let rules = try rules([
            #"<retention id="of-group" keeps="delivered" for="1d" basis="b" to="g"/>"#,
            #"<retention id="waits" keeps="waiting" for="2d" basis="b" from="p" to="s"/>"#,
        ])
        func row(_ kept: Retention.Kept, _ sender: String, _ receiver: String) -> String? {
            rules.row(for: kept, from: .init(sender), to: .init(receiver), type: MessageType("c"))?.identifier
        }
        XCTAssertEqual(row(.delivered, "s", "p"), "of-group")
        XCTAssertNil(row(.delivered, "s", "q"))
        XCTAssertEqual(row(.waiting, "p", "s"), "waits")
        XCTAssertNil(row(.waiting, "q", "s"))
        XCTAssertNil(row(.refused, "p", "s"))
    }

    func testARowAboutReceiptsIsAboutWhoSentTheFile() throws {
        let rules = try rules([
            #"<retention id="told" keeps="receipts" for="1d" basis="b" from="g" message="c"/>"#,
            #"<retention id="unfetched" keeps="delivered" for="2d" basis="b"/>"#,
        ])
        func row(_ sender: String, _ type: String?) -> String? {
            rules.row(for: .receipts, from: .init(sender), type: type.map { MessageType($0) })?.identifier
        }
        XCTAssertEqual(row("p", "c"), "told")
        XCTAssertNil(row("p", nil), "whose type is not known")
        XCTAssertNil(row("q", "c"))
        XCTAssertEqual(rules.shortest(.receipts), 86_400_000_000_000)
    }

    func testTheLedgerIsKeptByTheLongestOfItsRows() throws {
        XCTAssertNil(try rules([#"<retention id="x" keeps="refused" for="1d" basis="b"/>"#]).ledger)
        let rules = try rules([
            #"<retention id="short" keeps="ledger" for="1d" basis="b"/>"#,
            #"<retention id="long" keeps="ledger" for="2190d" basis="b"/>"#,
        ])
        XCTAssertEqual(rules.ledger?.identifier, "long")
        XCTAssertTrue(rules.isAbout(.ledger))
        XCTAssertFalse(rules.isAbout(.refused))
        XCTAssertNil(row(rules, "p", "c"), "it is not about files")
    }

    func testAHoldKeepsWhatItsParticipantsOrItsNumberHaveToDoWith() throws {
        let rules = try rules([
            #"<hold participant="g" reason="a case"/>"#, #"<hold message="000000000123" reason="another"/>"#,
        ])
        func hold(_ participants: [String], _ numbers: [UInt64]) -> String? {
            rules.hold(participants: participants.map { ParticipantIdentifier($0) }, numbers: numbers)?.reason
        }
        XCTAssertEqual(hold(["s", "p"], [1]), "a case")
        XCTAssertEqual(hold(["q"], [7, 123]), "another")
        XCTAssertNil(hold(["q", "s"], [1]))
        XCTAssertEqual(rules.holds.map(\.subject), ["g", "message 000000000123"])
    }

    private func check(_ row: String, _ words: String..., line: UInt = #line) throws {
        let found = try TableBench(["a.xml": rows, "b.xml": [row]]).problems()
        XCTAssertEqual(found.map { "\($0.file):\($0.line)" }, ["b.xml:2"], "\(found)", line: line)
        for word in words { XCTAssertTrue(found.first?.text.contains(word) ?? false, "\(found)", line: line) }
    }

    func testMistakesAreToldWithTheirPlace() throws {
        try check(
            #"<retention id="x" keeps="refused" for="1d" basis="b" from="nobody"/>"#, "unknown participant 'nobody'",
            "; correct it")
        try check(
            #"<retention id="x" keeps="refused" for="1d" basis="b" message="none"/>"#, "unknown contract 'none'",
            "; add")
        try check(#"<retention id="x" keeps="refused" for="0d" basis="b"/>"#, "no time at all")
        try check(
            #"<retention id="x" keeps="waiting" for="1d" basis="b" to="nobody"/>"#, "unknown participant 'nobody'",
            "; correct it")
        try check(#"<retention id="x" keeps="refused" for="1d" basis="b" to="p"/>"#, "is for nobody")
        try check(#"<retention id="x" keeps="receipts" for="1d" basis="b" to="p"/>"#, "is for who sent the file")
        try check(#"<retention id="x" keeps="ledger" for="1d" basis="b" to="p"/>"#, "is about everybody")
        try check(#"<retention id="x" keeps="ledger" for="1d" basis="b" from="p"/>"#, "is about everybody")
        try check(#"<retention id="x" keeps="ledger" for="1d" basis="b" message="c"/>"#, "is about everybody")
        try check(#"<hold participant="nobody" reason="r"/>"#, "unknown participant 'nobody'", "; correct it")
        try check(#"<hold reason="r"/>"#, "about a participant or about a message")
        try check(
            #"<hold participant="p" message="000000000001" reason="r"/>"#, "about a participant or about a message")
        for row in [
            #"<retention id="x" keeps="spool" for="1d" basis="b"/>"#, #"<retention id="x" keeps="refused" for="1d"/>"#,
            #"<retention id="x" keeps="refused" basis="b"/>"#, #"<hold message="123" reason="r"/>"#,
            #"<hold participant="p"/>"#,
        ] {
            XCTAssertGreaterThan(try TableBench(["a.xml": rows, "b.xml": [row]]).problems().count, 0, row)
        }
    }

    func testAnIdStandsOnce() throws {
        let row = #"<retention id="x" keeps="refused" for="1d" basis="b"/>"#
        let found = try TableBench(["a.xml": rows + [row], "b.xml": [row]]).problems()
        XCTAssertEqual(found.count, 1)
        XCTAssertTrue(found[0].text.contains("the retention id 'x' stands already in a.xml:8"), "\(found)")
    }
}
