// One message in both syntaxes: what their judgements and conversions must have in common.

import Messages
import Support
import XCTest
import XML

@testable import Validation

/// What was compared.
struct TwinTally {
    var judged = 0
    /// How many of them JSON cannot say all of.
    var unsayable = 0
    var verdicts: Set<String> = []
}

struct TwinComparison: ~Copyable {
    private var validator = Validator()
    private var tally = TwinTally()

    /// Compares so many mutations of each sample with their conversions.
    static func ofMutations(_ samples: [TwinSample], seed: UInt64, times: Int) -> TwinTally {
        var comparison = TwinComparison()
        var numbers = SeededNumbers(seed: seed)
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
                if let found = comparison.difference(root, sample, isIndented: round == 0) {
                    XCTFail("\(sample.name), mutation \(round): \(found)")
                    return comparison.tally
                }
            }
        }
        return comparison.tally
    }

    /// What a message in XML and its conversions do not agree in; nil when they agree, or when JSON cannot say
    /// all of it.
    private mutating func difference(_ root: ContentElement, _ sample: TwinSample, isIndented: Bool) -> String? {
        let xml = Array(root.xml.utf8)
        let judgement = sample.judge(xml, &validator)
        tally.judged += 1
        tally.verdicts.insert(judgement.verdict)
        // Without a contract there is no other syntax.
        if judgement.type == nil { return judgement.verdict == "unknown-message" ? nil : "\(judgement) \(root.xml)" }
        let forth = sample.convert(xml, .xml, isIndented: isIndented)
        guard forth.problems.isEmpty || !forth.bytes.isEmpty else { return "not converted: \(root.xml)" }
        if forth.problems.contains(where: { !$0.contains(".xsd:") }) {
            tally.unsayable += 1
            return nil
        }
        let pointers = TwinPlaces.places(forth.bytes)
        let found = TwinFinding(judgement) { TwinPlaces.place(ofPath: $0, in: root) }
        let other = TwinFinding(sample.judge(forth.bytes, &validator)) { pointer in
            if let place = pointers[pointer] { return place }
            let end = pointer.lastIndex(of: "/") ?? pointer.startIndex
            let name = pointer[end...].dropFirst(2)
            // A pointer escapes the slashes of a namespace.
            return (pointers[String(pointer[..<end])] ?? "?") + "/@\(TwinPlaces.local(name))"
        }
        func tell(_ what: String) -> String {
            "\(what)\n\(found)\n\(other)\n\(root.xml.suffix(3000))\n\(String(decoding: forth.bytes, as: UTF8.self).suffix(3000))"
        }
        if found != other { return tell("the twins differ") }
        let back = sample.convert(forth.bytes, .json, isIndented: isIndented)
        guard back.problems.isEmpty else { return tell("not converted back: \(back.problems)") }
        let tree = ContentElement(parsing: back.bytes[...])
        let text = String(decoding: back.bytes, as: UTF8.self)
        if sample.judge(back.bytes, &validator).verdict != judgement.verdict {
            return tell("another verdict: \(text)")
        }
        if tree?.withoutNotes.withoutBlanks(sample.contract.projection)
            != root.withoutNotes.withoutBlanks(sample.contract.projection)
        {
            return tell("not the same elements: \(text)")
        }
        if sample.convert(back.bytes, .xml, isIndented: isIndented).bytes != forth.bytes {
            return tell("not the same JSON: \(text)")
        }
        return nil
    }
}
