// Every kind of mistake in a table: the file and the line that are told, and what to do.

import Routing
import Support
import XCTest

final class TableLinkerTests: XCTestCase {
    private static let base = [
        #"<partner id="p"/>"#, #"<partner id="q"/>"#, #"<system id="s"/>"#,
        #"<system id="t"><program path="take"/></system>"#,
        #"<contract id="c" schema="contracts/c.xsd" root="{urn:c}C" message-id="Id" reply-to="Sender"/>"#,
        #"<agreement id="a" partner="p" from="2020-01-01"/>"#,
        #"<route id="r" from="p" message="c" to="s" agreement="a" basis="b"/>"#,
    ]

    /// What is told of one more row, which stands on line 2 of `b.xml`.
    private func problems(_ row: String) throws -> [ConfigurationProblem] {
        let bench = try TableBench(["a.xml": Self.base, "b.xml": [row]])
        return bench.problems()
    }

    /// The row is one mistake, and what is told of it says all these words.
    private func check(_ row: String, _ words: String..., file: StaticString = #filePath, line: UInt = #line) throws {
        let found = try problems(row)
        XCTAssertEqual(found.map { "\($0.file):\($0.line)" }, ["b.xml:2"], "\(found)", file: file, line: line)
        for word in words {
            XCTAssertTrue(
                found.first?.text.contains(word) ?? false, "'\(word)' is missing in \(found)", file: file, line: line)
        }
    }

    func testTheBaseIsRight() throws {
        XCTAssertEqual(try TableBench(["a.xml": Self.base]).problems(), [])
    }

