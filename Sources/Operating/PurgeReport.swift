public import Messages
public import Relaying
import Routing

/// What is told of a purge, or of what one would do: an object for each file, and one with the numbers.
public enum PurgeReport {
    /// What becomes of a file. The names are for programs and never change.
    public enum State: String, Sendable {
        /// It would be removed.
        case due
        /// It is removed.
        case removed
        /// It is due, and a hold keeps it.
        case held
        /// It was not removed.
        case failed
    }

    /// What is told of one file.
    public struct Line: Sendable {
        /// The file.
        public let file: RetainedFile
        /// What becomes of it.
        public let state: State
        /// Why it was not removed; nil when nothing is to be said.
        public let obstacle: String?

        /// What a look at a file says: due, or on hold.
        public init(_ file: RetainedFile) { self.init(file, file.hold == nil ? .due : .held) }

        init(_ file: RetainedFile, _ state: State, _ obstacle: String? = nil) {
            self.file = file
            self.state = state
            self.obstacle = obstacle
        }

        /// For people: the state, the age and the row.
        public var text: String {
            let why = obstacle ?? file.hold.map { "\($0.subject): \($0.reason)" }
            return
                "\(file.path): \(state.rawValue), \(Age(nanoseconds: file.age)) old; retention \(file.row.identifier) "
                + "keeps it for \(file.row.lengthText), by \(file.row.basis)\(why.map { "; \($0)" } ?? "")"
        }

        /// For programs.
        public var json: JSONText {
            var json = JSONText()
            json.openObject()
            json.string("number", file.number.description)
            json.string("file", file.path)
            json.string("from", file.sender.text)
            json.string("state", state.rawValue)
            json.number("age_seconds", file.age / 1_000_000_000)
            json.string("retention", file.row.identifier)
            json.string("basis", file.row.basis)
            json.optional("hold", file.hold.map { "\($0.subject): \($0.reason)" })
            json.string("text", text)
            json.closeObject()
            return json
        }
    }

    /// What a purge comes to.
    public struct Numbers: Sendable, Equatable {
        /// How many retention rows the table has.
        public var rows = 0
        /// How many files were removed.
        public var removed = 0
        /// How many are due and are there.
        public var due = 0
        /// How many are due, and holds keep them.
        public var held = 0

        /// Nothing at all, unless it is said otherwise.
        public init(rows: Int = 0, removed: Int = 0, due: Int = 0, held: Int = 0) {
            self.rows = rows
            self.removed = removed
            self.due = due
            self.held = held
        }

        /// Reads what `json` wrote; what is missing is 0.
        public init(_ object: FlatObject) {
            func read(_ name: String) -> Int { Int(object.number(name) ?? 0) }
            self.init(rows: read("rows"), removed: read("removed"), due: read("due"), held: read("held"))
        }

        /// For people.
        public var text: String {
            rows == 0
                ? "the routing table has no retention row: nothing is ever removed"
                : "\(removed) removed, \(due) due, \(held) kept by holds"
        }

        /// For programs.
        public var json: JSONText {
            var json = JSONText()
            json.openObject()
            json.number("rows", rows)
            json.number("removed", removed)
            json.number("due", due)
            json.number("held", held)
            json.closeObject()
            return json
        }
    }

    /// So many files that holds keep are named in one answer; the numbers count all.
    private static let mostHeld = 2_000

    static func answer(_ outcome: PurgeOutcome, forPeople isForPeople: Bool) -> ControlAnswer {
        if let failure = outcome.failure { return ControlAnswer(.tryLater, failure) }
        var answer = ControlAnswer()
        var numbers = Numbers(rows: outcome.rows, due: outcome.left, held: outcome.held.count)
        func tell(_ line: Line) { if isForPeople { answer.say(line.text) } else { answer.add(line.json) } }
        for (file, outcome) in outcome.files {
            switch outcome {
            case .done:
                numbers.removed += 1
                tell(Line(file, .removed))
            case .refused(let text): tell(Line(file, .failed, text))
            }
        }
        for file in outcome.held.prefix(mostHeld) { tell(Line(file, .held)) }
        if isForPeople { answer.say(numbers.text) } else { answer.add(numbers.json) }
        return answer
    }
}
