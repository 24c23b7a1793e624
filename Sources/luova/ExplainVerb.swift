import Files
import Messages
import Recording
import Relaying
import Routing
import Validation

/// `luova explain`.
enum ExplainVerb: Verb {
    static let name = "explain"
    static let synopsis =
        "explain --routes DIR --from ID [--json] FILE…   the verdict on files, and why; changes nothing"
    static let help = """
        usage: luova explain --routes DIR --from ID [--json [--steps]] FILE…

        Says what would become of each FILE if participant ID dropped it now, and why: each step, each
        mistake with its place, the rows that came near and did not decide, and what would happen next.
        `-` is standard input. Reads no spool, so that repeated message ids are not known. Changes nothing.

        --json   one JSON object a file, on one line: file, outcome (accepted, refused, unreadable), reason,
                 message, id, syntax, route, to, items_accepted, items_refused,
                 errors [code, line, column, place, text], more_errors;
                 file, outcome, to and errors always, the others where they are known
        --steps  with --json: adds the steps to the end of each object that is not unreadable: agreement
                 where there is one, steps, nearest [route, file, line, why], next

        exit: 0 all accepted, 65 some refused, 66 a file cannot be read, 78 the routing table is wrong.

        example: luova explain --routes Routes --from pharmacy-100001 query.xml
        """

    static func run(_ words: [String]) throws(Failure) {
        let arguments = try Arguments(
            words, verb: name, options: ["--routes", "--from"], flags: ["--json", "--steps"])
        let folder = try arguments.required("--routes", verb: name)
        let identifier = ParticipantIdentifier(try arguments.required("--from", verb: name))
        guard !arguments.rest.isEmpty else {
            throw Failure(.usage, "explain: no file is named; see luova explain --help")
        }
        let table = try RoutingTable.loadForVerb(folder)
        guard let sender = table.participants[identifier] else {
            throw Failure(
                .usage,
                "explain: the table knows no participant '\(identifier)'; see the id of its partner and system rows")
        }
        var explainer = Explainer(table: table)
        var refused = false
        var unreadable: [String] = []
        for file in arguments.rest {
            let explanation: Explanation
            do throws(FileError) {
                let descriptor = try WholeFile.open(file)
                explanation = try explainer.explain(from: sender) { buffer throws(FileError) in
                    try descriptor.readAvailable(into: &buffer) ?? 0
                }
            } catch {
                StandardStream.error.writeLine("luova: \(error)")
                if arguments.has("--json") { StandardStream.output.write(json(file, unreadable: "\(error)")) }
                unreadable.append(file)
                continue
            }
            refused = refused || explanation.verdict.refusal != nil
            if arguments.has("--json") {
                let steps = arguments.has("--steps") ? explanation : nil
                StandardStream.output.write(json(file, explanation.verdict, steps: steps, on: explainer.day))
            } else {
                StandardStream.output.write(text(file, explanation, on: explainer.day))
            }
        }
        if !unreadable.isEmpty { throw Failure(.noInput, lines: []) }
        if refused { throw Failure(.data, lines: []) }
    }

    private static func json(
        _ file: String, _ verdict: Verdict, steps explanation: Explanation?, on day: CivilDate
    ) -> [UInt8] {
        var json = JSONText()
        json.openObject()
        json.string("file", file)
        json.string("outcome", verdict.refusal == nil ? "accepted" : "refused")
        json.optional("reason", verdict.refusal?.reason.rawValue)
        json.optional("message", verdict.judgement.type?.text)
        json.optional("id", verdict.judgement.header.messageID)
        json.optional("syntax", verdict.judgement.syntax?.rawValue)
        json.optional("route", verdict.route?.text)
        json.openArray("to")
        for receiver in verdict.receivers { json.string(nil, receiver.text) }
        json.closeArray()
        json.optional("items_accepted", verdict.part?.accepted)
        json.optional("items_refused", verdict.part?.refused)
        json.openArray("errors")
        for error in verdict.mistakes?.errors ?? [] { error.write(to: &json) }
        json.closeArray()
        if let more = verdict.mistakes?.moreErrors, more > 0 { json.number("more_errors", more) }
        if let explanation { write(explanation, on: day, to: &json) }
        json.closeObject()
        return json.bytes + [0x0A]
    }

    /// The members that tell how the verdict came about.
    private static func write(_ explanation: Explanation, on day: CivilDate, to json: inout JSONText) {
        json.optional("agreement", explanation.route?.agreement?.identifier)
        json.openArray("steps")
        for step in explanation.steps { json.string(nil, step) }
        json.closeArray()
        json.openArray("nearest")
        for miss in explanation.nearest.prefix(mostNearest) {
            json.openObject()
            json.string("route", miss.route.identifier.text)
            json.string("file", miss.route.file)
            json.number("line", miss.route.line)
            json.string("why", miss.words(on: day))
            json.closeObject()
        }
        json.closeArray()
        json.openArray("next")
        for sentence in explanation.next { json.string(nil, sentence) }
        json.closeArray()
    }

    /// The same members for a file that nobody could read.
    private static func json(_ file: String, unreadable text: String) -> [UInt8] {
        var json = JSONText()
        json.openObject()
        json.string("file", file)
        json.string("outcome", "unreadable")
        json.openArray("to")
        json.closeArray()
        json.openArray("errors")
        MessageError(.file, text).write(to: &json)
        json.closeArray()
        json.closeObject()
        return json.bytes + [0x0A]
    }

    /// Of the rows that came near, the nearest are shown.
    private static let mostNearest = 5

    private static func text(_ file: String, _ explanation: Explanation, on day: CivilDate) -> [UInt8] {
        var lines = ["\(file):"]
        lines += explanation.steps.map { "  \($0)" }
        if let refusal = explanation.verdict.mistakes {
            for error in refusal.errors {
                let position = error.line.map { ":\($0):\(error.column ?? 1)" } ?? ""
                let place = error.place.map { " \($0):" } ?? ""
                lines.append("  \(file)\(position):\(place) \(error.text) [\(error.code.rawValue)]")
            }
            if refusal.moreErrors > 0 { lines.append("  and \(refusal.moreErrors) more") }
        }
        lines += explanation.next.map { "  next: \($0)" }
        for miss in explanation.nearest.prefix(mostNearest) {
            let route = miss.route
            lines.append("  not route \(route.identifier) (\(route.file):\(route.line)): it \(miss.words(on: day))")
        }
        let hidden = explanation.nearest.count - mostNearest
        if hidden > 0 { lines.append("  nor \(hidden) others") }
        return Array((lines.joined(separator: "\n") + "\n").utf8)
    }
}