    func testNamesThatNobodyHas() throws {
        try check(
            #"<route id="x" from="nobody" message="c" to="s"/>"#, "unknown participant 'nobody'",
            "; add a partner or system row")
        try check(#"<route id="x" from="q" message="c" to="s none"/>"#, "unknown participant 'none'", "; add")
        try check(#"<route id="x" from="q" message="none" to="s"/>"#, "unknown contract 'none'", "; add a contract row")
        try check(
            #"<route id="x" from="q" message="c" to="t" reply="none"/>"#, "unknown contract 'none'",
            "; add a contract row")
        try check(
            #"<route id="x" from="q" message="c" to="s" agreement="none"/>"#, "unknown agreement 'none'",
            "; add an agreement row")
        try check(
            #"<agreement id="x" partner="none" from="2020-01-01"/>"#, "unknown partner 'none'", "; add a partner row")
    }

    func testIdsThatStandTwice() throws {
        try check(#"<partner id="p"/>"#, "participant id 'p'", "a.xml:2; give this one another id")
        try check(#"<system id="p"/>"#, "participant id 'p'", "a.xml:2;")
        try check(#"<agreement id="a" partner="q" from="2020-01-01"/>"#, "agreement id 'a'", "a.xml:7;")
        try check(#"<route id="r" from="q" message="c" to="s"/>"#, "route id 'r'", "a.xml:8;")
        let twice = try problems(#"<contract id="c" schema="contracts/c.xsd" root="{urn:c}C" message-id="Id"/>"#)
        XCTAssertTrue(
            twice.contains { $0.text.contains("contract id 'c'") && $0.text.contains("a.xml:6;") && $0.line == 2 })
    }

    func testARootElementThatTwoContractsHave() throws {
        try check(
            #"<contract id="d" schema="contracts/c.xsd" root="{urn:c}C" message-id="Id"/>"#, "root element {urn:c}C",
            "a.xml:6")
    }

    func testRowsThatContradictEachOther() throws {
        for row in [
            #"<route id="x" from="p" message="c" to="s"/>"#,
            #"<route id="x" from="p" message="c" to="t" syntax="json xml"/>"#,
            #"<route id="x" from="p" message="c" to="t" from-date="2030-01-01"/>"#,
            #"<route id="x" from="p" message="c" to="t" until-date="1999-01-01"/>"#,
        ] {
            try check(row, "'x'", "'r'", "a.xml:8", "; join them, or part them")
        }
        XCTAssertEqual(try problems(#"<route id="x" from="p" message="c" to="t" syntax="json"/>"#), [])
        XCTAssertEqual(try problems(#"<route id="x" from="q" message="c" to="s"/>"#), [])
    }

    func testRowsThatMeetOnOneDayContradictEachOther() throws {
        func pair(_ first: String, _ second: String) throws -> Int {
            let rows =
                Self.base.dropLast() + [
                    "<route id=\"x\" from=\"p\" message=\"c\" to=\"s\" \(first)/>",
                    "<route id=\"y\" from=\"p\" message=\"c\" to=\"t\" \(second)/>",
                ]
            return try TableBench(["a.xml": Array(rows)]).problems().count
        }
        XCTAssertEqual(try pair(#"until-date="2024-12-31""#, #"from-date="2025-01-01""#), 0)
        XCTAssertEqual(try pair(#"from-date="2025-01-01""#, #"until-date="2024-12-31""#), 0)
        XCTAssertEqual(try pair(#"until-date="2025-01-01""#, #"from-date="2025-01-01""#), 1)
        XCTAssertEqual(
            try pair(
                #"from-date="2020-01-01" until-date="2021-01-01""#, #"from-date="2019-01-01" until-date="2022-01-01""#),
            1)
        XCTAssertEqual(
            try pair(
                #"from-date="2020-01-01" until-date="2020-12-31""#, #"from-date="2021-01-01" until-date="2021-12-31""#),
            0)
        XCTAssertEqual(try pair(#"from-date="2020-01-01""#, #"from-date="2021-01-01""#), 1)
    }

    func testDatesThatAreNone() throws {
        for date in ["2025-02-29", "2025-13-01", "2025-00-10", "1.1.2025", "2025-1-1", "2025-01-01Z", "", "today"] {
            try check(
                #"<route id="x" from="q" message="c" to="s" from-date="\#(date)"/>"#, "/@from-date",
                "; see luova-routes(5)")
            try check(#"<agreement id="x" partner="p" from="\#(date)"/>"#, "/@from", "; see")
        }
        try check(#"<agreement id="x" partner="p"/>"#, "required", "; see")
    }

    func testEndsBeforeBeginnings() throws {
        try check(
            #"<route id="x" from="q" message="c" to="s" from-date="2025-01-02" until-date="2025-01-01"/>"#,
            "2025-01-01, before", "; correct a date")
        try check(
            #"<agreement id="x" partner="p" from="2025-01-02" until="2025-01-01"/>"#, "2025-01-01, before",
            "; correct a date")
        XCTAssertEqual(try problems(#"<agreement id="x" partner="p" from="2025-01-01" until="2025-01-01"/>"#), [])
    }

    func testWhatTheSchemaDoesNotKnow() throws {
        try check(#"<route id="x" from="q" message="c" to="s" priority="1"/>"#, "/@priority", "not allowed", "; see")
        try check(#"<rule id="x"/>"#, "not expected", "; see")
        try check(#"<route id="x" from="q" message="c"/>"#, "/@to", "required", "; see")
        try check(#"<route id="x" from="q" message="c" to="s" syntax="yaml"/>"#, "/@syntax", "; see")
        try check(#"<partner id="../x"/>"#, "/@id", "; see")
        try check(#"<service settle="2 seconds"/>"#, "/@settle", "; see")
        try check(#"<service max-depth="0"/>"#, "/@max-depth", "; see")
        try check(#"<system id="x"><program/></system>"#, "/@path", "; see")
        try check(#"<contract id="x" schema="contracts/c.xsd" root="{urn:c}C"/>"#, "/@message-id", "; see")
    }

    func testTwoServiceRows() throws {
        let bench = try TableBench(["a.xml": Self.base + ["<service/>"], "b.xml": ["<service/>", "<service/>"]])
        XCTAssertEqual(bench.problems().map { "\($0.file):\($0.line)" }, ["b.xml:2", "b.xml:3"])
        XCTAssertTrue(bench.problems().allSatisfy { $0.text.contains("a.xml; keep one") })
    }

    func testATimeZoneThatTheSystemDoesNotKnow() throws {
        for zone in ["Europe/Atlantis", "Europe", "nowhere"] {
            try check(
                "<service time-zone=\"\(zone)\"/>", "no time zone '\(zone)'", "; write one such as Europe/Helsinki")
        }
        for zone in ["Europe/Helsinki", "UTC", "America/Argentina/Ushuaia"] {
            XCTAssertEqual(try problems("<service time-zone=\"\(zone)\"/>"), [])
        }
    }

    func testAgreementsWithStrangers() throws {
        try check(
            #"<route id="x" from="q" message="c" to="s" agreement="a"/>"#, "agreement 'a' is with 'p'", "neither end")
        XCTAssertEqual(
            try problems(#"<route id="x" from="s" message="c" to="p" agreement="a"/>"#), [], "it may be the receiver")
    }

    func testEncodingsAreForXML() throws {
        try check(
            #"<route id="x" from="q" message="c" to="s" syntax="json" encoding="utf-16"/>"#, "encoding is for XML only",
            "; remove it")
    }

    func testRepliesAndReceivers() throws {
        try check(
            #"<route id="x" from="q" message="c" to="s" reply="c"/>"#, "reply needs a receiver with a program",
            "; add one, or remove")
        XCTAssertEqual(try problems(#"<route id="x" from="q" message="c" to="s t" reply="c"/>"#), [])
        try check(#"<route id="x" from="q" message="c" to="s s"/>"#, "named twice", "; name each once")
    }

    func testEveryMistakeIsToldNotOnlyTheFirst() throws {
        let bench = try TableBench([
            "a.xml": Self.base,
            "b.xml": [
                #"<route id="x" from="nobody" message="none" to="nowhere" agreement="nothing" "#
                    + #"from-date="2025-01-02" until-date="2025-01-01"/>"#,
                #"<agreement id="a" partner="none" from="2025-01-02" until="2025-01-01"/>"#,
            ],
        ])
        XCTAssertEqual(bench.problems().filter { $0.line == 2 }.count, 5)
        XCTAssertEqual(bench.problems().filter { $0.line == 3 }.count, 3)
    }

    func testNotesSayWhatIsNotWrong() throws {
        let bench = try TableBench(["a.xml": Self.base, "b.xml": [#"<route id="x" from="q" message="c" to="s"/>"#]])
        let notes = try bench.load().notes
        XCTAssertEqual(notes.map(\.line), [2, 2])
        XCTAssertTrue(notes[0].text.contains("'x' rests on no agreement"))
        XCTAssertTrue(notes[1].text.contains("'x' names no statute"))
    }

    func testAPartnerWhoseFilesAreMovedIsWorthALook() throws {
        let rows = [#"<partner id="out" custody="move"/>"#, #"<system id="in" custody="move"/>"#]
        let notes = try TableBench(["a.xml": Self.base, "b.xml": rows]).load().notes
        XCTAssertEqual(notes.map(\.line), [2])
        XCTAssertTrue(notes[0].text.contains(#"partner 'out' has custody="move""#))
    }

    // MARK: Contracts that JSON cannot be written for

    private static let unprojected = """
        <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="urn:m" targetNamespace="urn:m"
          elementFormDefault="qualified">
        <xs:element name="M"><xs:complexType><xs:sequence><xs:element name="Id" type="xs:string"/>
        <xs:element name="T" type="Text"/></xs:sequence></xs:complexType></xs:element>
        <xs:complexType name="Text" mixed="true"><xs:sequence/></xs:complexType>
        </xs:schema>
        """

    private func problemsOfMixed(_ route: String, program: Bool = true) throws -> [String] {
        let bench = try TableBench([
            "a.xml": Self.base + [
                #"<contract id="m" schema="contracts/m.xsd" root="{urn:m}M" message-id="Id" reply-to="Id"/>"#
            ],
            "b.xml": [route],
        ])
        try bench.folder.write(Self.unprojected, to: "contracts/m.xsd")
        return bench.problems().map { "\($0.file):\($0.line)" }
    }

    func testMixedContentIsForRoutesThatAllowXMLOnly() throws {
        XCTAssertEqual(try problemsOfMixed(#"<route id="x" from="q" message="m" to="s"/>"#), [])
        XCTAssertEqual(try problemsOfMixed(#"<route id="x" from="q" message="m" to="s" syntax="xml"/>"#), [])
        for syntax in ["json", "xml json"] {
            XCTAssertEqual(
                try problemsOfMixed("<route id=\"x\" from=\"q\" message=\"m\" to=\"s\" syntax=\"\(syntax)\"/>"),
                ["contracts/m.xsd:5"], syntax)
        }
    }

    func testWhatAnswersJSONMustBeWritableInJSON() throws {
        XCTAssertEqual(
            try problemsOfMixed(#"<route id="x" from="q" message="c" to="t" reply="m" syntax="json"/>"#),
            ["contracts/m.xsd:5"])
        XCTAssertEqual(try problemsOfMixed(#"<route id="x" from="q" message="c" to="t" reply="m"/>"#), [])
    }
}
