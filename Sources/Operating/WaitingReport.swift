import Files
import Messages
import Recording
import Relaying

/// Messages that wait, one a line: as many as a piece of an answer holds.
struct WaitingReport {
    /// How far a list has come.
    struct Place: Sendable, Equatable {
        /// The last one that was shown; nil at the beginning.
        var last: DeliveryIdentifier?
        /// How many were shown.
        var shown = 0
    }

    private let entries: [WaitingEntry]

    /// - Parameter entries: all that are asked for, in the order of their ids.
    init(_ entries: [WaitingEntry]) { self.entries = entries }

    /// The next piece of a list, and where the one after it begins; nil when this is the last one. What comes or goes
    /// between two pieces is shown or not; what waits all the while is shown once.
    func piece(_ request: ControlRequest, from place: Place = Place()) -> (answer: ControlAnswer, next: Place?) {
        var answer = ControlAnswer()
        var place = place
        let first = place.last.map { last in entries.firstIndex { last.isBefore($0.delivery) } ?? entries.count } ?? 0
        for entry in entries[first...].prefix(request.limit - place.shown) {
            if answer.isFull { return (answer, place) }
            if request.isForPeople {
                answer.say(WaitingReport.line(entry))
            } else {
                answer.add(WaitingReport.json(entry))
            }
            place.last = entry.delivery
            place.shown += 1
        }
        let more = entries[first...].count { entry in place.last.map { $0.isBefore(entry.delivery) } ?? true }
        guard more > 0 else { return (answer, nil) }
        if request.isForPeople {
            answer.say("and \(more) more; --limit shows more of them, --from, --to and --state fewer")
        } else {
            var json = JSONText()
            json.openObject()
            json.number("more", more)
            json.closeObject()
            answer.add(json)
        }
        return (answer, nil)
    }

    /// One line for people.
    static func line(_ entry: WaitingEntry) -> String {
        var words = [
            "\(entry.delivery)", entry.state.rawValue, "from \(entry.sender)", "to \(entry.receiver)", "\(entry.type)",
            "id \(FileName.escaped(entry.messageID))",
            "since \(String(decoding: entry.acceptedAt.text.prefix(19), as: UTF8.self))Z",
            "tries \(entry.tries)",
        ]
        if let due = entry.dueIn { words.append(due == 0 ? "due now" : "next in \(Age(nanoseconds: due))") }
        if let front = entry.front { words.append("behind \(front)") }
        return words.joined(separator: " ")
    }

    /// One object for programs.
    static func json(_ entry: WaitingEntry) -> JSONText {
        var json = JSONText()
        json.openObject()
        write(entry, to: &json)
        json.closeObject()
        return json
    }

    static func write(_ entry: WaitingEntry, to json: inout JSONText) {
        json.string("id", entry.delivery.description)
        json.string("state", entry.state.rawValue)
        json.string("from", entry.sender.text)
        json.string("to", entry.receiver.text)
        json.string("message", entry.type.text)
        json.string("message_id", entry.messageID)
        json.string("route", entry.route.text)
        json.string("file", entry.file)
        json.string("accepted", entry.acceptedAt)
        json.number("tries", entry.tries)
        if let due = entry.dueIn { json.number("due_in_seconds", due / 1_000_000_000) }
        json.optional("behind", entry.front?.description)
    }
}

extension DeliveryIdentifier {
    /// Whether it comes before another one in lists.
    fileprivate func isBefore(_ other: DeliveryIdentifier) -> Bool {
        (sequence, receiver) < (other.sequence, other.receiver)
    }
}

/// One message or file by its number: where it is now, and what the ledger's line with that number says.
struct ShownMessage {
    let delivery: DeliveryIdentifier
    /// Nil when it does not wait.
    let entry: WaitingEntry?
    let record: LedgerRecord?
    /// Where it lies, when it is in `refused/`.
    let refused: String?

    func tell(_ answer: inout ControlAnswer, forPeople: Bool) {
        guard entry != nil || record != nil else {
            answer.code = .data
            answer.text = "the ledger has no line \(delivery)"
            return
        }
        if !forPeople { return answer.add(json) }
        for line in lines { answer.say(line) }
    }

    private var place: String {
        if let entry { return entry.state.rawValue }
        if let refused { return "in refused/: \(refused)" }
        switch record?.event {
        case .accepted: return "in no queue: delivered, in hand, or undelivered and removed"
        case .refused, .undelivered: return "not in refused/ any more"
        default: return "no message"
        }
    }

    private var lines: [String] {
        var lines = ["\(delivery): \(place)"]
        if let entry { lines.append("  \(WaitingReport.line(entry))") }
        if let record {
            lines.append(
                "  line \(record.sequence): \(record.event.rawValue)\(record.reason.map { " \($0.rawValue)" } ?? "")")
            if let file = record.file { lines.append("  file \(file)") }
            if let size = record.size { lines.append("  \(size) bytes") }
            if let digest = record.digest {
                lines.append("  sha256 \(String(decoding: digest.hexadecimal, as: UTF8.self))")
            }
            if let route = record.route { lines.append("  route \(route)") }
            for error in record.errors.prefix(10) {
                lines.append("  \(error.place.map { "\($0): " } ?? "")\(error.text)")
            }
        }
        return lines
    }

    private var json: JSONText {
        var json = JSONText()
        json.openObject()
        if let entry { WaitingReport.write(entry, to: &json) } else { json.string("id", delivery.description) }
        json.optional("refused", refused)
        if let record {
            json.openObject("line")
            json.number("seq", record.sequence)
            json.string("event", record.event.rawValue)
            json.optional("reason", record.reason?.rawValue)
            json.optional("from", record.sender?.text)
            json.optional("file", record.file)
            if let size = record.size { json.number("size", size) }
            json.optional("sha256", record.digest)
            json.closeObject()
        }
        json.closeObject()
        return json
    }
}
