// The sample handler by itself: what it reads, what it writes, and how it ends.

import Files
import Foundation
import Support
import XCTest

final class SampleHandlerEndToEndTests: XCTestCase {
    private var folder: TemporaryFolder!
    private static let tables = "\(ProjectFiles.root)/Samples/handlers"

    override func setUpWithError() throws { folder = try TemporaryFolder() }

    override func tearDown() { folder.remove() }

    /// Starts it as the daemon does; gives its exit code, standard output and standard error.
    private func run(
        _ message: String, type: String = "reimbursement-query", syntax: String = "xml",
        delivery: String = "000000000007",
        tables: String = tables
    ) throws -> (code: Int32, output: String, error: String) {
        let process = Process()
        let path = String(Playground.program.dropLast("luova".count)) + "sample-handler"
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = [tables]
        process.environment = [
            "LUOVA_MESSAGE_TYPE": type, "LUOVA_SYNTAX": syntax, "LUOVA_SENDER": "pharmacy-100001",
            "LUOVA_MESSAGE_ID": "m-1", "LUOVA_DELIVERY_ID": delivery,
            "LUOVA_SHA256": String(repeating: "0123456789abcdef", count: 4),
        ]
        for name in ["input", "output", "error"] { try folder.write(name == "input" ? message : "", to: name) }
        process.standardInput = FileHandle(forReadingAtPath: folder.path(of: "input"))
        process.standardOutput = FileHandle(forWritingAtPath: folder.path(of: "output"))
        process.standardError = FileHandle(forWritingAtPath: folder.path(of: "error"))
        try process.run()
        process.waitUntilExit()
        return (process.terminationStatus, try folder.read("output"), try folder.read("error"))
    }

    private func query(_ person: String) -> String {
        "<q:Q xmlns:q='u'><q:Header a='>'><q:Environment>test</q:Environment></q:Header>"
            + "<!-- <q:PersonalId>x</q:PersonalId> --><?x <q:PersonalId> ?><q:Empty/>"
            + "<q:PersonalId>\(person)</q:PersonalId><q:AsOfDate>2026-03-16</q:AsOfDate></q:Q>"
    }

    func testItReadsXMLHoweverItIsWritten() throws {
        for person in ["140558-9378", "<![CDATA[140558-9378]]>", "140558&#45;9378", "14<!-- -->0558&#x2D;9378"] {
            let (code, output, error) = try run(query(person))
            XCTAssertEqual(code, 0, error)
            XCTAssertTrue(output.contains("<PersonalId>140558-9378</PersonalId>"), output)
            XCTAssertTrue(output.contains("<InReplyTo>m-1</InReplyTo>"), output)
            XCTAssertTrue(output.contains("<Percentage>65</Percentage>"), output)
        }
    }

