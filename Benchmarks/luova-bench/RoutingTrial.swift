import CAllocations
import Files
import Messages
import Routing

/// One table in memory, and what answers cost that it gives. Promises that they are right: each is compared with what the
/// table's rows say when they are read one by one.
struct RoutingTrial {
    /// How long answers took, in nanoseconds.
    struct Times {
        /// In the middle of all.
        let median: Double
        /// What one in a hundred took longer than.
        let p99: Double

        init(_ all: [Double]) {
            let sorted = all.sorted()
            median = sorted.isEmpty ? 0 : sorted[sorted.count / 2]
            p99 = sorted.isEmpty ? 0 : sorted[min(sorted.count - 1, sorted.count * 99 / 100)]
        }
    }

    /// Answers that are timed together.
    static let batch = 128
    /// Answers that are timed alone.
    private static let alone = 2_000
    /// What is read between two of those, in bytes: more than what a core has for itself.
    private static let between = 4 << 20
    /// Answers that are compared.
    private static let compared = 2_000

    private let table: RoutingTable
    private let questions: [RoutingQuestions.Question]
    private let permitted: [RoutingQuestions.Question]
    private let refused: [RoutingQuestions.Question]
    /// How many questions there are of each answer.
    let answers: [RoutingQuestions.Answer: Int]

    /// Asks everything once.
    init(_ table: RoutingTable, seed: UInt64) throws(Failure) {
        self.table = table
        questions = RoutingQuestions(table, seed: seed).all
        var answers: [RoutingQuestions.Answer: Int] = [:]
        var (permitted, refused): ([RoutingQuestions.Question], [RoutingQuestions.Question]) = ([], [])
        for (number, question) in questions.enumerated() {
            let answer = RoutingQuestions.Answer(RoutingQuestions.ask(table, question))
            if number < RoutingTrial.compared, answer != RoutingQuestions.expected(table, question) {
                throw Failure(
                    .software,
                    "routing: '\(answer.rawValue)' is a wrong answer to \(question.message) from \(question.sender); this is a bug"
                )
            }
            answers[answer, default: 0] += 1
            if answer == .permitted { permitted.append(question) } else { refused.append(question) }
        }
        self.answers = answers
        self.permitted = permitted
        self.refused = refused
    }

    /// Nanoseconds an answer, in batches, one after the other.
    func inBatches(rounds: Int) throws(Failure) -> Times {
        var all: [Double] = []
        all.reserveCapacity(rounds * questions.count / RoutingTrial.batch)
        var found = 0
        for _ in 0..<rounds {
            for start in stride(from: 0, to: questions.count, by: RoutingTrial.batch) {
                let began = Clock.monotonic()
                for place in start..<start + RoutingTrial.batch {
                    if case .row = RoutingQuestions.ask(table, questions[place]) { found += 1 }
                }
                all.append(Double(Clock.monotonic() - began) / Double(RoutingTrial.batch))
            }
        }
        guard found == rounds * permitted.count else {
            throw Failure(.software, "routing: the same messages got other answers; this is a bug")
        }
        return Times(all)
    }

    /// Nanoseconds of single answers, the look at the clock included, with other memory read before each as a worker does
    /// when it judges a message.
    func alone() -> Times {
        var other = [UInt64](repeating: 1, count: RoutingTrial.between / 8)
        var all: [Double] = []
        var found = 0
        var sum: UInt64 = 0
        for number in 0..<RoutingTrial.alone {
            // One read in each line of the caches, and the sum back into them, so that it is not left out.
            for place in stride(from: 0, to: other.count, by: 8) { sum &+= other[place] }
            other[number % other.count] = sum
            let question = questions[number * 31 % questions.count]
            let began = Clock.monotonic()
            if case .row = RoutingQuestions.ask(table, question) { found += 1 }
            all.append(Double(Clock.monotonic() - began))
        }
        precondition(found > 0 && sum > 0, "no row and no memory: nothing was measured")
        return Times(all)
    }

    /// Calls for memory an answer: where a row permits, and where none does.
    func allocations() -> (permitted: Double, refused: Double) {
        (allocations(permitted), allocations(refused))
    }

    private func allocations(_ questions: [RoutingQuestions.Question]) -> Double {
        var found = 0
        luova_allocations_begin()
        for question in questions {
            if case .row = RoutingQuestions.ask(table, question) { found += 1 }
        }
        let calls = luova_allocations_end()
        precondition(found == 0 || found == questions.count, "the same messages got other answers")
        return questions.isEmpty ? 0 : Double(calls) / Double(questions.count)
    }
}
