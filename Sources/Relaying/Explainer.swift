import Files
public import Messages
public import Routing
import Validation

/// What would become of a message, and why, step by step.
public struct Explanation: Sendable {
    /// The verdict; what a daemon would decide but for duplicates, which only its ledger knows.
    public var verdict: Verdict
    /// The steps in the order in which they were taken, each a sentence.
    public var steps: [String]
}

/// Judges files as the daemon would, and changes nothing.
public struct Explainer: ~Copyable {
    private let table: RoutingTable
    private let day: CivilDate
    private var validator = Validator()

    /// Explains by a table, today.
    public init(table: RoutingTable) {
        self.table = table
        day = Authorization.day(of: Clock.realtime())
    }

    /// The verdict on a message from a participant.
    ///
    /// - Parameter next: fills the array from its start with the next bytes of the message and says how many
    ///   it put there; 0 at the end. Not asked further once the message is too large.
    public mutating func explain<Failure: Error>(
        from sender: Participant, reading next: (inout [UInt8]) throws(Failure) -> Int
    ) throws(Failure) -> Explanation {
        let limits = table.settings.limits
        var size = 0
        let judgement = try validator.judge(
            contracts: table.contracts, limits: limits, encodings: table.encodings(of: sender.identifier),
            isRouted: { table.isRouted($0, from: sender.identifier) }
        ) { buffer throws(Failure) in
            if size > limits.size { return 0 }
            let count = try next(&buffer)
            size += count
            return count
        }
        if size > limits.size {
            let text =
                "the file has more than \(limits.size) bytes; send less in one file, or ask the operator to raise max-size"
            let refusal = Refusal(.tooLarge, [MessageError(.size, text)])
            return Explanation(
                verdict: Verdict(judgement: Judgement(), refusal: refusal), steps: ["size: \(text): too-large"])
        }
        let verdict = Authorization(table: table, day: day).decide(judgement, from: sender, size: Int64(size))
        return Explanation(verdict: verdict, steps: steps(judgement, verdict, sender, size))
    }

    private func steps(_ judgement: Judgement, _ verdict: Verdict, _ sender: Participant, _ count: Int) -> [String] {
        var steps = [
            "read: \(count) bytes, \(judgement.syntax.map { "\($0.rawValue.uppercased()) in \(judgement.encoding.name)" } ?? "neither XML nor JSON")"
        ]
        if let type = judgement.type {
            steps.append("contract: \(type), found by the root element")
            if let refusal = judgement.refusal {
                let count = refusal.errors.count + refusal.moreErrors
                steps.append("document: \(refusal.reason.rawValue), \(count) \(count == 1 ? "mistake" : "mistakes")")
            } else {
                steps.append("document: keeps its contract")
            }
            if let syntax = judgement.syntax { steps += permissionSteps(type, syntax, sender) }
            if let named = judgement.header.sender {
                let isKnown = sender.identities.contains { named.elementsEqual($0.utf8) }
                steps.append(
                    "sender: the message names \(isKnown ? "this sender" : "another sender"); it may call itself \(sender.identities.joined(separator: ", "))"
                )
            }
        } else if let refusal = judgement.refusal {
            steps.append("document: \(refusal.reason.rawValue)")
        }
        if let refusal = verdict.refusal {
            steps.append("verdict: refused, \(refusal.reason.rawValue)")
        } else {
            let receivers = verdict.receivers.map { receiver in
                table.participants[receiver]?.program == nil ? "\(receiver) (pickup folder)" : "\(receiver) (program)"
            }
            steps.append(
                "verdict: accepted, to \(receivers.joined(separator: ", ")), unless its message id was used before")
        }
        return steps
    }

    private func permissionSteps(_ type: MessageType, _ syntax: Syntax, _ sender: Participant) -> [String] {
        switch table.permission(from: sender.identifier, message: type, syntax: syntax, on: day) {
        case .row(let route):
            let agreement = route.agreement.map { ", agreement \($0.identifier)" } ?? ""
            let basis = route.basis.map { ", \($0)" } ?? ""
            return ["route: \(route.identifier) (\(route.file):\(route.line))\(agreement)\(basis)"]
        case .noRow:
            let own = table.routes(from: sender.identifier).map { "\($0.message)" }
            let other = table.routes.filter { $0.message == type }.map { "\($0.from)" }
            return [
                "route: none; \(sender.identifier) may send \(Explainer.list(own)); \(type) may be sent by \(Explainer.list(other))"
            ]
        case .otherSyntax(let rows):
            return rows.map { "route: \($0.identifier) (\($0.file):\($0.line)) is for another syntax" }
        case .notInForce(let rows):
            return rows.map { route in
                let until = [route.untilDate, route.agreement?.until].compactMap { $0 }.min()
                return
                    "route: \(route.identifier) (\(route.file):\(route.line)) is not in force on \(day)\(until.map { ", it or its agreement ends on \($0)" } ?? "")"
            }
        }
    }

    private static func list(_ names: [String]) -> String {
        names.isEmpty ? "none" : Set(names).sorted().joined(separator: ", ")
    }
}
