import Messages
import Validation

extension TableLinker {
    typealias PlacedRoute = TableReader.Placed<TableReader.RouteRow>

    /// Looks up what each route names, and checks what it says by itself.
    mutating func linkRoutes(_ settings: ServiceSettings) -> [Route] {
        let contracts = Dictionary(
            reader.contracts.map { ($0.row.type.text, $0) }, uniquingKeysWith: { first, _ in first })
        let profiles = Dictionary(
            reader.profiles.map { ($0.row.identifier, $0.row) }, uniquingKeysWith: { first, _ in first })
        return reader.routes.map { placed in
            let row = placed.row
            checkEnds(of: placed)
            for name in [row.message] + (row.reply.map { [$0] } ?? []) where contracts[name] == nil {
                report(placed, "unknown contract '\(name)'; add a contract row with this id, or correct it")
            }
            if let name = row.profile, profiles[name] == nil {
                report(placed, "unknown profile '\(name)'; add a profile row with this id, or correct it")
            }
            if let from = row.fromDate, let until = row.untilDate, until < from {
                report(placed, "the route ends on \(until), before it begins on \(from); correct a date")
            }
            if row.encodings != [.utf8], !row.syntaxes.contains(.xml) {
                report(placed, "encoding is for XML only, JSON is UTF-8; remove it, or add xml to syntax")
            }
            if let reply = row.reply, let contract = contracts[reply] { check(reply: contract, of: placed) }
            checkAnswerTime(of: placed)
            checkAgreement(of: placed)
            checkEnvironments(of: placed, settings)
            var traffic = row.traffic
            traffic.window = checkedWindow(of: placed, settings)
            traffic.expectation = checkedExpectation(of: placed)
            noteTraffic(traffic, of: placed)
            // Its days begin and end there.
            if traffic.quotas.contains(where: { $0.period == .day }) { _ = zone(settings.timeZone, for: placed) }
            if row.basis == nil { note(placed, "route '\(row.identifier)' names no statute (basis)") }
            return Route(
                identifier: RouteIdentifier(row.identifier),
                from: groups[row.from].map { .group($0.identifier) } ?? .participant(ParticipantIdentifier(row.from)),
                message: MessageType(row.message), to: row.to.map { ParticipantIdentifier($0) }, syntaxes: row.syntaxes,
                encodings: row.encodings, lane: row.lane, largest: row.largest,
                agreement: row.agreement.flatMap { agreements[$0]?.row }, basis: row.basis,
                fromDate: row.fromDate, untilDate: row.untilDate, reply: row.reply.map { MessageType($0) },
                profile: row.profile.flatMap { profiles[$0] }, traffic: traffic, file: placed.file, line: placed.line)
        }
    }

    /// A rule that says nothing.
    private mutating func noteTraffic(_ traffic: TrafficRules, of placed: PlacedRoute) {
        if traffic.repetition == .never, !placed.row.to.contains(where: { participants[$0]?.program != nil }) {
            note(
                placed,
                "route '\(placed.row.identifier)' says repeat=never, which is for programs, and none of its receivers has one"
            )
        }
    }

    /// Who sends, and who receives.
    private mutating func checkEnds(of placed: PlacedRoute) {
        let row = placed.row
        if participants[row.from] == nil, groups[row.from] == nil {
            report(placed, "unknown participant '\(row.from)'; add a partner or system row with this id, or correct it")
        }
        for name in row.to where participants[name] == nil {
            if groups[name] == nil {
                report(
                    placed, "unknown participant '\(name)'; add a partner or system row with this id, or correct it")
            } else {
                report(placed, "'\(name)' is a group, and only participants receive; name each receiver by itself")
            }
        }
        if Set(row.to).count < row.to.count { report(placed, "a receiver is named twice; name each once") }
    }

    /// An answer comes from a program, and names the request that it answers.
    private mutating func check(
        reply contract: TableReader.Placed<Contract.Description>, of placed: PlacedRoute
    ) {
        if !placed.row.to.contains(where: { participants[$0]?.program != nil }) {
            report(placed, "reply needs a receiver with a program, which writes it; add one, or remove reply")
        }
        if contract.row.fields[.replyTo] == nil {
            report(
                placed,
                "no answer could name its request, because contract '\(contract.row.type)' (\(contract.file):\(contract.line)) has no reply-to; add it there"
            )
        }
    }

