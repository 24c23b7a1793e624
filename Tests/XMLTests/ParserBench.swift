// What tests of this room need: one parser that reads texts one after the other, as a worker's does.

import XML

/// A parser and a validator for a schema in memory.
final class ParserBench {
    private var parser: DocumentParser
    let validator: SchemaValidator
    var fields = FieldPaths([])
    var limits = DocumentLimits()
    var textLimit: Int?

    typealias Outcome = (conclusion: Conclusion, error: WellFormednessError?)

    /// A bench whose schema has no namespace and holds these declarations.
    init(_ declarations: String, fields: [String?] = [], watched: [String] = [], mostViolations: Int = 100) throws {
        let schema = try Schema(bytes: Array(ParserBench.schema(declarations).utf8), name: "a.xsd")
        validator = SchemaValidator(schema)
        parser = DocumentParser(mostViolations: mostViolations)
        self.fields = FieldPaths(fields, watched: watched)
    }

    static func schema(_ declarations: String) -> String {
        "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'>\(declarations)</xs:schema>"
    }

    /// Reads a document.
    func read(_ text: String) -> Outcome { read(Array(text.utf8)) }

    /// Reads a document.
    func read(_ bytes: [UInt8]) -> Outcome {
        read(bytes) { _, _ in Chosen(validator: self.validator, fields: self.fields, textLimit: self.textLimit) }
    }

    /// Reads a document for which `choose` chooses.
    func read(_ bytes: [UInt8], choose: ([UInt8], [UInt8]?) -> Chosen?) -> Outcome {
        parser.parse(bytes + [0], count: bytes.count, limits: limits, choose: choose)
    }

    /// Why reading of a document stopped.
    func stop(_ text: String) -> DocumentStop? { read(text).conclusion.stop }

    /// All that a reader can see of an outcome, as one text, for comparing two of them.
    static func text(_ outcome: Outcome) -> String {
        let conclusion = outcome.conclusion
        let violations = conclusion.violations.map { "\($0.rule) \($0.operand) \($0.place) @\($0.offset)" }
        let fields = conclusion.fields.map { $0.map { String(decoding: $0, as: UTF8.self) } ?? "nil" }
        let stop = conclusion.stop.map { "\($0)" } ?? "-"
        let error = outcome.error.map { "\($0.kind) \($0.line):\($0.column) \($0.number)" } ?? "-"
        return
            "\(conclusion.isValid) \(conclusion.violationCount) \(violations) \(fields) "
            + "\(stop) \(conclusion.stopOffset) \(error)"
    }
}

extension Violation {
    /// The way to the element, with every position, and the attribute.
    var place: String {
        path.map { "/\($0.name)[\($0.position)]" }.joined() + (attribute.map { "/@\($0)" } ?? "")
    }
}
