public import Messages
public import Relaying
import Routing

/// What is told of a purge, or of what one would do: an object for each file or segment, and one with the numbers.
public enum PurgeReport {
    /// What becomes of a file. The names are for programs and never change.
    public enum State: String, Sendable {
        /// It would be removed.
        case due
        /// It is removed.
        case removed
        /// It is due, and a hold keeps it.
        case held
        /// It is due, and the service needs it yet.
        case needed
        /// It was not removed.
        case failed
    }

    /// What is told of one file or segment.
    public struct Line: Sendable {
        /// The file or segment.
        public let item: any Retained
        /// What becomes of it.
        public let state: State
        /// Why it was not removed; nil when nothing is to be said.
        public let obstacle: String?

        /// What a look says: due, on hold, or needed.
        public init(_ item: any Retained) {
            self.init(item, item.hold != nil ? .held : item.need != nil ? .needed : .due)
        }

        init(_ item: any Retained, _ state: State, _ obstacle: String? = nil) {
            self.item = item
            self.state = state
            self.obstacle = obstacle
        }

        /// For people: the state, the age and the row.
        public var text: String {
            let companions = item.companions.isEmpty ? "" : ", with \(item.companions.joined(separator: " and "))"
            let why = obstacle ?? item.hold.map { "\($0.subject): \($0.reason)" } ?? item.need
            return
                "\(item.path): \(state.rawValue), \(Age(nanoseconds: item.age)) old\(companions); retention "
                + "\(item.row.identifier) keeps it for \(item.row.lengthText), by \(item.row.basis)\(why.map { "; \($0)" } ?? "")"
        }

        /// For programs.
        public var json: JSONText {
            var json = JSONText()
            json.openObject()
            json.string("number", item.number.description)
            json.string("file", item.path)
            json.optional("from", item.sender?.text)
            json.optional("to", item.receiver?.text)
            json.string("keeps", item.row.keeps.rawValue)
            json.string("state", state.rawValue)
            json.number("age_seconds", item.age / 1_000_000_000)
            json.string("retention", item.row.identifier)
            json.string("basis", item.row.basis)
            json.optional("hold", item.hold.map { "\($0.subject): \($0.reason)" })
            json.optional("need", item.need)
            // Flat, so that whoever asks can read it in one pass.
            json.optional("with", item.companions.isEmpty ? nil : item.companions.joined(separator: " "))
            json.string("text", text)
            json.closeObject()
            return json
        }
    }

    /// What a purge comes to.
    public struct Numbers: Sendable, Equatable {
        /// How many retention rows the table has.
        public var rows = 0
        /// How many files and segments were removed.
        public var removed = 0
        /// How many are due and are there.
        public var due = 0
        /// How many are due, and holds keep them.
        public var held = 0
        /// How many are due, and the service needs them yet.
        public var needed = 0

        /// Nothing at all, unless it is said otherwise.
        public init(rows: Int = 0, removed: Int = 0, due: Int = 0, held: Int = 0, needed: Int = 0) {
            self.rows = rows
            self.removed = removed
            self.due = due
            self.held = held
            self.needed = needed
        }

        /// Of what a look at them says.
        public init(rows: Int, _ lines: [Line]) {
            func count(_ state: State) -> Int { lines.count { $0.state == state } }
            self.init(rows: rows, due: count(.due), held: count(.held), needed: count(.needed))
        }

        /// Reads what `json` wrote; what is missing is 0.
        public init(_ object: FlatObject) {
            func read(_ name: String) -> Int { Int(object.number(name) ?? 0) }
            self.init(
                rows: read("rows"), removed: read("removed"), due: read("due"), held: read("held"),
                needed: read("needed"))
        }

        /// For people.
        public var text: String {
            rows == 0
                ? "the routing table has no retention row: nothing is ever removed"
                : "\(removed) removed, \(due) due, \(held) kept by holds"
                    + (needed == 0 ? "" : ", \(needed) needed by the service")
        }

        /// For programs.
        public var json: JSONText {
            var json = JSONText()
            json.openObject()
            json.number("rows", rows)
            json.number("removed", removed)
            json.number("due", due)
            json.number("held", held)
            json.number("needed", needed)
            json.closeObject()
            return json
        }
    }

    /// So many files that holds keep are named in one answer; the numbers count all.
    private static let mostHeld = 2_000

    /// What became of each, and of all.
    public static func lines(_ outcome: PurgeOutcome) -> (lines: [Line], numbers: Numbers) {
        let kept = outcome.kept.map { Line($0) }
        var numbers = Numbers(rows: outcome.rows, kept)
        numbers.due = outcome.left
        var lines: [Line] = []
        for (item, outcome) in outcome.removals {
            switch outcome {
            case .done:
                numbers.removed += 1
                lines.append(Line(item, .removed))
            case .refused(let text): lines.append(Line(item, .failed, text))
            }
        }
        return (lines + kept.prefix(mostHeld), numbers)
    }

    static func answer(_ outcome: PurgeOutcome, forPeople isForPeople: Bool) -> ControlAnswer {
        if let failure = outcome.failure { return ControlAnswer(.tryLater, failure) }
        var answer = ControlAnswer()
        let (lines, numbers) = lines(outcome)
        for line in lines { if isForPeople { answer.say(line.text) } else { answer.add(line.json) } }
        if isForPeople { answer.say(numbers.text) } else { answer.add(numbers.json) }
        return answer
    }
}
