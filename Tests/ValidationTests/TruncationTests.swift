// A message that ends too early is incomplete, wherever it ends: never malformed, and never accepted.

import Files
import Messages
import Support
import Validation
import XCTest

final class TruncationTests: XCTestCase {
    /// The verdicts on the beginnings of a sample, from `first` bytes to all but its last character.
    private func check(_ path: String, from first: Int) throws {
        var bytes = try WholeFile.read(path)
        while let last = bytes.last, last <= 0x20 { bytes.removeLast() }
        var validator = Validator()
        let contracts = try ShippedContracts.all.get()
        func verdict(_ count: Int) -> String {
            var start = Array(bytes[..<count])
            start.append(0)
            return validator.judge(start, count: count, contracts: contracts, limits: MessageLimits()) { _ in true }
                .verdict
        }
        for count in first..<bytes.count {
            let found = verdict(count)
            if found == "incomplete" { continue }
            return XCTFail(
                "\(path) at \(count): \(found) …\(String(decoding: bytes[..<count].suffix(40), as: UTF8.self))")
        }
        XCTAssertEqual(verdict(bytes.count), "accepted")
    }

    func testJSONCutAtAnyByte() throws {
        for path in try ProjectFiles.samples(in: "accepted", suffix: ".json") { try check(path, from: 1) }
    }

    func testXMLCutAtAnyByte() throws {
        for path in try ProjectFiles.samples(in: "accepted", suffix: ".xml") where !path.contains("hundred") {
            try check(path, from: 1)
        }
    }

    func testAMessageCutInsideACharacter() throws {
        let schema = Workbench.schema("<xs:element name='A' type='xs:string'/>")
        let bench = try Workbench(schema: schema, root: "{urn:t}A")
        for start in ["<A xmlns='urn:t'>", "{\"A\":\""] {
            for character in ["ä", "€", "\u{1F600}"] {
                for count in 1..<character.utf8.count {
                    let judgement = bench.judge(bytes: Array(start.utf8) + Array(character.utf8.prefix(count)))
                    XCTAssertEqual(judgement.verdict, "incomplete", "\(start) \(character) \(count)")
                }
            }
        }
        // What stands before the cut decides first.
        for start in ["<A xmlns='urn:t'></B>", "{\"A\":]", "<!DOCTYPE A>", "<B>", "x"] {
            XCTAssertNotEqual(bench.judge(bytes: Array(start.utf8) + [0xC3]).verdict, "incomplete", start)
        }
    }

    func testAMistakeBeforeTheEndIsToldAtOnce() throws {
        let schema = Workbench.schema("<xs:element name='A' type='xs:anyType'/>")
        let bench = try Workbench(schema: schema, root: "{urn:t}A")
        for text in [
            "<A xmlns='urn:t'><b></c><d>", "<A xmlns='urn:t'>&x;<d>", "{\"A\":{\"b\":1,,", "{\"A\":[01,", "{\"A\":tru1",
        ] {
            XCTAssertEqual(bench.judge(text).verdict, "malformed", text)
        }
    }

    private let attributed = Workbench.schema(
        "<xs:element name='A'><xs:complexType><xs:simpleContent><xs:extension base='xs:string'>"
            + "<xs:attribute name='id'/></xs:extension></xs:simpleContent></xs:complexType></xs:element>")

    func testACutInTheDeclarationOrTheRootsTagIsIncomplete() throws {
        let bench = try Workbench(schema: attributed, root: "{urn:t}A", fields: [.messageID: "@id"])
        let text = "\u{FEFF}<?xml version='1.0' encoding='UTF-8'?><p:A xmlns:p='urn:t' id='1'/>"
        for count in 1..<text.utf8.count {
            XCTAssertEqual(bench.judge(bytes: Array(text.utf8.prefix(count))).verdict, "incomplete", "\(count)")
        }
    }
}
