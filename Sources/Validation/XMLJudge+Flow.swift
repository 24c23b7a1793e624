import Messages
import XML

extension XMLJudge {
    /// Judges a message that flows past.
    ///
    /// - Parameters:
    ///   - gate: what the flow comes through.
    ///   - declaration: its XML declaration.
    mutating func judge(
        _ flow: TextFlow, gate: CharacterGate, declaration: XMLDeclaration?, limits: MessageLimits,
        into judgement: inout Judgement,
        choose: (_ root: [UInt8], _ namespace: [UInt8]?) -> (contract: Contract, chosen: Chosen)?
    ) {
        if let refusal = refusal(declaration, judgement.encoding) {
            judgement.refusal = refusal
            return
        }
        if gate.cut == .zero {
            judgement.refusal = gate.refusal(at: flow.position(of: flow.end))
            return
        }
        var contract: Contract?
        let (conclusion, error, isTruncated) = parser.parse(flow, limits: limits.document) { name, namespace in
            guard let found = choose(name, namespace) else { return nil }
            contract = found.contract
            return XMLJudge.chosen(found, limits, judgement.encoding)
        }
        judgement.type = contract?.type
        if let error {
            judgement.refusal = XMLJudge.refusal(
                error, isTruncated: isTruncated, at: flow.position(of: error.offset))
        } else {
            judgement.conclude(
                conclusion, limits: limits.keeping(contract?.textLimit), isMarkup: true, contract: contract
            ) {
                violation, _ in
                (Placing.path(violation, contract?.projection), violation.offset)
            }
        }
    }
}
