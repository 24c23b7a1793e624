// Reading the rows of a table: what each attribute means, and the defaults of those that are left out.

import Messages
import Routing
import Support
import Validation
import XCTest
import XML

final class TableReaderTests: XCTestCase {
    func testDefaults() throws {
        let table = try TableBench(["a.xml": TableBench.rows]).load()
        XCTAssertEqual(table.settings, ServiceSettings())
        let partner = try XCTUnwrap(table.participants[ParticipantIdentifier("p")])
        XCTAssertEqual(partner.name, "A partner")
        XCTAssertTrue(partner.isPartner)
        XCTAssertEqual(partner.identities, ["p"])
        XCTAssertEqual(partner.receipts, .refusals)
        XCTAssertFalse(partner.quotesValues)
        XCTAssertEqual(partner.custody, .copy)
        XCTAssertNil(partner.user)
        XCTAssertNil(partner.kind)
        XCTAssertNil(partner.program)
        let system = try XCTUnwrap(table.participants[ParticipantIdentifier("s")])
        XCTAssertEqual(system.name, "s")
        XCTAssertFalse(system.isPartner)
        let route = try XCTUnwrap(table.route(RouteIdentifier("r")))
        XCTAssertEqual(route.syntaxes, [.xml])
        XCTAssertEqual(route.encodings, [.utf8])
        XCTAssertEqual(table.encodings(of: ParticipantIdentifier("p")), [.utf8])
        XCTAssertEqual(table.encodings(of: ParticipantIdentifier("s")), [.utf8], "it sends nothing")
        XCTAssertEqual(route.lane, .interactive)
        XCTAssertNil(route.largest)
        XCTAssertNil(route.reply)
        XCTAssertEqual(route.line, 6)
        XCTAssertTrue(route.file.hasSuffix("/a.xml"))
    }

    func testTheServiceRow() throws {
        let bench = try TableBench(["a.xml": TableBench.rows])
        try bench.write(
            [
                """
                <service time-zone="UTC" environment="test" settle="500ms" rescan="5min" incomplete-after="1h" duplicate-window="30d"
                  min-free="1GB"
                max-size="64kB" read-whole="2kB" max-depth=" 12 " max-attributes="34" max-text="5kB"
                max-tag="6kB" max-name="7B" max-time="2s" mask="none"/>
                """
            ], to: "b.xml")
        let settings = try bench.load().settings
        XCTAssertEqual(
            settings.lines.map { "\($0.name)=\($0.value)" }.filter { !$0.hasPrefix("alarm-") },
            [
                "time-zone=UTC", "environment=test", "settle=500ms", "rescan=5min", "incomplete-after=1h",
                "duplicate-window=30d",
                "min-free=1GB", "max-size=64kB", "read-whole=2kB",
                "max-depth=12", "max-attributes=34", "max-text=5kB", "max-tag=6kB", "max-name=7B", "max-time=2s",
                "mask=none",
            ])
        XCTAssertEqual(settings.limits.size, 64_000)
        XCTAssertEqual(settings.limits.whole, 2_000)
        XCTAssertEqual(settings.limits.document.depth, 12)
        XCTAssertEqual(settings.limits.document.attributes, 34)
        XCTAssertEqual(settings.limits.document.text, 5_000)
        XCTAssertEqual(settings.limits.document.tag, 6_000)
        XCTAssertEqual(settings.limits.document.name, 7)
        XCTAssertEqual(settings.limits.time, 2_000_000_000)
        XCTAssertFalse(settings.masksPersonalIdentityCodes)
    }

    func testTheUsualSettingsAreThoseThatTheSchemaNames() {
        XCTAssertEqual(
            ServiceSettings().lines.map { "\($0.name)=\($0.value)" }.filter { !$0.hasPrefix("alarm-") },
            [
                "time-zone=Europe/Helsinki", "environment=production", "settle=2s", "rescan=30s",
                "incomplete-after=1min", "duplicate-window=7d",
                "min-free=256MB or 2%, whichever is less",
                "max-size=50MB", "read-whole=1MB", "max-depth=128", "max-attributes=256", "max-text=10MB",
                "max-tag=1MB",
                "max-name=1kB", "max-time=2s", "mask=personal-identity-code",
            ])
    }

    func testParticipantsAndPrograms() throws {
        let bench = try TableBench(["a.xml": TableBench.rows])
        try bench.write(
            [
                #"<partner id="q" class="bank" identity=" one  two " user="sftp-q" receipts="all" quote-values="yes" custody="move"/>"#,
                #"<system id="t"><program path="bin/take" user="u" timeout="3s" parallel=" 9 " "#
                    + #"retry="1s" retry-limit="2h" give-up="1d"/></system>"#,
                #"<system id="u" quote-values="no"><program path="/usr/libexec/take"/></system>"#,
            ], to: "b.xml")
        let table = try bench.load()
        let partner = try XCTUnwrap(table.participants[ParticipantIdentifier("q")])
        XCTAssertEqual(partner.kind, "bank")
        XCTAssertEqual(partner.identities, ["one", "two"])
        XCTAssertEqual(partner.user, "sftp-q")
        XCTAssertEqual(partner.receipts, .all)
        XCTAssertTrue(partner.quotesValues)
        XCTAssertEqual(table.participants[ParticipantIdentifier("u")]?.quotesValues, false)
        XCTAssertEqual(partner.custody, .move)
        let program = try XCTUnwrap(table.participants[ParticipantIdentifier("t")]?.program)
        XCTAssertEqual(program.path, "\(bench.folder.path)/bin/take")
        XCTAssertEqual(program.user, "u")
        XCTAssertEqual(
            [program.timeout, program.retry, program.retryLimit, program.giveUp].map { $0 / 1_000_000_000 },
            [3, 1, 7_200, 86_400])
        XCTAssertEqual(program.parallel, 9)
        let usual = try XCTUnwrap(table.participants[ParticipantIdentifier("u")]?.program)
        XCTAssertEqual(usual.path, "/usr/libexec/take")
        XCTAssertNil(usual.user)
        XCTAssertEqual(
            [usual.timeout, usual.retry, usual.retryLimit, usual.giveUp].map { $0 / 1_000_000_000 },
            [10, 30, 3_600, 432_000])
        XCTAssertEqual(usual.parallel, 4)
    }

