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
    private struct Sample {
        var name: String
        var root: ContentElement
        var contract: Contract
        var contracts: ContractSet
    }

    private static func root(of path: String) throws -> ContentElement {
        try XCTUnwrap(ContentElement(parsing: WholeFile.read(path)[...]), path)
    }

    private static func samples() throws -> [Sample] {
        let contracts = try ShippedContracts.all.get()
        let folders = ["accepted", "refused/invalid", "refused/sender-mismatch", "refused/no-message-id"]
        return try folders.flatMap { try ProjectFiles.samples(in: $0, suffix: ".xml") }.compactMap { path in
            let root = try root(of: path)
            let contract = contracts.contracts.first {
                $0.rootName == root.name && ($0.rootNamespace ?? []) == root.namespace
            }
            let name = String(path.split(separator: "/").suffix(2).joined(separator: "/"))
            return contract.map { Sample(name: name, root: root, contract: $0, contracts: contracts) }
        }
    }

    private static func count(_ standard: Int) -> Int {
        ProcessInfo.processInfo.environment["LUOVA_MUTATIONS"].flatMap(Int.init) ?? standard
    }

    // MARK: What both twins must have in common

    private func local(_ step: Substring) -> Substring {
        step.split(separator: "}").last.flatMap { $0.split(separator: ":").last } ?? step
    }

    /// The place of `/A/B[2]/@c` in a tree, as positions among all children.
    private func place(ofPath path: String, in root: ContentElement) -> String {
        var current: ContentElement? = nil
        var place = ""
        for step in path.split(separator: "/") {
            if step.hasPrefix("@") { return place + "/\(step)" }
            let parts = step.split { $0 == "[" || $0 == "]" }
            guard let parent = current else {
                current = root
                continue
            }
            let position = parts.count > 1 ? Int(parts[1]) ?? 1 : 1
            let namesakes = parent.children.indices.filter {
                parent.children[$0].name.elementsEqual(parts[0].utf8)
            }
            guard position <= namesakes.count else { return path }
            place += "/\(namesakes[position - 1])"
            current = parent.children[namesakes[position - 1]]
        }
        return place
    }

    /// For each JSON Pointer to an element of a text, its place as positions among all children.
    private func places(_ text: [UInt8]) -> [String: String] {
        var scanner = JSONScanner()
        do { try scanner.scan(text.span, mostDepth: 10_000) } catch { return [:] }
        let tokens = scanner.tokens
        var found: [String: String] = [:]
        func name(_ item: Int) -> String { String(decoding: Placing.memberName(tokens[item], text), as: UTF8.self) }
        func walk(_ value: Int, _ pointer: String, _ place: String) {
            found[pointer] = place
            guard tokens[value].kind == .object else { return }
            var count = 0
            func items(_ array: Int, _ visit: (Int, Int) -> Void) {
                var item = array + 1
                var index = 0
                while item < tokens[array].next {
                    visit(item, index)
                    item = tokens[item].next
                    index += 1
                }
            }
            var item = value + 1
            while item < tokens[value].next {
                let member = name(item)
                let step = "\(pointer)/\(Placing.escaped(member))"
                if member == "#content" {
                    items(item + 1) { object, index in
                        walk(object + 2, "\(step)/\(index)/\(Placing.escaped(name(object + 1)))", "\(place)/\(index)")
                    }
                } else if !member.hasPrefix("@"), !member.hasPrefix("#") {
                    if tokens[item + 1].kind == .array {
                        items(item + 1) { object, index in
                            walk(object, "\(step)/\(index)", "\(place)/\(count)")
                            count += 1
                        }
                    } else {
                        walk(item + 1, step, "\(place)/\(count)")
                        count += 1
                    }
                }
                item = tokens[item + 1].next
            }
        }
        walk(2, "/\(name(1))", "")
        return found
    }

    private func judge(_ text: [UInt8], _ sample: Sample, _ validator: inout Validator) -> Judgement {
        validator.judge(text + [0], count: text.count, contracts: sample.contracts, limits: MessageLimits()) { _ in
            true
        }
    }

    private func convert(_ text: [UInt8], _ syntax: Syntax, _ sample: Sample, isIndented: Bool) -> Conversion {
        Conversion(
            text[...], from: syntax, contract: sample.contract, among: sample.contracts, isIndented: isIndented)
    }

    /// What a message in XML and its conversions do not agree in; nil when they agree, or when JSON cannot say
    /// all of it.
    private func difference(
        _ root: ContentElement, _ sample: Sample, isIndented: Bool, _ validator: inout Validator, _ tally: inout Tally
    ) -> String? {
        let xml = Array(root.xml.utf8)
        let judgement = judge(xml, sample, &validator)
        tally.judged += 1
        tally.verdicts.insert(judgement.verdict)
        // Without a contract there is no other syntax.
        if judgement.type == nil { return judgement.verdict == "unknown-message" ? nil : "\(judgement) \(root.xml)" }
        let forth = convert(xml, .xml, sample, isIndented: isIndented)
        guard forth.problems.isEmpty || !forth.bytes.isEmpty else { return "not converted: \(root.xml)" }
        if forth.problems.contains(where: { !$0.contains(".xsd:") }) {
            tally.unsayable += 1
            return nil
        }
        let pointers = places(forth.bytes)
        let found = TwinFinding(judgement) { place(ofPath: $0, in: root) }
        let other = TwinFinding(judge(forth.bytes, sample, &validator)) { pointer in
            if let place = pointers[pointer] { return place }
            let end = pointer.lastIndex(of: "/") ?? pointer.startIndex
            let name = pointer[end...].dropFirst(2)
            // A pointer escapes the slashes of a namespace.
            return (pointers[String(pointer[..<end])] ?? "?") + "/@\(local(name))"
        }
        func tell(_ what: String) -> String {
            "\(what)\n\(found)\n\(other)\n\(root.xml.suffix(3000))\n\(String(decoding: forth.bytes, as: UTF8.self).suffix(3000))"
        }
        if found != other { return tell("the twins differ") }
        let back = convert(forth.bytes, .json, sample, isIndented: isIndented)
        guard back.problems.isEmpty else { return tell("not converted back: \(back.problems)") }
        let tree = ContentElement(parsing: back.bytes[...])
        let text = String(decoding: back.bytes, as: UTF8.self)
        if judge(back.bytes, sample, &validator).verdict != judgement.verdict {
            return tell("another verdict: \(text)")
        }
        if tree?.withoutNotes.withoutBlanks(sample.contract.projection)
            != root.withoutNotes.withoutBlanks(sample.contract.projection)
        {
            return tell("not the same elements: \(text)")
        }
        if convert(back.bytes, .xml, sample, isIndented: isIndented).bytes != forth.bytes {
            return tell("not the same JSON: \(text)")
        }
        return nil
    }

    private struct Tally {
        var judged = 0
        var unsayable = 0
        var verdicts: Set<String> = []
    }

    /// Compares so many mutations of each sample with their conversions.
    private func compareMutations(of samples: [Sample], seed: UInt64, times: Int) throws -> Tally {
        var validator = Validator()
        var numbers = SeededNumbers(seed: seed)
        var tally = Tally()
        for sample in samples {
            let types =
                sample.contract.projection.globals.types.keys.map { key -> ContentElement.TypeName in
                    let name = MemberName(clark: key[...])
                    return ContentElement.TypeName(
                        namespace: Array(name?.namespace ?? []), name: Array(name?.local ?? []))
                }.filter { !["QName", "NOTATION"].contains(String(decoding: $0.name, as: UTF8.self)) }
                .sorted { $0.name.lexicographicallyPrecedes($1.name) }
            for round in 0..<times {
                var root = sample.root
                for _ in 0..<(round == 0 ? 0 : Int.random(in: 1...3, using: &numbers)) {
                    root.mutate(types: types, using: &numbers)
                }
                root.tidy()
                if let found = difference(root, sample, isIndented: round == 0, &validator, &tally) {
                    XCTFail("\(sample.name), mutation \(round): \(found)")
                    return tally
                }
            }
        }
        return tally
    }

    private func report(_ name: String, _ tally: Tally) {
        print(
            "\(name): \(tally.judged) messages, \(tally.unsayable) of them not sayable in JSON, \(tally.verdicts.sorted())"
        )
        XCTAssertLessThan(tally.unsayable, max(10, tally.judged / 4), "too many are left out")
    }

    func testSamplesAndTheirMutationsAgreeWithTheirConversions() throws {
        let samples = try Self.samples()
        XCTAssertGreaterThan(samples.count, 8)
        let small = samples.filter { $0.root.places.count <= 200 }
        let large = samples.filter { $0.root.places.count > 200 }
        let standard = Self.count(60)
        let tally = try compareMutations(of: small, seed: 20_261_123, times: standard)
        report("samples", tally)
        XCTAssertTrue(tally.verdicts.isSuperset(of: ["accepted", "invalid", "unknown-message"]), "\(tally.verdicts)")
        report("large samples", try compareMutations(of: large, seed: 5, times: standard / 20))
    }

    func testMutationsUnderAContractOfManyKindsAgree() throws {
        let workbench = try Workbench(["rich.xsd": RichContract.schema])
        let contract = try workbench.add(
            "rich", schema: "rich.xsd", root: "{urn:rich}Case", fields: [.messageID: "@id"])
        let root = try XCTUnwrap(ContentElement(parsing: Array(RichContract.sample.utf8)[...]))
        let sample = Sample(name: "rich", root: root, contract: contract, contracts: workbench.contracts)
        report("rich", try compareMutations(of: [sample], seed: 7, times: Self.count(300)))
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
        let sample = Sample(name: "namespaces", root: root, contract: contract, contracts: workbench.contracts)
        report("namespaces", try compareMutations(of: [sample], seed: 11, times: Self.count(300)))
    }

    /// A message in JSON, whatever its spelling, comes back out of XML as the same JSON.
    func testEverySpellingOfJSONComesBack() throws {
        var validator = Validator()
        var numbers = SeededNumbers(seed: 13)
        var judged = 0
        var samples = try Self.samples().filter { $0.root.places.count <= 200 }
        let workbench = try Workbench(["rich.xsd": RichContract.schema])
        let rich = try workbench.add("rich", schema: "rich.xsd", root: "{urn:rich}Case", fields: [.messageID: "@id"])
        let root = try XCTUnwrap(ContentElement(parsing: Array(RichContract.sample.utf8)[...]))
        samples.append(Sample(name: "rich", root: root, contract: rich, contracts: workbench.contracts))
        for sample in samples {
            let forth = convert(Array(sample.root.xml.utf8), .xml, sample, isIndented: false)
            let canonical = try XCTUnwrap(JSONValue(String(decoding: forth.bytes, as: UTF8.self)))
            let verdict = judge(forth.bytes, sample, &validator).verdict
            for round in 0..<Self.count(60) {
                var value = canonical
                value.respell(
                    namespace: String(decoding: sample.root.namespace, as: UTF8.self), isRoot: true, using: &numbers)
                let text = value.text
                let judgement = judge(Array(text.utf8), sample, &validator)
                let xml = convert(Array(text.utf8), .json, sample, isIndented: round % 2 == 0)
                // Two spellings of one member are a mistake.
                if !xml.problems.isEmpty { continue }
                judged += 1
                XCTAssertEqual(judgement.verdict, verdict, text)
                XCTAssertEqual(judge(xml.bytes, sample, &validator).header, judgement.header, text)
                let back = convert(xml.bytes, .xml, sample, isIndented: round % 2 == 0)
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
            let root = try Self.root(of: path)
            let namespace = String(decoding: root.namespace, as: UTF8.self)
            guard let schema = schemas.first(where: { $0.1 == namespace })?.0 else { continue }
            let contract = try Contract(
                Contract.Description(
                    type: MessageType("other"), schemaPath: schema, folder: folder,
                    root: "{\(namespace)}\(String(decoding: root.name, as: UTF8.self))", fields: [:]))
            let name = String(path.split(separator: "/").last ?? "")
            let sample = Sample(name: name, root: root, contract: contract, contracts: ContractSet([contract]))
            report(name, try compareMutations(of: [sample], seed: 3, times: Self.count(100)))
        }
    }
}

extension ContentElement {
    /// The same without white space where the schema lets only elements stand.
    fileprivate func withoutBlanks(_ projection: Projection) -> ContentElement {
        withoutBlanks(projection, type: projection.root.type)
    }

    private func withoutBlanks(_ projection: Projection, type declared: Int) -> ContentElement {
        var element = self
        let chosen = typeName.flatMap { projection.globals.types[MemberName.clark($0.namespace[...], $0.name[...])] }
        let type = chosen ?? declared
        let isNil = attributes.contains { $0.name.elementsEqual("nil".utf8) }
        let isBlank = text.allSatisfy { $0 == 0x20 || $0 == 0x0A || $0 == 0x0D || $0 == 0x09 }
        if projection.types[type].content == .elements, isBlank, !isNil { element.text = [] }
        element.children = children.map { child in
            let meaning = projection.meaning(child.name[...], namespace: child.namespace[...], under: type)
            return child.withoutBlanks(projection, type: meaning.type)
        }
        // The prefixes of type names are gone.
        element.attributes = attributes.map { attribute in
            var attribute = attribute
            if typeName != nil, attribute.name.elementsEqual("type".utf8), !attribute.namespace.isEmpty {
                attribute.value = []
            }
            return attribute
        }
        return element
    }
}
