// A message whose twins are compared.

import Files
import Messages
import Support
import XCTest
import XML

@testable import Validation

struct TwinSample {
    var name: String
    var root: ContentElement
    var contract: Contract
    var contracts: ContractSet

    func judge(_ text: [UInt8], _ validator: inout Validator) -> Judgement {
        validator.judge(text + [0], count: text.count, contracts: contracts, limits: MessageLimits()) { _ in
            true
        }
    }

    func convert(_ text: [UInt8], _ syntax: Syntax, isIndented: Bool) -> Conversion {
        Conversion(
            text[...], from: syntax, contract: contract, among: contracts, isIndented: isIndented)
    }
}

extension TwinSample {
    /// The root element of a file.
    static func root(of path: String) throws -> ContentElement {
        try XCTUnwrap(ContentElement(parsing: WholeFile.read(path)[...]), path)
    }

    /// The samples of the project that have a contract.
    static func all() throws -> [TwinSample] {
        let contracts = try ShippedContracts.all.get()
        let folders = ["accepted", "refused/invalid", "refused/sender-mismatch", "refused/no-message-id"]
        return try folders.flatMap { try ProjectFiles.samples(in: $0, suffix: ".xml") }.compactMap { path in
            let root = try root(of: path)
            let contract = contracts.contracts.first {
                $0.rootName == root.name && ($0.rootNamespace ?? []) == root.namespace
            }
            let name = String(path.split(separator: "/").suffix(2).joined(separator: "/"))
            return contract.map { TwinSample(name: name, root: root, contract: $0, contracts: contracts) }
        }
    }
}