    /// What the route rests on: an agreement with one of its ends, on days that the route has too.
    private mutating func checkAgreement(of placed: PlacedRoute) {
        let row = placed.row
        guard let name = row.agreement else { return noteMissingAgreement(of: placed) }
        guard let agreement = agreements[name] else {
            return report(placed, "unknown agreement '\(name)'; add an agreement row with this id, or correct it")
        }
        let partner = agreement.row.partner
        let isAtAnEnd =
            "\(partner)" == row.from || isParty(partner, participant: row.from)
            || row.to.contains { isParty(partner, participant: $0) }
        if !isAtAnEnd {
            report(placed, "agreement '\(name)' is with '\(partner)', who is at neither end of this route")
        }
        let isTooEarly = row.untilDate.map { $0 < agreement.row.from } ?? false
        let isTooLate = row.fromDate.flatMap { from in agreement.row.until.map { $0 < from } } ?? false
        if isTooEarly || isTooLate {
            report(
                placed,
                "the route is never in force: none of its days is one of agreement '\(name)' (\(agreement.file):\(agreement.line)); correct a date"
            )
            return
        }
        if let from = row.fromDate, from < agreement.row.from {
            note(
                placed,
                "route '\(row.identifier)' begins on \(from), and its agreement '\(name)' on \(agreement.row.from): it is not in force before"
            )
        }
        if let until = row.untilDate, let last = agreement.row.until, last < until {
            note(
                placed,
                "route '\(row.identifier)' ends on \(until), and its agreement '\(name)' on \(last): it is not in force after"
            )
        }
    }

    /// A route without agreement, where a partner is at one end. The row of a group may leave it to its members.
    private mutating func noteMissingAgreement(of placed: PlacedRoute) {
        let row = placed.row
        guard groups[row.from] != nil else {
            if ([row.from] + row.to).contains(where: { participants[$0]?.isPartner ?? false }) {
                note(placed, "route '\(row.identifier)' rests on no agreement")
            }
            return
        }
        let without = members(of: row.from).filter { name in
            participants[name].map { $0.isPartner && $0.agreement == nil } ?? false
        }
        if !without.isEmpty {
            note(placed, "route '\(row.identifier)' rests on no agreement for \(Self.list(without)) of '\(row.from)'")
        }
    }

    /// The window, in the service's time zone where it names none.
    private mutating func checkedWindow(of placed: PlacedRoute, _ settings: ServiceSettings) -> TimeWindow? {
        guard let text = placed.row.window else { return nil }
        guard var window = TimeWindow(text, usual: settings.timeZone) else {
            report(
                placed,
                "window=\"\(text)\" begins and ends at the same time; write two times, such as 18:00-06:00, or remove it"
            )
            return nil
        }
        if let zone = zone(window.timeZone, for: placed) { window.zone = zone }
        return window
    }

    /// When something must be heard of the senders.
    private mutating func checkedExpectation(of placed: PlacedRoute) -> Expectation? {
        guard let text = placed.row.expectation else { return nil }
        if let expectation = Expectation(text) { return expectation }
        report(
            placed,
            "expect=\"\(text)\" can never be kept or broken: its time must open before it closes, and be at least as long as the silence; write one such as \"weekdays 06:00-20:00 every 1h\""
        )
        return nil
    }

    /// What is only a trial reaches nobody who acts in earnest, nor the reverse, whatever its messages say.
    private mutating func checkEnvironments(of placed: PlacedRoute, _ settings: ServiceSettings) {
        func environment(_ name: String) -> MessageEnvironment? {
            participants[name].map { $0.environment ?? settings.environment }
        }
        let ends = members(of: placed.row.from) + placed.row.to
        guard let first = ends.first(where: { environment($0) != nil }), let usual = environment(first),
            let other = ends.first(where: { environment($0) ?? usual != usual }), let unusual = environment(other)
        else { return }
        report(
            placed,
            "the route joins '\(first)' (\(usual.rawValue)) with '\(other)' (\(unusual.rawValue)), and no message is both; correct an environment, or the route"
        )
    }
}