    func testRoutesAndAgreements() throws {
        let bench = try TableBench(["a.xml": TableBench.rows])
        try bench.write(
            [
                #"<system id="t"><program path="take"/></system>"#,
                #"<agreement id="b" partner="p" from=" 2024-02-29 " review="2027-01-01"/>"#,
                #"<contract id="d" schema="contracts/d.xsd" root="{urn:d}D" message-id="@id" max-text="1kB"/>"#,
                """
                <route id="x" from="p" message="d" to=" s
                 t " syntax="json xml" encoding=" iso-8859-1 utf-16" lane="batch" max-size="1MB" agreement="b" basis="B" from-date="2025-01-01"
                   until-date="2025-12-31" reply="c"/>
                """,
            ], to: "b.xml")
        try bench.folder.write(
            """
            <xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' targetNamespace='urn:d'>
            <xs:element name='D'><xs:complexType><xs:attribute name='id'/></xs:complexType></xs:element></xs:schema>
            """,
            to: "contracts/d.xsd")
        let table = try bench.load()
        let route = try XCTUnwrap(table.route(RouteIdentifier("x")))
        XCTAssertEqual(route.to.map(\.text), ["s", "t"])
        XCTAssertEqual(route.syntaxes, [.xml, .json])
        XCTAssertEqual(route.encodings, [.utf8, .utf16, .latin1], "UTF-8 always")
        XCTAssertEqual(table.encodings(of: ParticipantIdentifier("p")), [.utf8, .utf16, .latin1])
        XCTAssertEqual(route.lane, .batch)
        XCTAssertEqual(route.largest, 1_000_000)
        XCTAssertEqual(route.basis, "B")
        XCTAssertEqual(
            [route.fromDate, route.untilDate],
            [CivilDate(year: 2025, month: 1, day: 1), CivilDate(year: 2025, month: 12, day: 31)])
        XCTAssertEqual(route.reply, MessageType("c"))
        XCTAssertEqual(route.agreement?.from, CivilDate(year: 2024, month: 2, day: 29))
        XCTAssertNil(route.agreement?.until)
        XCTAssertEqual(route.agreement?.review, CivilDate(year: 2027, month: 1, day: 1))
        XCTAssertEqual(table.contract(MessageType("d"))?.textLimit, 1_000)
        XCTAssertNil(table.contract(MessageType("e")))
    }

    func testGroupsProfilesAndEnvironments() throws {
        let bench = try TableBench(["a.xml": TableBench.rows])
        try bench.write(
            [
                #"<group id="g" name="A group"/>"#, #"<group id="h"/>"#,
                #"<agreement id="b" partner="g" from="2024-01-01"/>"#,
                #"<partner id="q" groups=" g  h " agreement="b" environment="test"/>"#,
                #"<system id="t" environment="test"/>"#, #"<profile id="f" forbids=" Sender  Id "/>"#,
                #"<contract id="d" schema="contracts/c.xsd" root="{urn:c}D" message-id="." consent="." environment="."/>"#,
                #"<route id="x" from="g" message="c" to="t" agreement="b" profile="f"/>"#,
            ], to: "b.xml")
        let table = try bench.load()
        let partner = try XCTUnwrap(table.participants[ParticipantIdentifier("q")])
        XCTAssertEqual(partner.groups.map(\.text), ["g", "h"])
        XCTAssertEqual(partner.agreement, "b")
        XCTAssertEqual(table.environment(of: partner), .test)
        let other = try XCTUnwrap(table.participants[ParticipantIdentifier("p")])
        XCTAssertEqual(other.groups, [])
        XCTAssertNil(other.agreement)
        XCTAssertEqual(table.environment(of: other), .production)
        XCTAssertEqual(table.groups[GroupIdentifier("g")]?.name, "A group")
        XCTAssertEqual(table.groups[GroupIdentifier("h")]?.name, "h")
        XCTAssertEqual(table.groups[GroupIdentifier("g")]?.members.map(\.text), ["q"])
        let route = try XCTUnwrap(table.route(RouteIdentifier("x")))
        XCTAssertEqual(route.from, .group(GroupIdentifier("g")))
        XCTAssertEqual(route.agreement?.partner, .group(GroupIdentifier("g")))
        XCTAssertEqual(route.profile?.forbids, ["Sender", "Id"])
        XCTAssertEqual(table.contract(MessageType("c"))?.watched, ["Sender", "Id"])
        XCTAssertEqual(table.contract(MessageType("d"))?.watched, [])
        XCTAssertEqual(
            table.contract(MessageType("d"))?.headerPaths, [.messageID: ".", .consent: ".", .environment: "."])
        XCTAssertEqual(table.contract(MessageType("d"))?.place(of: "."), "/D")
        XCTAssertEqual(table.contract(MessageType("d"))?.place(of: "A/@b"), "/D/A/@b")
    }
}
