/// All contracts of a routing table, found by root element.
public final class ContractSet: Sendable {
    /// The contracts, in the order of the table.
    public let contracts: [Contract]
    private let byRoot: [[UInt8]: [Int]]

    /// Puts contracts together. No two may have the same root element in the same namespace.
    public init(_ contracts: [Contract]) {
        self.contracts = contracts
        byRoot = Dictionary(grouping: contracts.indices) { contracts[$0].rootName }
    }

    /// The contract of an XML document. O(1).
    func contract(root: [UInt8], namespace: [UInt8]?) -> Int? {
        byRoot[root]?.first { contracts[$0].rootNamespace == namespace }
    }

    /// The contracts whose root element has this local name: more than one only where their
    /// namespaces differ.
    func contracts(root: [UInt8]) -> [Int] { byRoot[root] ?? [] }
}