    func testItReadsJSONHoweverItIsWritten() throws {
        for person in [#""140558-9378""#, #" [ "140558\u002d9378" ] "#, ##"{"@a": null, "#text": "140558-9378"}"##] {
            let message =
                #"{"Q": {"AsOfDate":"2026-03-16","Header":{"Environment":"te\u0073t"},"Other":[1,{"PersonalId":"x"}],"PersonalId":\#(person)}}"#
            let (code, output, error) = try run(message, syntax: "json")
            XCTAssertEqual(code, 0, error)
            let answer = try XCTUnwrap(
                JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: [String: Any]])
            let status = try XCTUnwrap(answer["ReimbursementStatus"])
            XCTAssertEqual(status["PersonalId"] as? String, "140558-9378")
            XCTAssertEqual((status["Header"] as? [String: String])?["Environment"], "test")
            XCTAssertEqual((status["Reimbursement"] as? [[String: Any]])?.map { $0["Percentage"] as? Int }, [40, 65])
            XCTAssertEqual((status["AnnualMaximum"] as? [String: Bool])?["Reached"], false)
        }
    }

    func testTheIdOfAnAnswerIsThatOfItsDelivery() throws {
        func identifier(_ delivery: String) throws -> String {
            let output = try run(query("140558-9378"), delivery: delivery).output
            return String(try XCTUnwrap(output.firstMatch(of: #/<MessageId>([^<]*)</#)).output.1)
        }
        let first = try identifier("000000000007")
        XCTAssertEqual(first, try identifier("000000000007"), "a second try gives the same")
        XCTAssertNotEqual(first, try identifier("000000000008"))
        XCTAssertNotNil(UUID(uuidString: first))
    }

    func testWhatItCannotAnswerIsRefusedForGoodAndNamesNobody() throws {
        for (message, type) in [
            (query("010190-999X"), "reimbursement-query"), (query("140558-9378"), "fund-decision"),
            ("", "reimbursement-query"),
            (query("140558-9378").replacing("AsOf", with: "On"), "reimbursement-query"),
        ] {
            let (code, output, error) = try run(message, type: type)
            XCTAssertEqual(code, 65, error)
            XCTAssertEqual(output, "")
            XCTAssertTrue(error.hasPrefix("sample-handler: "), error)
            XCTAssertFalse(error.contains("010190"), error)
        }
    }

    func testAMissingTableMeansLater() throws {
        let (code, output, error) = try run(query("140558-9378"), tables: folder.path)
        XCTAssertEqual(code, 75)
        XCTAssertEqual(output, "")
        XCTAssertEqual(error, "sample-handler: reimbursements.tsv cannot be read\n")
    }

    func testAPurchaseIsPaidAsFarAsTheReferencePriceGoes() throws {
        let sample = try WholeFile.read(
            "\(ProjectFiles.root)/Samples/accepted/purchase-notification/pharmacy-100002.replacing-one-of-fourteen-lines.xml"
        )
        let (code, output, error) = try run(String(decoding: sample, as: UTF8.self), type: "purchase-notification")
        XCTAssertEqual(code, 0, error)
        XCTAssertTrue(output.contains("<Outcome>replaced</Outcome>"), output)
        for finding in [
            "<Line>9</Line>\n    <Code>price-above-reference", "<Line>12</Line>\n    <Code>product-unknown",
        ] {
            XCTAssertTrue(output.contains(finding), output)
        }
        XCTAssertTrue(output.contains("<Reimbursed currency=\"EUR\">254.41</Reimbursed>"), output)
    }

    func testBenefitsAreToldForTheirPurposeAndPeriodOnly() throws {
        let sample = try WholeFile.read(
            "\(ProjectFiles.root)/Samples/accepted/benefit-inquiry/municipality-901.one-person.xml")
        let text = String(decoding: sample, as: UTF8.self)
        func disclosed(_ text: String) throws -> (disclosure: String, benefits: [String]) {
            let (code, output, error) = try run(text, type: "benefit-inquiry")
            XCTAssertEqual(code, 0, error)
            let disclosure = try XCTUnwrap(output.firstMatch(of: #/<Disclosure>([^<]*)</#)).output.1
            return (String(disclosure), output.matches(of: #/<BenefitClass>([^<]*)</#).map { String($0.output.1) })
        }
        let asked = try disclosed(text)
        XCTAssertEqual(asked.disclosure, "full")
        XCTAssertEqual(asked.benefits.sorted(), ["general-housing-allowance", "national-pension"])
        let other = try disclosed(text.replacing("social-assistance", with: "enforcement"))
        XCTAssertEqual(other.disclosure, "part")
        XCTAssertEqual(other.benefits, ["national-pension"])
        let none = try disclosed(
            text.replacing("social-assistance", with: "maintenance-support").replacing(
                "national-pension", with: "medicines"))
        XCTAssertEqual(none.disclosure, "none")
        XCTAssertEqual(none.benefits, [])
        let early = try disclosed(text.replacing("2026-0", with: "2020-0"))
        XCTAssertEqual(early.benefits, [])
    }
}
