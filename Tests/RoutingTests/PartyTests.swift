// Groups: what a row lets a group send, each of its members may, under the group's agreement or its own.

import Messages
import Routing
import XCTest

final class PartyTests: XCTestCase {
    private static let rows = [
        #"<group id="g"/>"#, #"<partner id="a" groups="g" agreement="own-a"/>"#,
        #"<partner id="b" groups="g" agreement="own-b"/>"#, #"<partner id="c" groups="g"/>"#, #"<partner id="d"/>"#,
        #"<system id="s"/>"#,
        #"<contract id="m" schema="contracts/c.xsd" root="{urn:c}C" message-id="Id" sender="Sender"/>"#,
        #"<contract id="n" schema="contracts/c.xsd" root="{urn:c}D" message-id="."/>"#,
        #"<agreement id="own-a" partner="a" from="2020-01-01" until="2024-12-31"/>"#,
        #"<agreement id="own-b" partner="b" from="2023-01-01"/>"#,
        #"<agreement id="all" partner="g" from="2021-01-01"/>"#,
    ]

    private func table(_ rows: String...) throws -> RoutingTable {
        try TableBench(["table.xml": Self.rows + rows]).load()
    }

    /// The agreement under which a message is allowed, or the reason why it is not.
    private func outcome(
        _ table: RoutingTable, _ sender: String, _ message: String = "m", on day: String = "2024-06-01",
        syntax: Syntax = .xml
    ) throws -> String {
        let permission = table.permission(
            from: ParticipantIdentifier(sender), message: MessageType(message), syntax: syntax,
            on: try XCTUnwrap(CivilDate(text: day.utf8)))
        if case .row(let route) = permission {
            return "\(route.identifier) under \(route.agreement?.identifier ?? "none")"
        }
        return permission.reason?.rawValue ?? "-"
    }

    func testEachMemberMaySendUnderItsOwnAgreement() throws {
        let table = try table(#"<route id="r" from="g" message="m" to="s"/>"#)
        XCTAssertEqual(try outcome(table, "a"), "r under own-a")
        XCTAssertEqual(try outcome(table, "b"), "r under own-b")
        XCTAssertEqual(try outcome(table, "c"), "r under none")
        XCTAssertEqual(try outcome(table, "d"), "not-permitted", "it is no member")
        XCTAssertEqual(try outcome(table, "g"), "not-permitted", "a group sends nothing itself")
        XCTAssertEqual(try outcome(table, "a", on: "2025-01-01"), "agreement-not-in-force")
        XCTAssertEqual(try outcome(table, "b", on: "2022-12-31"), "agreement-not-in-force")
        XCTAssertEqual(try outcome(table, "b", on: "2025-01-01"), "r under own-b")
        XCTAssertEqual(try outcome(table, "a", syntax: .json), "syntax-not-permitted")
        XCTAssertTrue(table.isRouted(MessageType("m"), from: ParticipantIdentifier("a")))
        XCTAssertFalse(table.isRouted(MessageType("n"), from: ParticipantIdentifier("a")))
    }

    func testAnAgreementOfTheRowIsForAllMembers() throws {
        let table = try table(#"<route id="r" from="g" message="m" to="s" agreement="all"/>"#)
        for sender in ["a", "b", "c"] {
            XCTAssertEqual(try outcome(table, sender, on: "2025-01-01"), "r under all")
            XCTAssertEqual(try outcome(table, sender, on: "2020-12-31"), "agreement-not-in-force")
        }
    }

    func testAMembersOwnAgreementIsNotForItsOwnRows() throws {
        let table = try table(#"<route id="r" from="a" message="m" to="s"/>"#)
        XCTAssertEqual(try outcome(table, "a", on: "2025-01-01"), "r under none")
    }

    func testRowsOfAMemberAndOfItsGroupStandBesideEachOther() throws {
        let table = try table(
            #"<route id="of-g" from="g" message="m" to="s" lane="batch" encoding="utf-16"/>"#,
            #"<route id="of-a" from="a" message="n" to="s"/>"#,
            #"<route id="in-json" from="b" message="m" to="s" syntax="json"/>"#)
        XCTAssertEqual(try outcome(table, "a", "n"), "of-a under none")
        XCTAssertEqual(try outcome(table, "b"), "of-g under own-b")
        XCTAssertEqual(try outcome(table, "b", syntax: .json), "in-json under none")
        let rows = table.routes(from: ParticipantIdentifier("a"))
        XCTAssertEqual(rows.map(\.identifier.text), ["of-g", "of-a"])
        XCTAssertEqual(rows.map { $0.agreement?.identifier }, ["own-a", nil])
        XCTAssertEqual(table.lane(of: ParticipantIdentifier("c")), .batch)
        XCTAssertEqual(table.lane(of: ParticipantIdentifier("a")), .interactive)
        XCTAssertEqual(table.encodings(of: ParticipantIdentifier("c")), [.utf8, .utf16])
        XCTAssertEqual(table.encodings(of: ParticipantIdentifier("d")), [.utf8])
        XCTAssertEqual(table.senders(of: table.routes[0]).map(\.text), ["a", "b", "c"])
        XCTAssertEqual(table.senders(of: table.routes[1]).map(\.text), ["a"])
    }
}
