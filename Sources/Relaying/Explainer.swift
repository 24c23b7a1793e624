import Files
public import Messages
public import Routing
import Validation

/// Judges files as the daemon would, and changes nothing.
public struct Explainer: ~Copyable {
    private let table: RoutingTable
    /// The day on which it is asked.
    public let day: CivilDate
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
        var limits = table.settings.limits
        limits.judgesItems = table.judgesItems(of: sender.identifier)
        var size = 0
        // What is left without some items has to be judged as well, and standard input is read only once.
        var kept: [UInt8] = []
        let judgement = try validator.judge(
            contracts: table.contracts, limits: limits, encodings: table.encodings(of: sender.identifier),
            isRouted: { table.isRouted($0, from: sender.identifier) }
        ) { buffer throws(Failure) in
            if size > limits.size { return 0 }
            let count = try next(&buffer)
            size += count
            if limits.judgesItems { kept += buffer[..<count] }
            return count
        }
        if size > limits.size {
            let text =
                "the file has more than \(limits.size) bytes; send less in one file, or ask the operator to raise max-size"
            let refusal = Refusal(.tooLarge, [MessageError(.size, text)])
            return explanation(
                Verdict(judgement: Judgement(), refusal: refusal), ["size: \(text): too-large"], from: sender)
        }
        let authorization = Authorization(table: table, day: day)
        var verdict = authorization.decide(judgement, from: sender, size: Int64(size))
        if let items = authorization.separableItems(of: verdict) {
            verdict = authorization.decide(
                verdict, without: items, from: sender, size: Int64(size), judgedBy: &validator
            ) { buffer, offset in
                let piece = kept[min(Int(offset), kept.count)..<min(Int(offset) + buffer.count, kept.count)]
                buffer.replaceSubrange(0..<piece.count, with: piece)
                return piece.count
            } writing: { _ in
            }
        }
        return explanation(verdict, steps(judgement, verdict, sender, size), from: sender)
    }

    private func explanation(_ verdict: Verdict, _ steps: [String], from sender: Participant) -> Explanation {
        let (type, syntax) = (verdict.judgement.type, verdict.judgement.syntax)
        var explanation = Explanation(verdict: verdict, steps: steps)
        if let type, let syntax,
            case .row(let route) = table.permission(from: sender.identifier, message: type, syntax: syntax, on: day)
        {
            explanation.route = route
        }
        explanation.nearest = table.nearest(from: sender.identifier, message: type, syntax: syntax, on: day)
        explanation.next = Outlook(table: table, sender: sender).sentences(verdict, explanation.route)
        return explanation
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
            if let part = verdict.part {
                steps.append(
                    "items: \(part.accepted) of \(part.accepted + part.refused) go on without the others, and keep the contract"
                )
            }
            if let syntax = judgement.syntax { steps += permissionSteps(type, syntax, sender) }
            if let named = judgement.header.sender {
                let isKnown = sender.isCalled(named)
                steps.append(
                    "sender: the message names \(isKnown ? "this sender" : "another sender"); it may call itself \(sender.identities.joined(separator: ", "))"
                )
            }
            steps += needsSteps(judgement, type, sender)
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
                "verdict: accepted, to \(receivers.joined(separator: ", ")), unless its message id was used before"
                    + (verdict.route.flatMap { table.quotas[$0] } == nil ? "" : " or its quota is used up"))
        }
        return steps
    }

    private func permissionSteps(_ type: MessageType, _ syntax: Syntax, _ sender: Participant) -> [String] {
        switch table.permission(from: sender.identifier, message: type, syntax: syntax, on: day) {
        case .row(let route):
            let group = route.from.isGroup ? ", from group \(route.from)" : ""
            let agreement = route.agreement.map { ", agreement \($0.identifier)" } ?? ""
            let basis = route.basis.map { ", \($0)" } ?? ""
            return ["route: \(route.identifier) (\(route.file):\(route.line))\(group)\(agreement)\(basis)"]
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
                let words = NearMiss(route: route, difference: .day).words(on: day)
                return "route: \(route.identifier) (\(route.file):\(route.line)) \(words)"
            }
        }
    }

    /// What the contract and the row ask for beside a right form.
    private func needsSteps(_ judgement: Judgement, _ type: MessageType, _ sender: Participant) -> [String] {
        let needs = Needs(of: judgement.type, table: table)
        let paths = table.contract(type)?.headerPaths ?? [:]
        var steps: [String] = []
        if paths[.environment] != nil {
            let isRight = needs.environment(of: judgement, between: sender) == nil
            let expected = table.environment(of: sender).rawValue
            steps.append("environment: the message is \(isRight ? "" : "not ")for \(expected), as its sender is")
        }
        if paths[.consent] != nil {
            steps.append("consent: \(needs.consent(to: judgement) == nil ? "named" : "missing")")
        }
        if let syntax = judgement.syntax,
            case .row(let route) = table.permission(from: sender.identifier, message: type, syntax: syntax, on: day),
            let profile = route.profile
        {
            let isKept = needs.profile(of: route, kept: judgement) == nil
            steps.append("profile: \(profile.identifier), \(isKept ? "kept" : "broken")")
        }
        if let syntax = judgement.syntax,
            case .row(let route) = table.permission(from: sender.identifier, message: type, syntax: syntax, on: day),
            let step = Outlook.quotaStep(route)
        {
            steps.append(step)
        }
        return steps
    }

    private static func list(_ names: [String]) -> String {
        names.isEmpty ? "none" : Set(names).sorted().joined(separator: ", ")
    }
}
