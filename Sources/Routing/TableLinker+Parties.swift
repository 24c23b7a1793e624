import Messages

extension TableLinker {
    /// Groups and those who belong to them.
    mutating func checkGroups() {
        let places = Dictionary(
            reader.participants.map { ($0.row.identifier.text, $0) }, uniquingKeysWith: { first, _ in first })
        for group in reader.groups {
            let name = group.row.identifier.text
            if let participant = places[name] {
                report(
                    group,
                    "the group id '\(name)' is that of a participant in \(participant.file):\(participant.line); give the group another id"
                )
            }
            if groups[name]?.members.isEmpty ?? true {
                note(group, "group '\(name)' has no members; name it in groups of the participants that belong to it")
            }
        }
        for participant in reader.participants {
            let row = participant.row
            for group in row.groups where groups[group.text] == nil {
                report(participant, "unknown group '\(group)'; add a group row with this id, or correct it")
            }
            if Set(row.groups).count < row.groups.count {
                report(participant, "a group is named twice; name each once")
            }
            guard let name = row.agreement else { continue }
            if row.groups.isEmpty {
                report(
                    participant,
                    "agreement is for rows of a participant's groups, and '\(row.identifier)' is in none; add groups, or name the agreement on its routes"
                )
            }
            if let agreement = agreements[name] {
                if !isParty(agreement.row.partner, participant: row.identifier.text) {
                    report(
                        participant,
                        "agreement '\(name)' is with '\(agreement.row.partner)', not with '\(row.identifier)'; correct one of them"
                    )
                }
            } else {
                report(participant, "unknown agreement '\(name)'; add an agreement row with this id, or correct it")
            }
        }
    }

    /// Whom agreements are with, and their days.
    mutating func checkAgreements() {
        for agreement in reader.agreements {
            let partner = "\(agreement.row.partner)"
            if participants[partner] == nil, groups[partner] == nil {
                report(agreement, "unknown partner '\(partner)'; add a partner row with this id, or correct it")
            }
            if let until = agreement.row.until, until < agreement.row.from {
                report(
                    agreement,
                    "the agreement ends on \(until), before it begins on \(agreement.row.from); correct a date")
            }
        }
    }

    /// Whether a party is this participant, or a group that it belongs to.
    func isParty(_ party: Party, participant name: String) -> Bool {
        switch party {
        case .participant(let identifier): identifier.text == name
        case .group(let identifier): participants[name]?.groups.contains(identifier) ?? false
        }
    }

    /// The participants that a name in `from` stands for.
    func members(of name: String) -> [String] {
        groups[name].map { $0.members.map(\.text) } ?? [name]
    }

    /// A few names, and how many more there are.
    static func list(_ names: [String]) -> String {
        let shown = names.prefix(5).joined(separator: ", ")
        return names.count > 5 ? "\(shown) and \(names.count - 5) more" : shown
    }
}
