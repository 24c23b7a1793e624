import Messages
import Routing

/// The routing table as people ask for it: who may send what, who receives what, and what ends soon.
struct PermissionsReport {
    /// One row as it holds for one of its senders.
    struct Grant {
        let sender: ParticipantIdentifier
        let route: Route
    }

    /// On which day.
    let day: CivilDate
    /// The last day that is soon.
    let soon: CivilDate
    private let table: RoutingTable
    private let from: Party?
    private let to: ParticipantIdentifier?
    /// Everything that was asked for, in the order of the table, and of the senders' ids.
    let grants: [Grant]

    /// - Parameters:
    ///   - from: only what this sender, or each member of this group, may send.
    ///   - to: only what this participant receives, answers to it among them.
    init(table: RoutingTable, day: CivilDate, soon: CivilDate, from: Party?, to: ParticipantIdentifier?) {
        self.table = table
        self.day = day
        self.soon = soon
        self.from = from
        self.to = to
        var places: [RouteIdentifier: Int] = [:]
        for (place, route) in table.routes.enumerated() { places[route.identifier] = place }
        var grants: [(place: Int, grant: Grant)] = []
        for sender in table.participants.keys {
            if case .participant(let wanted) = from, wanted != sender { continue }
            for route in table.routes(from: sender) {
                if case .group = from, route.from != from { continue }
                if let to, !route.to.contains(to), !(route.reply != nil && sender == to) { continue }
                grants.append((places[route.identifier] ?? 0, Grant(sender: sender, route: route)))
            }
        }
        self.grants = grants.sorted { ($0.place, $0.grant.sender.text) < ($1.place, $1.grant.sender.text) }
            .map(\.grant)
    }

    /// For people. A group's row stands there once, unless one of its members was asked for.
    var lines: [String] {
        var lines = ["on \(day):"]
        let rows = summed
        lines.append("")
        lines.append("who may send")
        lines += section(rows.map { (name(of: $0), sending($0)) })
        lines += members
        lines.append("")
        lines.append("who receives")
        var receiving: [(String, String)] = []
        for row in rows {
            for receiver in row[0].route.to where to ?? receiver == receiver {
                receiving.append((receiver.text, arrival(row)))
            }
            let asker = to.flatMap { to in row.first { $0.sender == to }?.sender.text } ?? name(of: row)
            if let reply = row[0].route.reply, to?.text ?? asker == asker {
                receiving.append((asker, answer(row, reply)))
            }
        }
        lines += section(receiving)
        lines.append("")
        lines.append("what ends or is to be reviewed by \(soon)")
        let ends = endings
        lines += ends.isEmpty ? ["  nothing"] : ends
        return lines
    }

    /// The grants of one row together.
    private var summed: [[Grant]] {
        var rows: [[Grant]] = []
        for grant in grants {
            if let last = rows.last?.last, last.route.identifier == grant.route.identifier {
                rows[rows.count - 1].append(grant)
            } else {
                rows.append([grant])
            }
        }
        return rows
    }

    /// Whose row it is: the participant that was asked for, or whom the row names.
    private func name(of row: [Grant]) -> String {
        if case .participant(let asked) = from { return asked.text }
        return "\(row[0].route.from)"
    }

    /// The members of the group that was asked for, each with what its traffic rests on.
    private var members: [String] {
        guard case .group(let identifier) = from, let group = table.groups[identifier] else { return [] }
        return ["", "its members"]
            + group.members.sorted { $0.text < $1.text }.map { member in
                let agreements = Set(
                    grants.filter { $0.sender == member }.compactMap { $0.route.agreement?.identifier })
                let words = agreements.sorted().compactMap { table.agreements[$0] }.map { agreement in
                    let days = "from \(agreement.from)\(agreement.until.map { " until \($0)" } ?? "")"
                    return
                        "agreement \(agreement.identifier) \(days)\(agreement.isInForce(on: day) ? "" : ", NOT IN FORCE")"
                }
                return "  \(title(member.text)): \(words.isEmpty ? "no agreement" : words.joined(separator: ", "))"
            }
    }

