import Messages

extension TableLinker {
    /// How long a sender waits: there must be an answer to wait for, and one who may say that it will not come.
    mutating func checkAnswerTime(of placed: PlacedRoute) {
        let row = placed.row
        guard let limit = row.traffic.answerWithin else { return }
        if row.reply == nil {
            report(placed, "answer-within is about an answer, and this route has none; add reply, or remove it")
        }
        if row.traffic.repetition == .never {
            report(
                placed,
                "answer-within and repeat=never contradict each other: what is in doubt is left to a person, who has no time limit; remove one"
            )
        }
        for name in row.to {
            guard let program = participants[name]?.program, program.giveUp <= limit else { continue }
            note(
                placed,
                "route '\(row.identifier)' has answer-within=\(Units.text(duration: limit)), and the program of '\(name)' is given up after \(Units.text(duration: program.giveUp)), which comes first"
            )
        }
    }
}
