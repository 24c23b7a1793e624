// The rows that come near to a message without deciding it.

import Messages
import Routing
import XCTest

final class RoutingTableNearestTests: XCTestCase {
    private func table() throws -> RoutingTable {
        try TableBench([
            "table.xml": [
                #"<group id="g"/>"#, #"<partner id="p" groups="g" agreement="a"/>"#, #"<partner id="q"/>"#,
                #"<system id="s"/>"#, #"<contract id="c" schema="contracts/c.xsd" root="{urn:c}C" message-id="Id"/>"#,
                #"<contract id="d" schema="contracts/c.xsd" root="{urn:c}D" message-id="."/>"#,
                #"<agreement id="a" partner="p" from="2020-01-01" until="2024-12-31"/>"#,
                #"<route id="other" from="q" message="c" to="s"/>"#, #"<route id="type" from="p" message="d" to="s"/>"#,
                #"<route id="group" from="g" message="c" to="s" syntax="xml"/>"#,
                #"<route id="json" from="p" message="c" to="s" syntax="json"/>"#,
            ]
        ]).load()
    }

    /// Their ids and differences.
    private func nearest(_ message: String?, _ syntax: Syntax?, on day: String, from: String = "p") throws -> [String] {
        try table().nearest(
            from: ParticipantIdentifier(from), message: message.map { MessageType($0) }, syntax: syntax,
            on: try XCTUnwrap(CivilDate(text: day.utf8))
        ).map { "\($0.route.identifier) \($0.difference)" }
    }

    func testTheNearestComeFirst() throws {
        XCTAssertEqual(try nearest("c", .xml, on: "2024-01-01"), ["json syntax", "type type", "other sender"])
        XCTAssertEqual(
            try nearest("c", .xml, on: "2025-01-01"), ["json syntax", "group day", "type type", "other sender"])
        XCTAssertEqual(
            try nearest("c", .xml, on: "2019-12-31"), ["json syntax", "group day", "type type", "other sender"])
        XCTAssertEqual(try nearest("c", .json, on: "2024-01-01"), ["group syntax", "type type", "other sender"])
        XCTAssertEqual(try nearest("d", .xml, on: "2024-01-01"), ["group type", "json type"])
    }

    func testOfAnUnknownTypeItsSendersRowsAreNear() throws {
        XCTAssertEqual(try nearest(nil, .xml, on: "2024-01-01"), ["type type", "group type", "json type"])
        XCTAssertEqual(
            try nearest("c", nil, on: "2024-01-01", from: "s"), ["other sender", "group sender", "json sender"])
    }

    func testTheDaysOfARowAndItsAgreement() throws {
        let rows = try table().routes(from: ParticipantIdentifier("p"))
        XCTAssertEqual(rows.map { $0.lastDay?.description }, [nil, "2024-12-31", nil])
        XCTAssertEqual(rows.map { $0.firstDay?.description }, [nil, "2020-01-01", nil])
    }
}
