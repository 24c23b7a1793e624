// The central promise, asked of converted messages: the other syntax gets the same reason, the same header fields and
// errors at the same elements, and what is converted back is the same. Asked of all samples and of mutations of them; of
// more with LUOVA_MUTATIONS=n, and of the schemas/*.xsd and messages/*.xml of another folder with LUOVA_TWINS=folder.

import Files
import Foundation
import Messages
import Support
import XCTest
import XML

@testable import Validation

final class TwinConversionTests: XCTestCase {
    private static func count(_ standard: Int) -> Int {
        ProcessInfo.processInfo.environment["LUOVA_MUTATIONS"].flatMap(Int.init) ?? standard
    }

    private func report(_ name: String, _ tally: TwinTally) {
        print(
            "\(name): \(tally.judged) messages, \(tally.unsayable) of them not sayable in JSON, \(tally.verdicts.sorted())"
        )
        XCTAssertLessThan(tally.unsayable, max(10, tally.judged / 4), "too many are left out")
    }

    func testSamplesAndTheirMutationsAgreeWithTheirConversions() throws {
        let samples = try TwinSample.all()
        XCTAssertGreaterThan(samples.count, 8)
        let small = samples.filter { $0.root.places.count <= 200 }
        let large = samples.filter { $0.root.places.count > 200 }
        let standard = Self.count(60)
        let tally = TwinComparison.ofMutations(small, seed: 20_261_123, times: standard)
        report("samples", tally)
        XCTAssertTrue(tally.verdicts.isSuperset(of: ["accepted", "invalid", "unknown-message"]), "\(tally.verdicts)")
        report("large samples", TwinComparison.ofMutations(large, seed: 5, times: standard / 20))
    }

    func testMutationsUnderAContractOfManyKindsAgree() throws {
        let workbench = try Workbench(["rich.xsd": RichContract.schema])
        let contract = try workbench.add(
            "rich", schema: "rich.xsd", root: "{urn:rich}Case", fields: [.messageID: "@id"])
        let root = try XCTUnwrap(ContentElement(parsing: Array(RichContract.sample.utf8)[...]))
        let sample = TwinSample(name: "rich", root: root, contract: contract, contracts: workbench.contracts)
        report("rich", TwinComparison.ofMutations([sample], seed: 7, times: Self.count(300)))
    }

    func testMutationsUnderAContractOfManyNamespacesAgree() throws {
        let workbench = try Workbench(["a.xsd": ConversionTests.schema, "o.xsd": ConversionTests.other])
        let contract = try workbench.add("a", schema: "a.xsd", root: "{urn:t}A", fields: [.messageID: "@id"])
        let text = """
            <A xmlns='urn:t' xmlns:o='urn:o' id='1' n='7' o:k='3' xmlns:i='http://www.w3.org/2001/XMLSchema-instance'>
            <S>12</S><D>1.50</D><D i:nil='true'/><F>true</F><C k=''>x</C><B i:type='More'><G>1</G><H>2</H></B>
            <B i:type='o:Far'><G>1</G></B><o:S>1</o:S><R><P>1</P><Q>2</Q><P>3</P><Q>4</Q></R><L><Y/><X>1</X></L><E k='1'/>
            <Z><Y>1</Y><Y>2</Y></Z><Z xmlns='urn:z'>a<Y k='1'/></Z><o:S>5</o:S></A>
            """
        let root = try XCTUnwrap(ContentElement(parsing: Array(text.utf8)[...]))
        let sample = TwinSample(name: "namespaces", root: root, contract: contract, contracts: workbench.contracts)
        report("namespaces", TwinComparison.ofMutations([sample], seed: 11, times: Self.count(300)))
    }

    /// A message in JSON, whatever its spelling, comes back out of XML as the same JSON.
    func testEverySpellingOfJSONComesBack() throws {
        var validator = Validator()
        var numbers = SeededNumbers(seed: 13)
        var judged = 0
        var samples = try TwinSample.all().filter { $0.root.places.count <= 200 }
        let workbench = try Workbench(["rich.xsd": RichContract.schema])
        let rich = try workbench.add("rich", schema: "rich.xsd", root: "{urn:rich}Case", fields: [.messageID: "@id"])
        let root = try XCTUnwrap(ContentElement(parsing: Array(RichContract.sample.utf8)[...]))
        samples.append(TwinSample(name: "rich", root: root, contract: rich, contracts: workbench.contracts))
        for sample in samples {
            let forth = sample.convert(Array(sample.root.xml.utf8), .xml, isIndented: false)
            let canonical = try XCTUnwrap(JSONValue(String(decoding: forth.bytes, as: UTF8.self)))
            let verdict = sample.judge(forth.bytes, &validator).verdict
            for round in 0..<Self.count(60) {
                var value = canonical
                value.respell(
                    namespace: String(decoding: sample.root.namespace, as: UTF8.self), isRoot: true, using: &numbers)
                let text = value.text
                let judgement = sample.judge(Array(text.utf8), &validator)
                let xml = sample.convert(Array(text.utf8), .json, isIndented: round % 2 == 0)
                // Two spellings of one member are a mistake.
                if !xml.problems.isEmpty { continue }
                judged += 1
                XCTAssertEqual(judgement.verdict, verdict, text)
                XCTAssertEqual(sample.judge(xml.bytes, &validator).header, judgement.header, text)
                let back = sample.convert(xml.bytes, .xml, isIndented: round % 2 == 0)
                let written = String(decoding: xml.bytes, as: UTF8.self)
                if JSONValue(String(decoding: back.bytes, as: UTF8.self)) != value {
                    return XCTFail("\(text)\n\(written)\n\(String(decoding: back.bytes, as: UTF8.self))")
                }
            }
        }
        XCTAssertGreaterThan(judged, Self.count(60) * samples.count / 2)
    }

    func testMessagesOfAnotherFolderAgree() throws {
        guard let folder = ProcessInfo.processInfo.environment["LUOVA_TWINS"] else {
            throw XCTSkip("LUOVA_TWINS names no folder")  // reason: real messages of others are not part of the project
        }
        func files(_ name: String, _ suffix: String) throws -> [String] {
            try Directory(path: "\(folder)/\(name)").entries().map(\.name.description).filter { $0.hasSuffix(suffix) }
                .sorted().map { "\(folder)/\(name)/\($0)" }
        }
        let schemas = try files("schemas", ".xsd").map {
            ($0, try Element(path: $0).attributes["targetNamespace"] ?? "")
        }
        for path in try files("messages", ".xml") {
            let root = try TwinSample.root(of: path)
            let namespace = String(decoding: root.namespace, as: UTF8.self)
            guard let schema = schemas.first(where: { $0.1 == namespace })?.0 else { continue }
            let contract = try Contract(
                Contract.Description(
                    type: MessageType("other"), schemaPath: schema, folder: folder,
                    root: "{\(namespace)}\(String(decoding: root.name, as: UTF8.self))", fields: [:]))
            let name = String(path.split(separator: "/").last ?? "")
            let sample = TwinSample(name: name, root: root, contract: contract, contracts: ContractSet([contract]))
            report(name, TwinComparison.ofMutations([sample], seed: 3, times: Self.count(100)))
        }
    }
}
