import Messages
import Routing
import Validation

// Batches whose good items go on without the bad ones.
extension Authorization {
    /// The items of a refused batch, where it is refused for nothing but some of them, and its row lets the others go
    /// on; nil in any other case.
    func separableItems(of verdict: Verdict) -> ItemFindings? {
        guard verdict.refusal?.reason == .invalid, let items = verdict.judgement.items,
            let route = verdict.route.flatMap({ table.route($0) }), route.traffic.items == .each
        else { return nil }
        return items
    }

    /// The verdict on a batch without its bad items: what is left is judged anew, as if it had been sent so. Where it
    /// is not accepted, the batch is refused as it was, with one more mistake that says why.
    ///
    /// - Parameters:
    ///   - whole: the verdict on the batch as it was sent.
    ///   - size: the length of that.
    ///   - source: what was sent; see `ItemCut`.
    ///   - sink: called with each piece of what is left.
    func decide<Failure: Error>(
        _ whole: Verdict, without items: ItemFindings, from sender: Participant, size: Int64,
        judgedBy validator: inout Validator, reading source: (inout [UInt8], Int64) throws(Failure) -> Int,
        writing sink: (ArraySlice<UInt8>) throws(Failure) -> Void
    ) throws(Failure) -> Verdict {
        var cut = ItemCut(items)
        let judgement = try validator.judge(
            contracts: table.contracts, limits: table.settings.limits,
            isRouted: { table.isRouted($0, from: sender.identifier) }
        ) { buffer throws(Failure) in
            let count = try cut.read(into: &buffer, from: source)
            try sink(buffer[..<count])
            return count
        }
        var verdict = decide(judgement, from: sender, size: size)
        guard let refusal = verdict.refusal else {
            verdict.part = whole.refusal.map {
                PartialAcceptance(accepted: items.accepted, refused: items.refused.count, mistakes: $0)
            }
            return verdict
        }
        verdict = whole
        let code = refusal.errors.first?.code ?? .file
        let text = refusal.errors.first?.text ?? refusal.reason.rawValue
        let mistake = MessageError(
            code, "without the items that break rules it would be refused too (\(refusal.reason.rawValue)): \(text)")
        if let count = verdict.refusal?.errors.count, count < MessageError.most {
            verdict.refusal?.errors.append(mistake)
        } else {
            verdict.refusal?.moreErrors += 1
        }
        return verdict
    }
}
