import CAllocations
import Files

/// `luova-bench judge`: the judge of one message beside the floor, in one process and one run.
struct JudgeCommand {
    private let options: JudgeOptions

    /// Does what these options ask for.
    init(_ options: JudgeOptions) { self.options = options }

    /// Measures, or checks the counts.
    func run() throws(Failure) {
        if let path = options.limits {
            try check(try JudgeLimits(path: path))
        } else {
            try measure()
        }
    }

    private func measure() throws(Failure) {
        var trial = try JudgeTrial(messages: options.messages, size: options.size)
        try trial.check()
        let table = JudgeTable(options, Machine())
        let all = options.only.map { [$0] } ?? JudgeContender.allCases
        let counts = try JudgeCommand.allocations(&trial, of: all, messages: options.messages)
        var seconds: [JudgeContender: [Double]] = [:]
        for round in 0..<options.rounds {
            // Whoever goes first finds what another left: that changes from round to round.
            for place in all.indices {
                let who = all[(place + round) % all.count]
                seconds[who, default: []].append(try trial.lap(who).seconds)
            }
        }
        table.begin()
        for who in all {
            table.add(
                who, bytes: trial.bytes(of: who), allocations: counts[who] ?? 0, seconds: seconds[who] ?? [],
                floor: seconds[.floor] ?? [])
        }
    }

    /// Calls for memory a message, once everything that is kept from message to message is there.
    private static func allocations(
        _ trial: inout JudgeTrial, of all: [JudgeContender] = JudgeContender.allCases, messages: Int
    ) throws(Failure) -> [JudgeContender: Double] {
        var counts: [JudgeContender: Double] = [:]
        for who in all {
            _ = try trial.lap(who)
            luova_allocations_begin()
            _ = try trial.lap(who)
            let calls = luova_allocations_end()
            counts[who] = Double(calls) / Double(messages)
        }
        return counts
    }

    private func check(_ limits: JudgeLimits) throws(Failure) {
        var trial = try JudgeTrial(messages: limits.messages, size: limits.size)
        try trial.check()
        let counts = try JudgeCommand.allocations(&trial, messages: limits.messages)
        var above: [String] = []
        for (who, limit) in limits.allocations {
            let count = counts[who] ?? 0
            let text = "\(who.title): \(JSONLine.text(count, 2)) calls for memory a message, limit \(limit)"
            StandardStream.output.writeLine(text)
            if count > Double(limit) { above.append(text) }
        }
        guard above.isEmpty else {
            throw Failure(.above, "judge: above the limit: \(above.joined(separator: "; "))")
        }
    }
}
