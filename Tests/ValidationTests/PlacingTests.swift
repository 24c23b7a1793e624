// The names of places: element paths and JSON Pointers.

import XCTest
import XML

@testable import Validation

final class PlacingTests: XCTestCase {
    private func violation(_ steps: [(String, position: Int, index: Int?)], attribute: String? = nil) throws
        -> Violation
    {
        // A violation comes out of a document only; its place is then replaced.
        let schema = try Schema(
            bytes: Array("<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'/>".utf8), name: "a.xsd")
        var parser = DocumentParser(mostViolations: 1)
        let validator = SchemaValidator(schema)
        let document = Array("<A/>".utf8) + [0]
        let conclusion = parser.parse(document, count: 4, limits: DocumentLimits()) { _, _ in
            Chosen(validator: validator, fields: FieldPaths([]))
        }.conclusion
        var violation = try XCTUnwrap(conclusion.violations.first)
        let template = try XCTUnwrap(violation.path.first)
        violation.path = steps.map { name, position, index in
            var step = template
            (step.name, step.position, step.index) = (name, position, index)
            return step
        }
        violation.attribute = attribute
        return violation
    }

    private func projection() throws -> Projection {
        let declarations = """
            <xs:element name='A'><xs:complexType><xs:sequence><xs:element name='B' maxOccurs='2'><xs:complexType>
            <xs:sequence>
            <xs:element name='C'/></xs:sequence></xs:complexType></xs:element></xs:sequence></xs:complexType>
            </xs:element>
            """
        return try Workbench(schema: Workbench.schema(declarations), root: "{urn:t}A").contracts.contracts[0].projection
    }

    func testAPathHasPositionsWhereElementsMayRepeatOrAreNotTheFirst() throws {
        let projection = try projection()
        let cases: [([(String, position: Int, index: Int?)], String)] = [
            ([("A", 1, nil)], "/A"), ([("A", 1, nil), ("B", 1, nil), ("C", 1, nil)], "/A/B[1]/C"),
            ([("A", 1, nil), ("B", 2, nil), ("C", 3, nil)], "/A/B[2]/C[3]"),
            ([("A", 1, nil), ("X", 1, nil), ("C", 1, nil)], "/A/X/C"),
            ([("A", 1, nil), ("X", 2, nil)], "/A/X[2]"), ([("A", 1, nil), ("B", 0, nil)], "/A/B"),
        ]
        for (steps, path) in cases { XCTAssertEqual(Placing.path(try violation(steps), projection), path) }
        XCTAssertEqual(Placing.path(try violation([("A", 1, nil), ("B", 1, nil)]), nil), "/A/B")
        XCTAssertEqual(Placing.path(try violation([("A", 1, nil)], attribute: "d"), projection), "/A/@d")
    }

    func testAPointerHasThePlacesInArrays() throws {
        let cases: [([(String, position: Int, index: Int?)], String)] = [
            ([("A", 1, nil)], "/A"), ([("A", 1, nil), ("B", 3, 2), ("C", 1, nil)], "/A/B/2/C"),
            ([("A", 1, nil), ("B", 1, 0)], "/A/B/0"),
            ([("A", 1, nil), ("a/b~c", 1, nil)], "/A/a~1b~0c"), ([("A", 1, nil), ("~1", 1, nil)], "/A/~01"),
            ([("A", 1, nil), ("", 1, nil)], "/A/"),
        ]
        for (steps, pointer) in cases { XCTAssertEqual(Placing.pointer(try violation(steps), nil), pointer) }
        XCTAssertEqual(Placing.pointer(try violation([("A", 1, nil), ("B", 1, 4)], attribute: "d"), nil), "/A/B/4/@d")
    }

    func testNamesThatTheContractDoesNotHaveAreMaskedCutAndMadeHarmless() throws {
        let declarations = """
            <xs:element name='A'><xs:complexType><xs:sequence><xs:element name='H131052-308T'/></xs:sequence>
            <xs:attribute name='a131052-308T'/></xs:complexType></xs:element>
            """
        let projection = try Workbench(schema: Workbench.schema(declarations), root: "{urn:t}A").contracts.contracts[0]
            .projection
        XCTAssertEqual(Placing.shown("H131052-308T", projection), "H131052-308T", "the contract has it")
        XCTAssertEqual(Placing.shown("a131052-308T", projection), "a131052-308T", "the contract has it")
        XCTAssertEqual(Placing.shown("x131052-308T", projection), "x***********")
        XCTAssertEqual(Placing.shown("x131052-308T", nil), "x***********")
        XCTAssertEqual(Placing.shown("a\u{1B}[2J", projection), "a\u{241B}[2J")
        XCTAssertEqual(Placing.shown(String(repeating: "x", count: 1_000), projection).count, 100)
        XCTAssertEqual(Placing.shown("Säätiö", projection), "Säätiö")
    }

    func testAProjectionKnowsPathsAndRepetitions() throws {
        let projection = try projection()
        XCTAssertEqual(["B/C", "B", ""].map(projection.target), [.value, .parent, .parent])
        for path in ["A", "C", "B/D", "B/C/D", "@a", "B/@a"] {
            XCTAssertEqual(projection.target(of: path), .nothing, path)
        }
        XCTAssertEqual(projection.repetitions(along: ["A", "B", "C", "D"]), [false, true, false, false])
        XCTAssertEqual(projection.repetitions(along: ["A", "X", "B"]), [false, false, false])
        XCTAssertEqual(projection.repetitions(along: []), [])
    }
}
