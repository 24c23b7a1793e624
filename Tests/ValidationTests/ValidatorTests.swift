// The judge as its callers meet it: bytes in, a judgement out, whatever the bytes are; and which contract a message is
// held to.

import Files
import Messages
import Support
import Validation
import XCTest
import XML

final class ValidatorTests: XCTestCase {
    private func shipped(_ path: String, by validator: inout Validator) throws -> Judgement {
        let bytes = try WholeFile.read(path)
        return validator.judge(
            bytes + [0], count: bytes.count, contracts: try ShippedContracts.all.get(), limits: MessageLimits()
        ) { _ in true }
    }

    func testAcceptedSamplesAreAcceptedWithTheirHeader() throws {
        var validator = Validator()
        for path in try ProjectFiles.samples(in: "accepted") {
            let judgement = try shipped(path, by: &validator)
            XCTAssertNil(judgement.refusal, path)
            XCTAssertTrue(path.contains("/\(judgement.type?.text ?? "?")/"), path)
            XCTAssertEqual(judgement.syntax, path.hasSuffix(".json") ? .json : .xml, path)
            XCTAssertGreaterThanOrEqual(judgement.header.messageID?.count ?? 0, 16, path)
            XCTAssertNotNil(judgement.header.sender, path)
            XCTAssertEqual(judgement.header.created?.count ?? 0 > 19, true, path)
        }
    }

    func testRefusedSamplesAreRefusedForTheirReason() throws {
        let reasons = [
            "doctype", "empty", "incomplete", "invalid", "limit", "malformed", "no-message-id", "not-utf8", "too-deep",
            "unknown-message",
        ]
        var validator = Validator()
        for reason in reasons {
            for path in try ProjectFiles.samples(in: "refused/\(reason)") {
                XCTAssertEqual(try shipped(path, by: &validator).verdict, reason, path)
            }
        }
    }

    func testWhatIsRefusedForOtherReasonsKeepsItsContract() throws {
        var validator = Validator()
        for reason in [
            "agreement-not-in-force", "not-permitted", "sender-mismatch", "syntax-not-permitted", "too-large",
        ] {
            for path in try ProjectFiles.samples(in: "refused/\(reason)") {
                XCTAssertNil(try shipped(path, by: &validator).refusal, path)
            }
        }
    }

    func testAMessageIsUnaffectedByThoseBefore() throws {
        let paths =
            try ProjectFiles.samples(in: "accepted").filter { !$0.contains("hundred") }
            + [
                "invalid", "malformed", "doctype", "limit", "too-deep", "incomplete", "unknown-message", "not-utf8",
                "empty",
            ]
            .flatMap { try ProjectFiles.samples(in: "refused/\($0)") }
        let alone = try paths.map { path in
            var fresh = Validator()
            return try shipped(path, by: &fresh)
        }
        var validator = Validator()
        for (first, one) in paths.enumerated() {
            for (second, next) in paths.enumerated() where (first + second) % 2 == 0 || second < 4 {
                XCTAssertEqual(try shipped(one, by: &validator), alone[first], one)
                XCTAssertEqual(try shipped(next, by: &validator), alone[second], "\(next) after \(one)")
            }
        }
    }

    func testAnotherTableBringsItsOwnContracts() throws {
        let old = try Workbench(schema: Workbench.schema("<xs:element name='A' type='xs:int'/>"), root: "{urn:t}A")
        let new = try Workbench(schema: Workbench.schema("<xs:element name='A' type='xs:date'/>"), root: "{urn:t}A")
        var validator = Validator()
        for _ in 0..<3 {
            XCTAssertEqual(
                old.judge(bytes: Array("<A xmlns='urn:t'>1</A>".utf8), by: &validator).verdict, "no-message-id")
            XCTAssertEqual(new.judge(bytes: Array("<A xmlns='urn:t'>1</A>".utf8), by: &validator).verdict, "invalid")
            XCTAssertEqual(
                new.judge(bytes: Array("{\"A\":\"2026-01-01\"}".utf8), by: &validator).verdict, "no-message-id")
        }
    }

