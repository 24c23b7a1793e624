// What the judgements on two twins must have in common.

import Messages

struct TwinFinding: Equatable {
    var verdict: String
    var type: MessageType?
    var header: Header
    var errors: [String]
    var more: Int

    /// What a judgement says, its places in a form that both twins share.
    init(_ judgement: Judgement, _ place: (String) -> String) {
        var errors = (judgement.refusal?.errors ?? []).map {
            "\($0.code.rawValue) \($0.place.map(place) ?? "-") \($0.text)"
        }
        // Why a root element is unknown is worded for each syntax.
        if judgement.refusal?.reason == .unknownMessage { errors = [] }
        verdict = judgement.verdict
        type = judgement.type
        header = judgement.header
        self.errors = errors.sorted()
        more = judgement.refusal?.moreErrors ?? 0
    }
}
