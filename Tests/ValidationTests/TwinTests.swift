// The central promise: a message in XML and its twin in JSON get the same reason, the same header fields, and errors at
// the same elements. Asked of all samples and of thousands of mutations of them.

import Files
import Messages
import Support
import XCTest
import XML

@testable import Validation

final class TwinTests: XCTestCase {
    private struct Sample {
        var name: String
        var root: TwinElement
        var namespace: String
    }

    private static func samples() throws -> [Sample] {
        let folders = ["accepted", "refused/invalid", "refused/sender-mismatch", "refused/no-message-id"]
        return try folders.flatMap { try ProjectFiles.samples(in: $0, suffix: ".xml") }.map { path in
            let text = String(decoding: try WholeFile.read(path), as: UTF8.self)
            let (root, namespace) = try XCTUnwrap(TwinElement.read(text), path)
            return Sample(
                name: String(path.split(separator: "/").suffix(2).joined(separator: "/")), root: root,
                namespace: namespace)
        }
    }

    /// Judges both twins and compares; tells the verdict, and the difference, if there is any.
    private func compare(
        _ root: TwinElement, _ namespace: String, numbers: Bool, _ validator: inout Validator, _ contracts: ContractSet
    ) -> (verdict: String, difference: String?) {
        let texts = [root.xml(namespace: namespace), root.json(namespace: namespace, numbers: numbers)]
        let judgements = texts.map { text in
            validator.judge(
                Array(text.utf8) + [0], count: text.utf8.count, contracts: contracts, limits: MessageLimits()
            ) { _ in true }
        }
        let xml = TwinFinding(judgements[0]) { root.pointer(for: $0) }
        let json = TwinFinding(judgements[1]) { $0 }
        if xml == json { return (xml.verdict, nil) }
        return (xml.verdict, "XML  \(xml)\nJSON \(json)\n\(texts[0].suffix(2500))\n\(texts[1].suffix(2500))")
    }

    func testSamplesAndTheirTwinsAgree() throws {
        let contracts = try ShippedContracts.all.get()
        var validator = Validator()
        for sample in try Self.samples() {
            for numbers in [false, true] {
                let found = compare(sample.root, sample.namespace, numbers: numbers, &validator, contracts).difference
                XCTAssertNil(found, "\(sample.name): \(found ?? "")")
            }
        }
    }

    /// Judges so many mutations of each sample with their twins.
    private func compareMutations(
        of samples: [Sample], in contracts: ContractSet, seed: UInt64, times: (Sample) -> Int
    ) throws {
        var validator = Validator()
        var numbers = SeededNumbers(seed: seed)
        var judged = 0
        var verdicts: Set<String> = []
        for sample in samples {
            let contract = try XCTUnwrap(contracts.contracts.first { $0.rootNamespace == Array(sample.namespace.utf8) })
            for _ in 0..<times(sample) {
                var root = sample.root
                for _ in 0..<Int.random(in: 1...3, using: &numbers) { root.mutate(using: &numbers) }
                let bare = Bool.random(using: &numbers)
                guard root.isInOrder(of: contract.projection) else { continue }
                judged += 1
                let (verdict, found) = compare(root, sample.namespace, numbers: bare, &validator, contracts)
                verdicts.insert(verdict)
                if let found { return XCTFail("\(sample.name): \(found)") }
            }
        }
        XCTAssertGreaterThan(judged, samples.map(times).reduce(0, +) / 2, "too many are left out")
        XCTAssertTrue(verdicts.isSuperset(of: ["accepted", "invalid", "unknown-message"]), "\(verdicts)")
    }

    func testMutationsAndTheirTwinsAgree() throws {
        try compareMutations(of: Self.samples(), in: ShippedContracts.all.get(), seed: 20_261_122) { sample in
            sample.root.places.count > 200 ? 10 : 400
        }
    }

    func testMutationsUnderAContractOfManyKindsAgree() throws {
        let workbench = try Workbench(["rich.xsd": RichContract.schema])
        try workbench.add("rich", schema: "rich.xsd", root: "{urn:rich}Case", fields: [.messageID: "@id"])
        let (root, namespace) = try XCTUnwrap(TwinElement.read(RichContract.sample))
        let sample = Sample(name: "rich", root: root, namespace: namespace)
        XCTAssertEqual(workbench.judge(root.xml(namespace: namespace)).findings, [])
        XCTAssertEqual(workbench.judge(root.json(namespace: namespace)).findings, [])
        try compareMutations(of: [sample], in: workbench.contracts, seed: 7) { _ in 4_000 }
    }

    func testMembersInAnyOrderAreJudgedAlike() throws {
        let contracts = try ShippedContracts.all.get()
        var validator = Validator()
        var numbers = SeededNumbers(seed: 3)
        for sample in try Self.samples() {
            // A member that the schema does not have stays behind the one before it: there the order counts.
            // Of more errors than are kept, the first in the text are.
            if sample.name.contains("unknown-element") || sample.name.contains("many-errors") { continue }
            let texts = (0..<4).map { round in
                sample.root.json(namespace: sample.namespace) { members in
                    if round > 0 { members.shuffle(using: &numbers) }
                }
            }
            let findings = texts.map { text in
                let judgement = validator.judge(
                    Array(text.utf8) + [0], count: text.utf8.count, contracts: contracts, limits: MessageLimits()
                ) { _ in true }
                return Set(judgement.findings).sorted() + ["\(judgement.verdict) \(judgement.header)"]
            }
            for other in findings.dropFirst() { XCTAssertEqual(findings[0], other, sample.name) }
        }
    }
}
