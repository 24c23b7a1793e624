// Profiles, and the paths of contracts that they and others name.

import Routing
import Support
import XCTest

final class TableLinkerContractsTests: XCTestCase {
    func testAProfileForbidsWhatItsMessagesCouldCarry() throws {
        let found = try TableBench.problems(
            beside: #"<profile id="x" forbids="Sender Nothing Id/Deep @a"/>"#,
            #"<route id="y" from="q" message="c" to="s" profile="x"/>"#)
        XCTAssertEqual(found.map { "\($0.file):\($0.line)" }, ["b.xml:2", "b.xml:2", "b.xml:2"])
        for (problem, path) in zip(found, ["Nothing", "Id/Deep", "@a"]) {
            XCTAssertTrue(
                problem.text.contains("forbids '\(path)', which the schema of 'c' does not have"), problem.text)
            XCTAssertTrue(problem.text.contains("route 'y', b.xml:3); correct the path"), problem.text)
        }
    }

    func testAPathOfTheAnswerAloneIsEnough() throws {
        XCTAssertEqual(
            try TableBench.problems(
                beside: #"<profile id="x" forbids="Sender"/>"#,
                #"<route id="y" from="q" message="d" to="t" reply="c" profile="x"/>"#), [])
        XCTAssertEqual(
            try TableBench.problems(
                beside: #"<profile id="x" forbids="Sender"/>"#,
                #"<route id="y" from="q" message="d" to="t" profile="x"/>"#
            ).map(\.line), [2])
    }

    func testProfilesByThemselves() throws {
        try TableBench.check(#"<profile id="f" forbids="Id"/>"#, "profile id 'f' stands already in a.xml:11")
        for paths in ["", ".", "/Id", "Id/", "*", "Id//Sender"] {
            try TableBench.check("<profile id=\"x\" forbids=\"\(paths)\"/>", "/@forbids", "; see luova-routes(5)")
        }
        XCTAssertEqual(
            try TableBench.notes(beside: #"<profile id="x" forbids="Id"/>"#), ["2 no route uses profile 'x'"])
    }

    func testPathsOfConsentAndEnvironmentLeadToAValue() throws {
        for name in ["consent", "environment"] {
            let row =
                "<contract id=\"x\" schema=\"contracts/x.xsd\" root=\"X\" message-id=\"@id\" \(name)=\"Nothing\"/>"
            let bench = try TableBench(["a.xml": TableBench.base, "b.xml": [row]])
            try bench.folder.write(
                "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'><xs:element name='X'><xs:complexType>"
                    + "<xs:attribute name='id'/></xs:complexType></xs:element></xs:schema>", to: "contracts/x.xsd")
            let found = bench.problems()
            XCTAssertEqual(found.map { "\($0.file):\($0.line)" }, ["b.xml:2"])
            XCTAssertEqual(found.first?.text.contains("has no 'Nothing' below X; correct the path"), true)
        }
    }
}
