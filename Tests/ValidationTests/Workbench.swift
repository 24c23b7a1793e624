// What tests of this room need: contracts out of schemas that a test writes, and a judgement on a text.

import Files
import Messages
import Support
import Validation

/// A folder with schemas of a test's own, and the contracts that were compiled out of them.
final class Workbench {
    let folder: WrittenFolder
    private(set) var contracts = ContractSet([])
    var limits = MessageLimits()
    /// How messages may be written.
    var encodings: Set<TextEncoding> = [.utf8]
    /// The types that the sender has a route for.
    var routed: Set<String> = []

    init(_ files: [String: String] = [:]) throws { folder = try WrittenFolder(with: files) }

    /// A workbench with one contract, whose schema is the whole file `a.xsd`.
    convenience init(
        schema: String, root: String, fields: [HeaderField: String] = [:], textLimit: Int? = nil
    ) throws {
        try self.init(["a.xsd": schema])
        try add("a", schema: "a.xsd", root: root, fields: fields, textLimit: textLimit)
    }

    /// Compiles one more contract.
    @discardableResult
    func add(
        _ type: String, schema: String, root: String, fields: [HeaderField: String] = [:], textLimit: Int? = nil,
        watched: [String] = [], items: ItemDescription? = nil
    ) throws -> Contract {
        let contract = try Contract(
            Contract.Description(
                type: MessageType(type), schemaPath: "\(folder.path)/\(schema)", folder: folder.path, root: root,
                fields: fields, textLimit: textLimit, watched: watched, items: items))
        contracts = ContractSet(contracts.contracts + [contract])
        return contract
    }

    /// Judges a text with a validator of its own.
    func judge(_ text: String) -> Judgement { judge(bytes: Array(text.utf8)) }

    /// Judges bytes with a validator of its own.
    func judge(bytes: [UInt8]) -> Judgement {
        var validator = Validator()
        return judge(bytes: bytes, by: &validator)
    }

    /// Judges bytes with a validator that may have judged others before.
    func judge(bytes: [UInt8], by validator: inout Validator) -> Judgement {
        validator.judge(
            bytes + [0], count: bytes.count, contracts: contracts, limits: limits, encodings: encodings
        ) { routed.contains($0.text) }
    }

    /// A schema with one namespace, elements qualified; `body` holds its declarations.
    static func schema(_ body: String, namespace: String = "urn:t") -> String {
        """
        <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="\(namespace)" targetNamespace="\(namespace)" \
        elementFormDefault="qualified">\(body)</xs:schema>
        """
    }
}

extension Judgement {
    /// The reason as the table of reasons has it; "accepted" without one.
    var verdict: String { refusal?.reason.rawValue ?? "accepted" }

    /// Each error as `code place`.
    var findings: [String] { (refusal?.errors ?? []).map { "\($0.code.rawValue) \($0.place ?? "-")" } }

    /// Each error as `line:column code`.
    var positions: [String] {
        (refusal?.errors ?? []).map { "\($0.line ?? 0):\($0.column ?? 0) \($0.code.rawValue)" }
    }
}
