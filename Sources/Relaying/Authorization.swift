import Files
import Messages
import Routing
import Validation

/// Decides what becomes of a judged message: may this sender send it, and does it say who it is from?
/// Pure: the same input gives the same verdict.
struct Authorization {
    let table: RoutingTable
    let day: CivilDate

    /// The day of a moment in the service's time zone.
    static func day(of nanoseconds: Int64) -> CivilDate {
        let (year, month, day) = Clock.localDay(of: nanoseconds)
        return CivilDate(year: year, month: month, day: day)
    }

    /// The verdict on a message of so many bytes. Of all reasons that apply, the first in the order of
    /// `Reason` is told.
    func decide(_ judgement: consuming Judgement, from sender: Participant, size: Int64) -> Verdict {
        var refusals = judgement.refusal.map { [$0] } ?? []
        var row: Route?
        if let type = judgement.type, let syntax = judgement.syntax {
            let permission = table.permission(from: sender.identifier, message: type, syntax: syntax, on: day)
            if case .row(let found) = permission { row = found }
            if let refusal = refusal(permission, type, syntax) { refusals.append(refusal) }
        }
        // UTF-8 is one of any row's.
        if let row, judgement.encoding != .utf8, !row.encodings.contains(judgement.encoding) {
            let text =
                "the file is \(judgement.encoding.name), which route \(row.identifier) does not allow; "
                + "send it as \(TextEncoding.list(row.encodings))"
            refusals.append(Refusal(.notUTF8, [MessageError(.encoding, text)]))
        }
        if let row, let largest = row.largest, size > largest {
            let text =
                "the file has \(size) bytes, and route \(row.identifier) allows \(largest); "
                + "send less in one file, or ask the operator to raise its max-size"
            refusals.append(Refusal(.tooLarge, [MessageError(.size, text)]))
        }
        let needs = Needs(of: judgement.type, table: table)
        if let refusal = needs.sender(of: judgement, from: sender) { refusals.append(refusal) }
        if let refusal = needs.environment(of: judgement, between: sender) { refusals.append(refusal) }
        if let refusal = needs.consent(to: judgement) { refusals.append(refusal) }
        if let row, let refusal = needs.profile(of: row, kept: judgement) { refusals.append(refusal) }
        guard let first = refusals.min(by: { $0.reason < $1.reason }) else {
            return Verdict(judgement: judgement, route: row?.identifier, receivers: row?.to ?? [])
        }
        return Verdict(judgement: judgement, route: row?.identifier, refusal: first)
    }

    private func refusal(_ permission: Permission, _ type: MessageType, _ syntax: Syntax) -> Refusal? {
        let text: String
        switch permission {
        case .row: return nil
        case .noRow: text = "no route lets this sender send \(type); ask the operator for one"
        case .otherSyntax(let rows):
            let allowed = Set(rows.flatMap(\.syntaxes)).map { $0.rawValue.uppercased() }.sorted()
            text =
                "\(type) may not be sent as \(syntax.rawValue.uppercased()), only as "
                + "\(allowed.joined(separator: " or ")); send it so"
        case .notInForce(let rows):
            let words = rows.map { "route \($0.identifier) \($0.wordsOutOfForce(on: day))" }
            text = "\(words.joined(separator: "; ")); ask the operator to renew it, or send it when it is in force"
        }
        guard let reason = permission.reason else { return nil }
        return Refusal(reason, [MessageError(.permission, text)])
    }
}
