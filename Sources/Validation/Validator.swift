public import Messages
import XML

/// Judges messages: bytes and contracts in, a judgement out. One belongs to each worker's queue.
///
/// Stages, in the order of the file names that a reader should open: `Encoding`, then `XMLJudge` or
/// `JSONJudge`, then `Wording` and `Placing` for what is wrong. Reads no file and no network on
/// behalf of a message.
public struct Validator: ~Copyable {
    private var xml = XMLJudge()
    private var json = JSONJudge()
    private let compiled = CompiledValidators()

    /// A validator with nothing compiled yet.
    public init() {}

    /// Judges one document.
    ///
    /// - Parameters:
    ///   - document: its bytes, and one NUL behind them.
    ///   - count: how many bytes belong to it.
    ///   - contracts: what it may be.
    ///   - limits: what it may cost.
    ///   - encodings: how it may be written; UTF-8 always.
    ///   - isRouted: whether its sender has any route for a type; decides between JSON contracts that
    ///     share a root name.
    public mutating func judge(
        _ document: [UInt8], count: Int, contracts: ContractSet, limits: MessageLimits,
        encodings: Set<TextEncoding> = [.utf8], isRouted: (MessageType) -> Bool
    ) -> Judgement {
        let compiled = compiled
        compiled.use(contracts)
        var judgement = Judgement()
        guard count > 0 else {
            judgement.refusal = Refusal(.empty, [MessageError(.file, "the file is empty; send the message again")])
            return judgement
        }
        let limits = limits.applied(to: count)
        let decoded = Encoding.decode(document, count: count, allowed: encodings.union([.utf8]))
        let text = decoded.text ?? document
        let bytes = text.span.extracting(0..<(decoded.text == nil ? count : decoded.end))
        judgement.syntax = Encoding.syntax(bytes)
        judgement.encoding = decoded.encoding
        if let refusal = decoded.refusal {
            judgement.refusal = refusal
            return judgement
        }
        // A file that ends inside a character ends too early; what stands before it decides whether it
        // could go on at all.
        let end = decoded.end
        switch judgement.syntax {
        case .xml:
            xml.judge(text, count: end, limits: limits, into: &judgement) { name, namespace in
                guard let found = contracts.contract(root: name, namespace: namespace) else { return nil }
                return (contracts.contracts[found], compiled.chosen(found))
            }
        case .json:
            json.judge(text, count: end, limits: limits, into: &judgement) { name, namespace in
                let candidates = contracts.contracts(root: name)
                let routed = candidates.filter { isRouted(contracts.contracts[$0].type) }
                let named = candidates.first { (contracts.contracts[$0].rootNamespace ?? []) == namespace }
                let found =
                    namespace != nil
                    ? named : candidates.count == 1 ? candidates[0] : routed.count == 1 ? routed[0] : nil
                return found.map { (contracts.contracts[$0], compiled.chosen($0)) }
            }
        case nil:
            let words = "a message begins with '<' (XML) or '{' (JSON); send one, and nothing before it"
            let blank = Encoding.isBlank(bytes)
            judgement.refusal = Refusal(
                blank ? .incomplete : .malformed, [MessageError(blank ? .ended : .syntax, line: 1, column: 1, words)])
        }
        if decoded.isCut, judgement.refusal.map({ $0.reason > .incomplete }) ?? true, !isStopped(judgement) {
            judgement.refusal = Refusal(
                .incomplete, [MessageError(.ended, "the file ends inside a character; send it again, whole")])
        }
        if judgement.refusal == nil { checkMessageID(&judgement, limits) }
        return judgement
    }

    /// Whether reading stopped at a mistake before the end of the file.
    private func isStopped(_ judgement: Judgement) -> Bool {
        guard let reason = judgement.refusal?.reason else { return false }
        return [.malformed, .doctype, .tooDeep, .limit, .unknownMessage].contains(reason)
    }

    private func checkMessageID(_ judgement: inout Judgement, _ limits: MessageLimits) {
        let length = judgement.header.messageID?.count ?? 0
        if length == 0 {
            judgement.refusal = Refusal(
                .noMessageID, [MessageError(.missingElement, "the message has no message id; give it one")])
        } else if length > limits.messageID {
            let text = "the message id is longer than \(limits.messageID) bytes; give it a shorter one"
            judgement.refusal = Refusal(.limit, [MessageError(.text, text)])
        }
    }
}

/// One worker's own validators, one for each contract, made when they are first needed.
private final class CompiledValidators {
    private var contracts = ContractSet([])
    private var validators: [SchemaValidator?] = []

    /// Forgets the validators of another table.
    func use(_ contracts: ContractSet) {
        if contracts === self.contracts { return }
        self.contracts = contracts
        validators = Array(repeating: nil, count: contracts.contracts.count)
    }

    func chosen(_ place: Int) -> Chosen {
        let contract = contracts.contracts[place]
        let validator = validators[place] ?? SchemaValidator(contract.schema)
        validators[place] = validator
        return Chosen(validator: validator, fields: contract.fields, textLimit: contract.textLimit)
    }
}
