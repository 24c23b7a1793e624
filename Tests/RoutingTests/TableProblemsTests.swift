// Problems of a whole table: what overflows, what is not well-formed, their order and their remedies.

import Routing
import Support
import XCTest

final class TableProblemsTests: XCTestCase {
    private func problems(_ rows: [String], _ files: [String: String] = [:]) throws -> [ConfigurationProblem] {
        let bench = try TableBench(["a.xml": TableBench.rows, "b.xml": rows])
        for (name, text) in files { try bench.folder.write(text, to: name) }
        return bench.problems()
    }

    func testADurationThatDoesNotFitIsAMistake() throws {
        XCTAssertEqual(try problems([#"<service duplicate-window="200000d"/>"#]).map(\.line), [2])
        XCTAssertEqual(
            try problems([#"<system id="x"><program path="p" timeout="999999999h"/></system>"#]).map(\.line), [2])
    }

    func testASchemaThatIsNotWellFormedTellsItsLine() throws {
        let row = #"<contract id="x" schema="contracts/x.xsd" root="X" message-id="Id"/>"#
        let text = "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'>\n<xs:element name='X'>\n</xs:schema>"
        XCTAssertEqual(
            try problems([row], ["contracts/x.xsd": text]).map { "\($0.file):\($0.line)" }, ["contracts/x.xsd:3"])
    }

    func testAMistakeInASchemaThatContractsShareIsToldOnce() throws {
        let rows = ["X", "Y"].map {
            "<contract id='\($0)' schema='contracts/x.xsd' root='\($0)' message-id='.'/>"
        }
        let text = """
            <xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'>
            <xs:element name='X' type='xs:ID'/><xs:element name='Y' type='xs:string'/>
            </xs:schema>
            """
        XCTAssertEqual(
            try problems(rows, ["contracts/x.xsd": text]).map { "\($0.file):\($0.line)" }, ["contracts/x.xsd:2"])
    }

    func testProblemsStandInTheOrderOfTheLines() throws {
        let rows = [
            #"<route id="z" from="no" message="c" to="s"/>"#, #"<agreement id="y" partner="no" from="2020-01-01"/>"#,
            #"<partner id="p"/>"#,
        ]
        XCTAssertEqual(try problems(rows).map(\.line), [2, 3, 4])
    }

    func testEveryProblemHasARemedy() throws {
        for schema in ["contracts/missing.xsd", "/etc/passwd", "contracts/c.xsd"] {
            for problem in try problems(["<contract id=\"x\" schema=\"\(schema)\" root=\"X\" message-id=\"Id\"/>"]) {
                XCTAssertTrue(problem.text.contains("; "), problem.text)
            }
        }
    }

    func testWhatStandsBehindANULIsNotOverlooked() throws {
        XCTAssertFalse(try problems([], ["b.xml": "<routes xmlns=\"urn:luova:routes:1\"/>\u{0}<rubbish"]).isEmpty)
    }

    func testAHeaderPathLeadsToAValue() throws {
        let schema =
            "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'><xs:element name='X'><xs:complexType><xs:sequence><xs:element name='H'>"
            + "<xs:complexType><xs:sequence><xs:element name='Id'/></xs:sequence></xs:complexType></xs:element></xs:sequence></xs:complexType></xs:element></xs:schema>"
        let row = #"<contract id="x" schema="contracts/x.xsd" root="X" message-id="H"/>"#
        XCTAssertEqual(try problems([row], ["contracts/x.xsd": schema]).map(\.line), [2])
    }

    func testNoTimeAtAllIsAMistake() throws {
        XCTAssertEqual(try problems([#"<service rescan="0s"/>"#]).map(\.line), [2])
        XCTAssertEqual(try problems([#"<service settle="0s" incomplete-after="0s"/>"#]), [])
        XCTAssertEqual(
            try problems([#"<system id="x"><program path="p" timeout="0ms" give-up="0d"/></system>"#]).map(\.line),
            [2, 2])
        XCTAssertEqual(try problems([#"<service max-size="999999999999GB"/>"#]).map(\.line), [2])
    }
}