    func testTheFirstReasonThatAppliesIsTold() throws {
        let declarations = """
            <xs:element name='A'><xs:complexType><xs:sequence><xs:element name='Id' type='xs:string'/>
            <xs:element name='N' type='xs:int' minOccurs='0'/></xs:sequence></xs:complexType></xs:element>
            """
        let bench = try Workbench(schema: Workbench.schema(declarations), root: "{urn:t}A", fields: [.messageID: "Id"])
        bench.limits.document.depth = 3
        bench.limits.document.text = 300
        let open = "<A xmlns='urn:t'>"
        let cases: [(String, String)] = [
            ("", "empty"), (" \n", "incomplete"), ("text", "malformed"), ("%", "malformed"),
            ("\(open)<Id>1</Id></A>", "accepted"), ("\(open)<Id> </Id></A>", "no-message-id"),
            ("\(open)<N>x</N></A>", "invalid"),
            ("\(open)<Id/><N>x</N></A>", "invalid"), ("\(open)<N>x</N>", "incomplete"),
            ("\(open)<N>x</N></B>", "malformed"),
            ("\(open)<N>x</N><a><b><c/></b></a>", "too-deep"),
            ("\(open)<Id>\(String(repeating: "1", count: 301))", "limit"),
            ("\(open)<Id>\(String(repeating: "1", count: 257))</Id></A>", "limit"), ("<!DOCTYPE A>\(open)", "doctype"),
            ("<B xmlns='urn:t'><c></d>", "unknown-message"), ("<A/>", "unknown-message"),
            ("<A xmlns='urn:u'/>", "unknown-message"),
            ("<?xml version='1.0' encoding='latin1'?>\(open)</B>", "not-utf8"),
            ("\(open)<Id>1</Id></A>\u{0}", "malformed"),
            ("{\"A\":{\"Id\":1}}", "accepted"), ("{\"A\":{\"Id\":\"\"}}", "no-message-id"),
            ("{\"A\":{\"Id\":\"\",\"N\":\"\"}}", "invalid"),
            ("{\"A\":{\"N\":\"x\"}", "incomplete"), ("{\"A\":{\"N\":\"x\"]", "malformed"),
            ("{\"A\":{\"N\":\"x\"}} {", "malformed"),
            ("{\"A\":{\"a\":{\"b\":{\"c\":1}}}}", "too-deep"),
            ("{\"A\":{\"Id\":\"\(String(repeating: "1", count: 301))\"}}", "limit"),
            ("{\"B\":{}}", "unknown-message"), ("{}", "unknown-message"), ("[]", "unknown-message"),
            ("1", "unknown-message"),
            ("{\"A\":{\"Id\":1},\"B\":{}}", "unknown-message"), ("[{\"A\":{\"Id\":1}}]", "unknown-message"),
            ("\u{FEFF}{\"A\":{\"Id\":1}}", "malformed"),
        ]
        for (text, reason) in cases { XCTAssertEqual(bench.judge(text).verdict, reason, "\(text.prefix(80))") }
    }

    func testBytesThatAreNoUTF8() throws {
        let bench = try Workbench(schema: Workbench.schema("<xs:element name='A' type='xs:string'/>"), root: "{urn:t}A")
        let cases: [(bytes: [UInt8], line: Int, column: Int)] = [
            (Array("<A xmlns='urn:t'>\n".utf8) + [0xE4] + Array("b</A>".utf8), 2, 1),
            (Array("<A xmlns='urn:t'>\nx".utf8) + [0xC0, 0xAF] + Array("</A>".utf8), 2, 2),
            (Array("{\"A\":\n\"ä".utf8) + [0xED, 0xA0, 0x80] + Array("\"}".utf8), 2, 3),
            ([0xFE, 0xFF, 0x00, 0x3C], 1, 1), ([0xFF, 0xFE, 0x7B, 0x00], 1, 1), ([0x3C, 0x00, 0x41, 0x00], 1, 1),
        ]
        for (bytes, line, column) in cases {
            let judgement = bench.judge(bytes: bytes)
            XCTAssertEqual(judgement.verdict, "not-utf8")
            XCTAssertEqual(judgement.positions, ["\(line):\(column) encoding"])
        }
    }

    func testTheErrorsNeverHoldAValue() throws {
        var validator = Validator()
        for path in try ProjectFiles.samples(in: "refused/invalid") {
            let judgement = try shipped(path, by: &validator)
            for error in judgement.refusal?.errors ?? [] {
                for value in ["draft", "salary", "2026-13", "euro", "2026-02-30", "curiosity", "01234567893"] {
                    XCTAssertFalse("\(error)".contains(value), "\(error)")
                }
            }
        }
    }

    private let string = Workbench.schema("<xs:element name='A' type='xs:string'/>")
    private let attributed = Workbench.schema(
        "<xs:element name='A'><xs:complexType><xs:simpleContent><xs:extension base='xs:string'>"
            + "<xs:attribute name='id'/></xs:extension></xs:simpleContent></xs:complexType></xs:element>")

    func testAnAttributeFieldHasItsAmpersand() throws {
        let bench = try Workbench(schema: attributed, root: "{urn:t}A", fields: [.messageID: "@id"])
        for text in ["<A xmlns='urn:t' id='a&amp;b'/>", #"{"A":{"@id":"a&b"}}"#] {
            XCTAssertEqual(bench.judge(text).header.messageID, Array("a&b".utf8))
        }
    }

    func testAContractsOwnLimitIsNamed() throws {
        let bench = try Workbench(schema: string, root: "{urn:t}A", textLimit: 5)
        XCTAssertTrue(
            bench.judge("<A xmlns='urn:t'>123456</A>").refusal?.errors.first?.text.contains(" 5 bytes") ?? false)
    }

    func testOnlyXML10InUTF8IsTaken() throws {
        let bench = try Workbench(schema: string, root: "{urn:t}A")
        XCTAssertEqual(bench.judge("<?xml version='1.0' encoding='US-ASCII'?><A xmlns='urn:t'/>").verdict, "not-utf8")
        XCTAssertEqual(bench.judge("<?xml version='1.1'?><A xmlns='urn:t'/>").verdict, "malformed")
        let far = String(repeating: " ", count: 300)
        XCTAssertEqual(
            bench.judge("<?xml version='1.0'\(far)encoding='UTF-16'?><A xmlns='urn:t'/>").verdict, "not-utf8")
    }
}
