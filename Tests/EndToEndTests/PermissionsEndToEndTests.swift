// `luova permissions`: the table both ways, for people and for programs.

import Foundation
import Support
import XCTest

final class PermissionsEndToEndTests: XCTestCase {
    private var playground: Playground!

    private static let rows = """
        <group id="shops" name="All shops"/>
        <partner id="alice" name="Alice's shop" groups="shops" agreement="A-1"/>
        <partner id="carol" groups="shops" agreement="A-2"/>
        <system id="bob"/>
        <system id="dave"><program path="/bin/true"/></system>
        <contract id="note" schema="note.xsd" root="{urn:test:note}Note" message-id="Id" reply-to="ReplyTo"/>
        <agreement id="A-1" partner="alice" from="2020-01-01" until="2026-12-31" review="2026-03-01"/>
        <agreement id="A-2" partner="carol" from="2020-01-01" until="2024-12-31"/>
        <route id="of-shops" from="shops" message="note" to="dave" reply="note" basis="Act 1"/>
        <route id="to-alice" from="bob" message="note" to="alice" syntax="xml json" until-date="2026-06-30"/>
        """

    override func setUpWithError() throws { playground = try Playground(rows: Self.rows) }
    override func tearDown() { playground.remove() }

    private func permissions(_ words: String...) throws -> (code: Int32, lines: [String]) {
        let (code, output, error) = try playground.luova(["permissions", "--routes", playground.routes] + words)
        return (code, (code == 0 ? output : error).split(separator: "\n").map(String.init))
    }

    func testTheTableIsPrintedBothWays() throws {
        let (code, lines) = try permissions("--on", "2026-01-31")
        XCTAssertEqual(code, 0)
        XCTAssertEqual(
            lines,
            [
                "on 2026-01-31:", "who may send", "  bob",
                "    note (json xml) to alice; route to-alice; no agreement", "  shops (All shops, 2 members)",
                "    note (xml) to dave, answered by note; route of-shops; each member's own agreement; Act 1; in force for 1 of 2",
                "who receives", "  alice (Alice's shop)", "    note from bob; route to-alice; no agreement", "  dave",
                "    note from shops; route of-shops; each member's own agreement; Act 1; in force for 1 of 2",
                "  shops (All shops, 2 members)",
                "    note from dave, in answer to note; route of-shops; each member's own agreement; Act 1; in force for 1 of 2",
                "what ends or is to be reviewed by 2026-05-01",
                "  2026-03-01  agreement A-1 with alice is to be reviewed",
            ])
    }

    func testWhatEndsSoon() throws {
        func ends(_ words: String...) throws -> [String] {
            let (code, output, _) = try playground.luova(
                ["permissions", "--routes", playground.routes] + words)
            XCTAssertEqual(code, 0)
            let lines = output.split(separator: "\n").map(String.init)
            let start = try XCTUnwrap(lines.firstIndex { $0.hasPrefix("what ends") })
            return lines[(start + 1)...].map { $0.trimmingCharacters(in: .whitespaces) }
        }
        XCTAssertEqual(try ends("--on", "2025-01-01"), ["nothing"])
        let all = try ends("--on", "2026-03-02", "--within", "400")
        XCTAssertEqual(all.count, 3)
        XCTAssertEqual(all[0], "2026-03-01  agreement A-1 with alice was to be reviewed")
        XCTAssertTrue(all[1].hasPrefix("2026-06-30  route to-alice ends ("), all[1])
        XCTAssertTrue(all[1].hasSuffix("/table.xml:11)"), all[1])
        XCTAssertEqual(all[2], "2026-12-31  agreement A-1 with alice ends")
        XCTAssertEqual(try ends("--on", "2027-01-01", "--within", "400"), ["nothing"], "what has ended is not soon")
        XCTAssertEqual(try ends("--on", "2026-06-30", "--within", "0", "--from", "bob").count, 1)
    }

    func testOneMemberAndOneGroup() throws {
        let (_, member) = try permissions("--from", "alice", "--on", "2026-01-31")
        XCTAssertTrue(
            member.contains("    note (xml) to dave, answered by note; route of-shops; agreement A-1; Act 1"),
            "\(member)")
        XCTAssertFalse(member.contains { $0.contains("to-alice") })
        let (_, group) = try permissions("--from", "shops", "--on", "2026-01-31")
        XCTAssertTrue(
            group.contains("  alice (Alice's shop): agreement A-1 from 2020-01-01 until 2026-12-31"), "\(group)")
        XCTAssertTrue(
            group.contains("  carol: agreement A-2 from 2020-01-01 until 2024-12-31, NOT IN FORCE"), "\(group)")
        let (_, receiver) = try permissions("--to", "alice", "--on", "2026-01-31")
        XCTAssertEqual(receiver.filter { $0.contains("route to-alice") }.count, 2)
        XCTAssertTrue(
            receiver.contains { $0.contains("note from dave, in answer to note") }, "an answer is received too")
    }

    func testOneObjectForEachSenderOfARow() throws {
        let (code, lines) = try permissions("--json", "--on", "2026-01-31", "--to", "dave")
        XCTAssertEqual(code, 0)
        XCTAssertEqual(
            lines,
            [
                #"{"route":"of-shops","from":"alice","group":"shops","message":"note","syntax":["xml"],"to":["dave"],"#
                    + #""reply":"note","agreement":"A-1","basis":"Act 1","first":"2020-01-01","last":"2026-12-31","#
                    + #""review":"2026-03-01","in_force":true,"soon":true}"#,
                #"{"route":"of-shops","from":"carol","group":"shops","message":"note","syntax":["xml"],"to":["dave"],"#
                    + #""reply":"note","agreement":"A-2","basis":"Act 1","first":"2020-01-01","last":"2024-12-31","#
                    + #""in_force":false,"soon":false}"#,
            ])
    }

    func testMistakesOnTheCommandLine() throws {
        for words in [
            ["--from", "nobody"], ["--to", "nobody"], ["--to", "shops"], ["--on", "today"], ["--on", "2026-02-30"],
            ["--within", "soon"], ["--within", "-1"], ["extra"], ["--color"],
        ] {
            let (code, _, error) = try playground.luova(["permissions", "--routes", playground.routes] + words)
            XCTAssertEqual(code, 64, "\(words)")
            XCTAssertTrue(error.hasPrefix("luova: permissions: "), error)
        }
        try playground.write(rows: "<partner/>")
        XCTAssertEqual(try playground.luova(["permissions", "--routes", playground.routes]).code, 78)
    }
}
