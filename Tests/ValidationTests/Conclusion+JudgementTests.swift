// What a judgement takes over from a reader's conclusion.

import Messages
import XCTest
import XML

@testable import Validation

final class ConclusionJudgementTests: XCTestCase {
    /// No contract that loads makes libxml2 give up: a real conclusion is changed.
    func testAnInternalErrorIsARefusalAndAnAlarm() throws {
        let schema = Workbench.schema("<xs:element name='A' type='xs:int'/>")
        let validator = SchemaValidator(try Schema(bytes: Array(schema.utf8), name: "a.xsd"))
        var parser = DocumentParser(mostViolations: 1)
        let text = Array("<A xmlns='urn:t'>x</A>".utf8)
        var (conclusion, _) = parser.parse(text + [0], count: text.count, limits: DocumentLimits()) { _, _ in
            Chosen(validator: validator, fields: FieldPaths([]))
        }
        func judgement() -> Judgement {
            var judgement = Judgement()
            judgement.conclude(
                conclusion, text: (text, text.count), limits: MessageLimits(), isMarkup: true, contract: nil
            ) { _, _ in
                ("/A", 0)
            }
            return judgement
        }
        XCTAssertFalse(judgement().validatorGaveUp)
        XCTAssertEqual(judgement().refusal?.reason, .invalid)
        conclusion.internalError = true
        XCTAssertTrue(judgement().validatorGaveUp)
        XCTAssertEqual(judgement().refusal?.reason, .limit)
        XCTAssertEqual(judgement().refusal?.errors.map(\.code), [.schema])
    }

    // MARK: What a message carries

    private static let schema = Workbench.schema(
        """
        <xs:element name="M"><xs:complexType><xs:sequence>
          <xs:element name="Id" type="xs:string"/>
          <xs:element name="Body" minOccurs="0" maxOccurs="unbounded"><xs:complexType><xs:sequence>
            <xs:element name="Consent" type="xs:string" minOccurs="0"/>
            <xs:element name="Diagnosis" minOccurs="0"><xs:complexType><xs:sequence>
              <xs:element name="Code" type="xs:string"/></xs:sequence></xs:complexType></xs:element>
            <xs:element name="Narrative" type="xs:string" minOccurs="0" nillable="true"/>
          </xs:sequence><xs:attribute name="mode" type="xs:string"/></xs:complexType></xs:element>
        </xs:sequence></xs:complexType></xs:element>
        """)
    private static let watched = ["Body/Diagnosis", "Body/Narrative", "Body/@mode", "Body/Nothing"]

    /// The judgement on a text read whole, which must be that on the same text as it flows.
    private func judge(_ text: String, line: UInt = #line) throws -> Judgement {
        let bench = try Workbench(["a.xsd": Self.schema])
        let contract = try bench.add(
            "a", schema: "a.xsd", root: "{urn:t}M", fields: [.messageID: "Id", .consent: "Body/Consent"],
            watched: Self.watched)
        XCTAssertEqual(contract.watched, Self.watched.dropLast(), "the schema has no other")
        let whole = bench.judge(text)
        var validator = Validator()
        bench.limits.whole = 0
        // What is shorter is read whole whatever the limit.
        let bytes = Array(text.utf8) + Array(repeating: 0x20, count: 3_000)
        var place = 0
        let flowing = try validator.judge(contracts: bench.contracts, limits: bench.limits, isRouted: { _ in true }) {
            buffer throws in
            let count = min(50, bytes.count - place)
            for offset in 0..<count { buffer[offset] = bytes[place + offset] }
            place += count
            return count
        }
        XCTAssertEqual(flowing, whole, line: line)
        return whole
    }

    func testWatchedPathsAreToldInXMLAndInJSON() throws {
        let xml = { (body: String) in "<M xmlns='urn:t'><Id>1</Id>\(body)</M>" }
        let json = { (body: String) in "{\"M\":{\"@xmlns\":\"urn:t\",\(body)\"Id\":\"1\"}}" }
        let cases: [(String, String, [String])] = [
            ("", "", []),
            ("<Body/>", "\"Body\":{},", []),
            ("<Body mode='x'/>", "\"Body\":{\"@mode\":\"x\"},", ["Body/@mode"]),
            (
                "<Body/><Body><Diagnosis><Code>A</Code></Diagnosis></Body>",
                "\"Body\":[{},{\"Diagnosis\":{\"Code\":\"A\"}}],", ["Body/Diagnosis"]
            ),
            (
                "<Body><Diagnosis><Code>A</Code></Diagnosis><Narrative/></Body>",
                "\"Body\":{\"Narrative\":\"\",\"Diagnosis\":{\"Code\":\"A\"}},", ["Body/Diagnosis", "Body/Narrative"]
            ),
            (
                "<Body><Narrative xmlns:i='http://www.w3.org/2001/XMLSchema-instance' i:nil='true'/></Body>",
                "\"Body\":{\"Narrative\":null},", ["Body/Narrative"]
            ),
        ]
        for (markup, members, expected) in cases {
            for text in [xml(markup), json(members)] {
                let judgement = try judge(text)
                XCTAssertNil(judgement.refusal, text)
                XCTAssertEqual(judgement.carried, expected, text)
            }
        }
    }

    func testTheConsentIsAFieldInTheBody() throws {
        for (text, expected) in [
            ("<M xmlns='urn:t'><Id>1</Id><Body><Consent> C-1 </Consent></Body></M>", "C-1"),
            ("<M xmlns='urn:t'><Id>1</Id><Body><Consent/></Body></M>", ""),
            ("<M xmlns='urn:t'><Id>1</Id><Body/></M>", nil),
            (#"{"M":{"@xmlns":"urn:t","Body":{"Consent":"C-1"},"Id":"1"}}"#, "C-1"),
            (#"{"M":{"@xmlns":"urn:t","Body":{"Consent":""},"Id":"1"}}"#, ""),
            (#"{"M":{"@xmlns":"urn:t","Id":"1"}}"#, nil),
        ] {
            XCTAssertEqual(try judge(text).header.consent, expected.map { Array($0.utf8) }, text)
        }
    }
}
