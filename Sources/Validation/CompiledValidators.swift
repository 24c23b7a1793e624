import Messages
import XML

/// One worker's own validators, one for each contract, made when they are first needed.
final class CompiledValidators {
    private var contracts = ContractSet([])
    private var validators: [SchemaValidator?] = []
    /// The root element that was looked up last: mostly that of the next message too.
    private var last: (root: [UInt8], namespace: [UInt8]?, place: Int?) = ([], nil, nil)

    /// Forgets the validators of another table.
    func use(_ contracts: ContractSet) {
        if contracts === self.contracts { return }
        self.contracts = contracts
        validators = Array(repeating: nil, count: contracts.contracts.count)
        last = ([], nil, nil)
    }

    /// The contract of an XML document. O(1).
    func contract(root: [UInt8], namespace: [UInt8]?) -> (contract: Contract, chosen: Chosen)? {
        if last.root != root || last.namespace != namespace {
            last = (root, namespace, contracts.contract(root: root, namespace: namespace))
        }
        return last.place.map(chosen)
    }

    /// The contract of a JSON document, which may leave out its namespace where only one can be meant: the
    /// only one of that name, or the only one that its sender may send. O(1).
    func contract(
        root: [UInt8], namespace: [UInt8]?, isRouted: (MessageType) -> Bool
    ) -> (contract: Contract, chosen: Chosen)? {
        if let namespace { return contract(root: root, namespace: namespace.isEmpty ? nil : namespace) }
        let candidates = contracts.contracts(root: root)
        if candidates.count == 1 { return chosen(candidates[0]) }
        let routed = candidates.filter { isRouted(contracts.contracts[$0].type) }
        return routed.count == 1 ? chosen(routed[0]) : nil
    }

    private func chosen(_ place: Int) -> (contract: Contract, chosen: Chosen) {
        let contract = contracts.contracts[place]
        return (
            contract,
            Chosen(
                validator: validators[place] ?? made(place, contract), fields: contract.fields,
                textLimit: contract.textLimit)
        )
    }

    /// A validator of its own, kept for the next document.
    private func made(_ place: Int, _ contract: Contract) -> SchemaValidator {
        let validator = SchemaValidator(contract.schema)
        validators[place] = validator
        return validator
    }
}
