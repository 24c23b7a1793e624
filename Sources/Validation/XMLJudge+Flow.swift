import Messages
import XML

extension XMLJudge {
    /// Judges a message that flows past.
    ///
    /// - Parameter gate: what the flow comes through.
    mutating func judge(
        _ flow: TextFlow, gate: CharacterGate, beginning: [UInt8], limits: MessageLimits,
        into judgement: inout Judgement,
        choose: (_ root: [UInt8], _ namespace: [UInt8]?) -> (contract: Contract, chosen: Chosen)?
    ) {
        if let refusal = refusal(XMLDeclaration(beginning.span)) {
            judgement.refusal = refusal
            return
        }
        if gate.cut == .zero {
            judgement.refusal = Validator.refusal(true, at: flow.position(of: flow.end))
            return
        }
        var contract: Contract?
        let (conclusion, error, isTruncated) = parser.parse(flow, limits: limits.document) { name, namespace in
            guard let found = choose(name, namespace) else { return nil }
            contract = found.contract
            return found.chosen
        }
        judgement.type = contract?.type
        if let error {
            judgement.refusal = isTruncated ? XMLJudge.incomplete(error) : XMLJudge.refusal(error)
        } else {
            judgement.conclude(
                conclusion, limits: limits.keeping(contract?.textLimit), isMarkup: true,
                projection: contract?.projection
            ) {
                violation, _ in
                (Placing.path(violation, contract?.projection), violation.offset)
            }
        }
    }
}
