// A bad routing table: what stops a start, and what a reload leaves in force.

import Files
import Foundation
import Support
import XCTest

final class TableEndToEndTests: XCTestCase {
    private var playground: Playground!

    override func setUpWithError() throws { playground = try Playground() }
    override func tearDown() { playground.remove() }

    /// Each kind of mistake: rows that hold it, and what the message must say.
    private static let mistakes: [(rows: String, text: String)] = [
        (#"<partner id="alice""#, "table.xml:"),
        (#"<partner id="alice" colour="red"/>"#, "table.xml:2"),
        (#"<partner id="a b"/>"#, "table.xml:2"),
        (#"<partner id="alice"/><partner id="alice"/>"#, "table.xml:2"),
        (Playground.rows.replacingOccurrences(of: #"to="bob""#, with: #"to="rob""#), "unknown participant 'rob'"),
        (
            Playground.rows.replacingOccurrences(of: #"message="note""#, with: #"message="tone""#),
            "unknown contract 'tone'"
        ),
        (Playground.rows.replacingOccurrences(of: "note.xsd", with: "none.xsd"), "none.xsd"),
        (Playground.rows.replacingOccurrences(of: "}Note", with: "}Nota"), "Nota"),
        (Playground.rows.replacingOccurrences(of: #"message-id="Id""#, with: #"message-id="Header/Id""#), "Header/Id"),
        (Playground.rows + #"<route id="other" from="alice" message="note" to="bob"/>"#, "decide the same messages"),
        (Playground.rows + #"<agreement id="A" partner="alice" from="2024-02-30"/>"#, "table.xml:5"),
        (
            Playground.rows + #"<agreement id="A" partner="alice" from="2024-02-01" until="2023-01-01"/>"#,
            "before it begins"
        ),
        (Playground.rows + #"<agreement id="A" partner="eve" from="2024-02-01"/>"#, "unknown partner 'eve'"),
        (Playground.rows + "<service/><service/>", "second service row"),
        (Playground.rows + #"<service time-zone="Mars/Olympus"/>"#, "no time zone"),
        (Playground.rows + #"<service settle="soon"/>"#, "table.xml:5"),
    ]

    func testEachKindOfMistakeStopsACheckAndAStartWithItsFileAndLine() throws {
        for (rows, text) in TableEndToEndTests.mistakes {
            try playground.write(rows: rows)
            for arguments in [["check"], ["run", "--spool", playground.spool, "--drain"]] {
                let (code, _, error) = try playground.luova(arguments + ["--routes", playground.routes])
                XCTAssertEqual(code, 78, rows)
                XCTAssertTrue(error.contains(text), "\(rows)\n\(error)")
                XCTAssertTrue(error.hasPrefix("luova: \(playground.routes)/"), error)
                XCTAssertNotNil(error.range(of: #"\.x(ml|sd)(:[0-9]+)?: "#, options: .regularExpression), error)
            }
        }
        XCTAssertNil(WholeFile.status(playground.spool), "a start that is refused makes no spool")
    }

    func testEveryLineAboutASchemaIsOurs() throws {
        let schema = "\(playground.routes)/note.xsd"
        let good = String(decoding: try WholeFile.read(schema), as: UTF8.self)
        // The first has a prefix whose namespace is no absolute URI, of which libxml2 warns.
        let documents = [
            good.replacingOccurrences(of: "<xs:schema", with: "<xs:schema xmlns:n='n'"), good + "<", "<a>",
        ]
        for (document, code) in zip(documents, [0, 78, 78]) {
            try WholeFile.write(Array(document.utf8), to: schema)
            let (status, output, error) = try playground.luova(["check", "--routes", playground.routes])
            XCTAssertEqual(Int(status), code, error)
            XCTAssertFalse(output.isEmpty && error.isEmpty)
            for line in error.split(separator: "\n") { XCTAssertTrue(line.hasPrefix("luova: "), error) }
        }
    }

    func testAGoodTableIsTakenOverOnHangupAndABadOneIsNot() throws {
        let daemon = try playground.start()
        try playground.write(rows: Playground.rows.replacingOccurrences(of: "alice", with: "eve") + "<broken>")
        kill(daemon.processIdentifier, SIGHUP)
        XCTAssertTrue(eventually { playground.log.contains("the old routing table stays in force") })
        XCTAssertTrue(playground.log.contains("table.xml:"), playground.log)
        try playground.drop(Playground.note("n-1"), as: "a.xml")
        XCTAssertTrue(eventually { playground.pickup("bob").count == 1 }, "the old table is in force")

        try playground.write(
            rows: Playground.rows
                + #"<partner id="carol" receipts="none"/><route id="carol-bob" from="carol" message="note" to="bob"/>"#)
        kill(daemon.processIdentifier, SIGHUP)
        XCTAssertTrue(eventually { playground.log.contains("the new routing table is in force") })
        try playground.drop(Playground.note("n-2"), as: "b.xml", from: "carol")
        XCTAssertTrue(
            eventually { playground.pickup("bob").count == 2 }, "the new table is in force: \(playground.log)")
        XCTAssertEqual(playground.stop(daemon), 0)
    }
}
