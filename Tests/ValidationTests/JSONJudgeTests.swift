// What a sender of JSON is told: the reason, and for each error the line, the column and the JSON Pointer of the value.

import Messages
import Validation
import XCTest
import XML

final class JSONJudgeTests: XCTestCase {
    private static let batch = """
        <xs:element name='Batch'><xs:complexType><xs:sequence>
          <xs:element name='Id' type='xs:string'/>
          <xs:element name='Report' maxOccurs='unbounded'><xs:complexType><xs:sequence>
            <xs:element name='Day' type='xs:date'/>
            <xs:element name='Sum' type='xs:decimal' minOccurs='0' maxOccurs='2'/>
          </xs:sequence><xs:attribute name='n' type='xs:int'/></xs:complexType></xs:element>
        </xs:sequence></xs:complexType></xs:element>
        """

    private func bench() throws -> Workbench {
        try Workbench(schema: Workbench.schema(Self.batch), root: "{urn:t}Batch", fields: [.messageID: "Id"])
    }

    func testErrorsSayTheirPlace() throws {
        let judgement = try bench().judge(
            """
            {"Batch": {"Id": "1",
              "Report": [
                {"@n": "one", "Day": "2026-01-01"},
                {"Day": "today", "Sum": [1, "1,5"]},
                {"@n": 3, "Sum": 2},
                {},
                "text"
              ]
            }}
            """)
        XCTAssertEqual(judgement.verdict, "invalid")
        XCTAssertEqual(
            judgement.findings,
            [
                "type /Batch/Report/0/@n", "type /Batch/Report/1/Day", "type /Batch/Report/1/Sum/1",
                "unexpected-element /Batch/Report/2/Sum", "missing-element /Batch/Report/3",
                "unexpected-text /Batch/Report/4", "missing-element /Batch/Report/4",
            ])
        XCTAssertEqual(
            judgement.positions.map { $0.prefix { $0 != " " } }.map(String.init),
            ["3:5", "4:13", "4:33", "5:22", "6:5", "7:5", "7:5"])
    }

