// What the table says to a message: each outcome, and the edges of every date.

import Messages
import Routing
import XCTest

final class RoutingTableTests: XCTestCase {
    /// A table whose routes are these rows; there are participants p, q (partners) and s, t (systems).
    private func table(_ routes: [String], agreements: [String] = []) throws -> RoutingTable {
        let bench = try TableBench()
        let others = [
            #"<partner id="p"/>"#, #"<partner id="q"/>"#, #"<system id="s"/>"#, #"<system id="t"/>"#,
            #"<contract id="c" schema="contracts/c.xsd" root="{urn:c}C" message-id="Id"/>"#,
        ]
        try bench.write(others + agreements + routes)
        return try bench.load()
    }

    /// The outcome, in a word: the row's id, or the reason.
    private func outcome(
        _ table: RoutingTable, _ day: String, from: String = "p", message: String = "c", syntax: Syntax = .xml
    ) throws -> String {
        let day = try XCTUnwrap(CivilDate(text: day.utf8))
        let permission = table.permission(
            from: ParticipantIdentifier(from), message: MessageType(message), syntax: syntax, on: day)
        if case .row(let route) = permission {
            XCTAssertNil(permission.reason)
            return route.identifier.text
        }
        return permission.reason?.rawValue ?? "none"
    }

    func testWhatNoRowAllowsIsNotPermitted() throws {
        let table = try table([#"<route id="r" from="p" message="c" to="s"/>"#])
        XCTAssertEqual(try outcome(table, "2026-01-01"), "r")
        XCTAssertEqual(try outcome(table, "2026-01-01", from: "q"), "not-permitted")
        XCTAssertEqual(try outcome(table, "2026-01-01", from: "s"), "not-permitted")
        XCTAssertEqual(try outcome(table, "2026-01-01", from: "nobody"), "not-permitted")
        XCTAssertEqual(try outcome(table, "2026-01-01", message: "d"), "not-permitted")
    }

    func testASyntaxThatNoRowNames() throws {
        let table = try table([#"<route id="r" from="p" message="c" to="s" syntax="json"/>"#])
        XCTAssertEqual(try outcome(table, "2026-01-01"), "syntax-not-permitted")
        XCTAssertEqual(try outcome(table, "2026-01-01", syntax: .json), "r")
    }

    func testTheFirstAndTheLastDayOfARowBelongToIt() throws {
        let table = try table([
            #"<route id="r" from="p" message="c" to="s" from-date="2024-02-29" until-date="2025-12-31"/>"#
        ])
        for (day, expected) in [
            ("2024-02-28", "agreement-not-in-force"), ("2024-02-29", "r"), ("2024-03-01", "r"), ("2025-12-30", "r"),
            ("2025-12-31", "r"),
            ("2026-01-01", "agreement-not-in-force"), ("1970-01-01", "agreement-not-in-force"),
            ("9999-12-31", "agreement-not-in-force"),
        ] {
            XCTAssertEqual(try outcome(table, day), expected, day)
        }
    }

    func testTheFirstAndTheLastDayOfAnAgreementBelongToIt() throws {
        let table = try table(
            [#"<route id="r" from="p" message="c" to="s" agreement="a" from-date="2020-01-01"/>"#],
            agreements: [#"<agreement id="a" partner="p" from="2019-06-01" until="2021-05-31" review="2020-12-31"/>"#])
        for (day, expected) in [
            ("2019-12-31", "agreement-not-in-force"), ("2020-01-01", "r"), ("2021-01-01", "r"), ("2021-05-31", "r"),
            ("2021-06-01", "agreement-not-in-force"),
        ] {
            XCTAssertEqual(try outcome(table, day), expected, day)
        }
    }

    func testAnAgreementWithoutAnEndStaysInForce() throws {
        let table = try table(
            [#"<route id="r" from="p" message="c" to="s" agreement="a"/>"#],
            agreements: [#"<agreement id="a" partner="p" from="2019-06-01"/>"#])
        XCTAssertEqual(try outcome(table, "2019-05-31"), "agreement-not-in-force")
        XCTAssertEqual(try outcome(table, "2019-06-01"), "r")
        XCTAssertEqual(try outcome(table, "9999-12-31"), "r")
    }

    func testRowsPartedByDate() throws {
        let table = try table([
            #"<route id="old" from="p" message="c" to="s" until-date="2024-12-31"/>"#,
            #"<route id="new" from="p" message="c" to="t" from-date="2025-01-01"/>"#,
        ])
        XCTAssertEqual(try outcome(table, "2024-12-31"), "old")
        XCTAssertEqual(try outcome(table, "2025-01-01"), "new")
        let gap = try self.table([
            #"<route id="old" from="p" message="c" to="s" until-date="2024-12-30"/>"#,
            #"<route id="new" from="p" message="c" to="t" from-date="2025-01-01"/>"#,
        ])
        XCTAssertEqual(try outcome(gap, "2024-12-31"), "agreement-not-in-force")
    }

    func testRowsPartedBySyntax() throws {
        let table = try table([
            #"<route id="x" from="p" message="c" to="s" syntax="xml" until-date="2024-12-31"/>"#,
            #"<route id="j" from="p" message="c" to="t" syntax="json"/>"#,
        ])
        XCTAssertEqual(
            try outcome(table, "2025-01-01"), "agreement-not-in-force", "the other row is for another syntax")
        XCTAssertEqual(try outcome(table, "2025-01-01", syntax: .json), "j")
        XCTAssertEqual(try outcome(table, "2024-01-01"), "x")
    }

    func testTheRowsThatAreNotInForceAreGiven() throws {
        let table = try table([#"<route id="r" from="p" message="c" to="s" until-date="2024-12-31"/>"#])
        let day = CivilDate(year: 2025, month: 1, day: 1)
        guard
            case .notInForce(let rows) = table.permission(
                from: ParticipantIdentifier("p"), message: MessageType("c"), syntax: .xml, on: day)
        else {
            return XCTFail("it is in force")
        }
        XCTAssertEqual(rows.map(\.identifier.text), ["r"])
        guard
            case .otherSyntax(let others) = table.permission(
                from: ParticipantIdentifier("p"), message: MessageType("c"), syntax: .json, on: day)
        else {
            return XCTFail("JSON is permitted")
        }
        XCTAssertEqual(others.map(\.identifier.text), ["r"])
    }

    func testLanesAndLookUps() throws {
        let table = try table([
            #"<route id="b" from="p" message="c" to="s" lane="batch"/>"#,
            #"<route id="i" from="q" message="c" to="s" lane="interactive"/>"#,
        ])
        XCTAssertEqual(table.lane(of: ParticipantIdentifier("p")), .batch)
        XCTAssertEqual(table.lane(of: ParticipantIdentifier("q")), .interactive)
        XCTAssertEqual(table.lane(of: ParticipantIdentifier("s")), .interactive)
        XCTAssertTrue(table.isRouted(MessageType("c"), from: ParticipantIdentifier("p")))
        XCTAssertFalse(table.isRouted(MessageType("c"), from: ParticipantIdentifier("s")))
        XCTAssertFalse(table.isRouted(MessageType("d"), from: ParticipantIdentifier("p")))
        XCTAssertEqual(table.routes(from: ParticipantIdentifier("q")).map(\.identifier.text), ["i"])
        XCTAssertNil(table.route(RouteIdentifier("z")))
    }
}