    /// Lines under the names that they are about, the names in order.
    private func section(_ entries: [(String, String)]) -> [String] {
        if entries.isEmpty { return ["  nobody, nothing"] }
        return Dictionary(grouping: entries, by: \.0).sorted { $0.key < $1.key }.flatMap { name, entries in
            ["  \(title(name))"] + entries.map { "    \($0.1)" }
        }
    }

    /// A name, with what people call it and how many a group has.
    private func title(_ name: String) -> String {
        if let group = table.groups[GroupIdentifier(name)] {
            return "\(name) (\(group.name), \(group.members.count) members)"
        }
        let called = table.participants[ParticipantIdentifier(name)]?.name ?? name
        return called == name ? name : "\(name) (\(called))"
    }

    private func sending(_ row: [Grant]) -> String {
        let route = row[0].route
        let receivers = route.to.map(\.text).joined(separator: ", ")
        return "\(route.message) (\(route.syntaxes.map(\.rawValue).sorted().joined(separator: " "))) to \(receivers)"
            + "\(route.reply.map { ", answered by \($0)" } ?? ""); \(grounds(row))"
    }

    private func arrival(_ row: [Grant]) -> String {
        "\(row[0].route.message) from \(name(of: row)); \(grounds(row))"
    }

    private func answer(_ row: [Grant], _ reply: MessageType) -> String {
        let route = row[0].route
        let systems = route.to.filter { table.participants[$0]?.program != nil }.map(\.text)
        return "\(reply) from \(systems.joined(separator: ", ")), in answer to \(route.message); \(grounds(row))"
    }

    /// The row, what it rests on, and whether it is in force.
    private func grounds(_ row: [Grant]) -> String {
        let route = row[0].route
        var words = ["route \(route.identifier)"]
        let agreements = Set(row.map { $0.route.agreement?.identifier ?? "" })
        if agreements == [""] {
            words.append("no agreement")
        } else if agreements.count == 1, let agreement = route.agreement {
            words.append("agreement \(agreement.identifier)")
        } else {
            let without = row.count { $0.route.agreement == nil }
            words.append("each member's own agreement" + (without > 0 ? ", \(without) without one" : ""))
        }
        if let basis = route.basis { words.append(basis) }
        if let profile = route.profile { words.append("without \(profile.forbids.joined(separator: ", "))") }
        let active = row.count { isInForce($0.route) }
        if active == 0 {
            words.append("NOT IN FORCE")
        } else if active < row.count {
            words.append("in force for \(active) of \(row.count)")
        }
        return words.joined(separator: "; ")
    }

    /// Whether a row is in force on the day.
    func isInForce(_ route: Route) -> Bool {
        (route.firstDay.map { $0 <= day } ?? true) && (route.lastDay.map { day <= $0 } ?? true)
    }

    /// Whether a day is to come, and soon.
    private func isSoon(_ date: CivilDate?) -> Bool { date.map { day <= $0 && $0 <= soon } ?? false }

    /// Whether a review is due soon, or was and nothing says that it took place.
    private func isDue(_ agreement: Agreement) -> Bool {
        agreement.isInForce(on: day) && (agreement.review.map { $0 <= soon } ?? false)
    }

    /// Whether a row ends soon, or its agreement is to be reviewed soon.
    func isSoon(_ route: Route) -> Bool {
        isInForce(route) && (isSoon(route.lastDay) || route.agreement.map(isDue) ?? false)
    }

    /// What ends or is to be reviewed, by day; an agreement once, whatever rests on it.
    private var endings: [String] {
        var entries: Set<[String]> = []
        for grant in grants where isInForce(grant.route) {
            let route = grant.route
            if let until = route.untilDate, isSoon(until) {
                entries.insert(["\(until)", "route \(route.identifier) ends (\(route.file):\(route.line))"])
            }
            guard let agreement = route.agreement else { continue }
            let name = "agreement \(agreement.identifier) with \(agreement.partner)"
            if let until = agreement.until, isSoon(until) { entries.insert(["\(until)", "\(name) ends"]) }
            if let review = agreement.review, isDue(agreement) {
                entries.insert(["\(review)", "\(name) \(review < day ? "was" : "is") to be reviewed"])
            }
        }
        return entries.sorted { $0.joined(separator: " ") < $1.joined(separator: " ") }
            .map { "  \($0[0])  \($0[1])" }
    }
}
