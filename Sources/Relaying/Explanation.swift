public import Messages
public import Routing

/// What would become of a message, and why, step by step.
public struct Explanation: Sendable {
    /// The verdict; what a daemon would decide but for duplicates, which only its ledger knows.
    public var verdict: Verdict
    /// The steps in the order in which they were taken, each a sentence.
    public var steps: [String]
    /// The row that decided, as it holds for this sender; nil when none did.
    public var route: Route?
    /// Rows that come near and did not decide, the nearest first.
    public var nearest: [NearMiss] = []
    /// What would happen then, each a sentence.
    public var next: [String] = []
}

extension NearMiss {
    /// Why the row did not decide, in words.
    ///
    /// - Parameter day: the day on which it was asked.
    public func words(on day: CivilDate) -> String {
        switch difference {
        case .syntax:
            return "is for \(route.syntaxes.map { $0.rawValue.uppercased() }.sorted().joined(separator: ", "))"
        case .type: return "is for \(route.message)"
        case .sender: return "is from \(route.from)"
        case .day: return route.wordsOutOfForce(on: day)
        }
    }
}

/// What would happen after a verdict.
struct Outlook {
    let table: RoutingTable
    let sender: Participant

    /// Each receiver and what takes its message, the lane, and what the sender is told.
    func sentences(_ verdict: Verdict, _ route: Route?) -> [String] {
        var sentences: [String] = []
        if verdict.refusal == nil, let type = verdict.judgement.type, let syntax = verdict.judgement.syntax {
            for receiver in verdict.receivers { sentences.append(delivery(to: receiver, type, syntax, route)) }
            if let window = route?.traffic.window { sentences.append(Outlook.sentence(window)) }
            sentences.append(
                table.lane(of: sender.identifier) == .batch
                    ? "in the batch lane: \(sender.identifier) comes after interactive senders"
                    : "in the interactive lane: \(sender.identifier) comes before batch senders")
        } else {
            sentences.append("kept in refused/\(sender.identifier)/ for the operator; nobody gets it")
        }
        let outcome: Outcome = verdict.refusal == nil ? .accepted : .refused
        sentences.append(
            sender.receipts.covers(outcome)
                ? "a receipt that says \(outcome.rawValue), in the pickup folder of \(sender.identifier)"
                : "no receipt, as \(sender.identifier) has receipts=\"\(sender.receipts.rawValue)\"")
        if let part = verdict.part {
            let items = part.refused == 1 ? "the item" : "the \(part.refused) items"
            sentences.append(
                "a \(ProcessingFeedback.type) that names \(items) that did not go on, in the pickup folder of \(sender.identifier)"
            )
        }
        if verdict.refusal?.reason == .profile { sentences.append("an alarm in the log, for the operator") }
        return sentences
    }

    private func delivery(
        to receiver: ParticipantIdentifier, _ type: MessageType, _ syntax: Syntax, _ route: Route?
    ) -> String {
        guard let program = table.participants[receiver]?.program else {
            return "to the pickup folder of \(receiver), as \(type).<delivery id>.\(syntax.rawValue)"
        }
        var answer = route?.reply.map { ", and answers \(sender.identifier) with \($0)" } ?? ""
        if let limit = route?.traffic.answerWithinText {
            answer += " within \(limit), or else it is undelivered as \(Reason.noAnswer.rawValue)"
        }
        return "to \(receiver), whose program \(program.path) takes it\(answer)"
    }
}