    func testASingleValueStandsForAnArrayOfOne() throws {
        XCTAssertEqual(try bench().judge(#"{"Batch":{"Id":"1","Report":{"Day":"2026-01-01"}}}"#).verdict, "accepted")
        let judgement = try bench().judge(#"{"Batch":{"Id":"1","Report":{"Day":"x","Sum":["y"]}}}"#)
        XCTAssertEqual(judgement.findings, ["type /Batch/Report/Day", "type /Batch/Report/Sum/0"])
    }

    func testNamesAreEscapedInPointers() throws {
        let judgement = try bench().judge(#"{"Batch":{"Id":"1","Report":[{"Day":"2026-01-01","a/b~c":1}]}}"#)
        XCTAssertEqual(judgement.findings, ["unexpected-element /Batch/Report/0/a~1b~0c"])
    }

    func testAnEmptyArrayIsNoElement() throws {
        XCTAssertEqual(try bench().judge(#"{"Batch":{"Id":"1","Report":[]}}"#).findings, ["missing-element /Batch"])
        XCTAssertEqual(
            try bench().judge(#"{"Batch":{"Id":"1","Report":{"Day":"2026-01-01","Sum":[]}}}"#).verdict, "accepted")
    }

    func testErrorsStandInTheOrderOfTheText() throws {
        let judgement = try bench().judge(#"{"Batch":{"Report":[{"Sum":"x","Day":"y"},{"Day":"z"}],"Id":{"@n":1}}}"#)
        let columns = judgement.refusal?.errors.map { $0.column ?? 0 } ?? []
        XCTAssertEqual(columns, columns.sorted())
        XCTAssertEqual(columns.count, 4)
    }

    func testMistakesOfTheTextSayTheirPlace() throws {
        let cases = [
            ("{\"Batch\":\n {\"Id\":1,}}", "2:10 syntax"), ("{\"Batch\":\n01}", "2:1 syntax"),
            ("{\n\"Batch\":{\"Id\":\"\t\"}}", "2:16 syntax"),
            ("\u{FEFF}{\"Batch\":{}}", "1:1 encoding"), ("{}", "1:1 root"), ("\n [1]", "2:2 root"),
            ("\n \"a\"", "2:2 root"),
            ("{\n\"Other\":1}", "2:1 root"),
        ]
        for (text, position) in cases { XCTAssertEqual(try bench().judge(text).positions, [position], text) }
        XCTAssertEqual(try bench().judge("{\"Batch\":\n[1").positions, ["2:3 ended"])
    }

    func testDepthCountsObjectsAndElements() throws {
        let tree = Workbench.schema(
            """
            <xs:element name='T' type='T'/><xs:complexType name='T'><xs:sequence>
            <xs:element name='T' type='T' minOccurs='0' maxOccurs='2'/></xs:sequence><xs:attribute name='id'/>
            </xs:complexType>
            """)
        let bench = try Workbench(schema: tree, root: "{urn:t}T", fields: [.messageID: "@id"])
        for (depth, verdict) in [(128, "no-message-id"), (129, "too-deep")] {
            for (open, close) in [("{\"T\":", "}"), ("{\"T\":[", "]}")] {
                let inner =
                    String(repeating: open, count: depth - 1) + "{}" + String(repeating: close, count: depth - 1)
                XCTAssertEqual(bench.judge("{\"T\":\(inner)}").verdict, verdict, "\(depth) \(open)")
                XCTAssertEqual(bench.judge(xml(depth)).verdict, verdict, "\(depth)")
            }
        }
        XCTAssertEqual(bench.judge(String(repeating: "[", count: 100_000)).verdict, "too-deep")
    }

    private func xml(_ depth: Int) -> String {
        "<T xmlns='urn:t'>" + String(repeating: "<T>", count: depth - 1) + String(repeating: "</T>", count: depth)
    }

    func testLimitsHoldAsForXML() throws {
        let bench = try bench()
        bench.limits.document.text = 10
        bench.limits.document.attributes = 2
        let cases = [
            (#"{"Batch":{"Id":"0123456789","Report":{"Day":"2026-01-01"}}}"#, "accepted"),
            (#"{"Batch":{"Id":"01234567890"}}"#, "limit"),
            (#"{"Batch":{"Id":"\u0061123456789","Report":{"Day":"2026-01-01"}}}"#, "accepted"),
            (#"{"Batch":{"Id":12345678901}}"#, "limit"),
            (#"{"Batch":{"@a":"01234567890"}}"#, "limit"), (#"{"Batch":{"@a":"","@b":"","@c":""}}"#, "limit"),
        ]
        for (text, verdict) in cases { XCTAssertEqual(bench.judge(text).verdict, verdict, text) }
    }

    func testAMessageIdMayNotBeTooLong() throws {
        for (length, verdict) in [(256, "accepted"), (257, "limit")] {
            let id = String(repeating: "a", count: length)
            XCTAssertEqual(
                try bench().judge(#"{"Batch":{"Id":"\#(id)","Report":{"Day":"2026-01-01"}}}"#).verdict, verdict)
        }
    }

    func testAJudgeIsCleanForTheNextMessage() throws {
        let bench = try bench()
        let texts = [
            #"{"Batch":{"Id":"1","Report":{"Day":"2026-01-01"}}}"#,
            #"{"Batch":{"Id":"1","Report":{"Day":"x","Zz":{"Yy":[1]}}}}"#, "{\"Batch\":[",
            "{\"Batch\":}", #"{"Other":1}"#, String(repeating: "[", count: 400), #"{"Batch":{"Id":"1","Id":"2"}}"#,
            #"{"Batch":null}"#,
        ]
        let alone = texts.map { bench.judge($0) }
        var validator = Validator()
        for first in texts.indices {
            for second in texts.indices {
                XCTAssertEqual(bench.judge(bytes: Array(texts[first].utf8), by: &validator), alone[first])
                XCTAssertEqual(bench.judge(bytes: Array(texts[second].utf8), by: &validator), alone[second])
            }
        }
    }
}
