import Messages
import Validation

extension TableLinker {
    /// How long files are kept, and what must be kept for now. A name that nobody has is a mistake: a hold that holds
    /// nothing would let go what a court wants to see.
    mutating func linkRetention() -> RetentionRules {
        var rules = RetentionRules()
        let types = Set(reader.contracts.map(\.row.type))
        for placed in reader.retentions {
            var row = placed.row
            if let from = row.from {
                checkParty(from, placed)
                row.senders = Set(members(of: from).map { ParticipantIdentifier($0) })
            }
            if let to = row.to {
                checkParty(to, placed)
                row.receivers = Set(members(of: to).map { ParticipantIdentifier($0) })
            }
            if row.keeps == .refused, row.to != nil {
                report(placed, "a refused file is for nobody; a row about refused files has no 'to'")
            }
            if row.keeps == .receipts, row.to != nil {
                report(placed, "a receipt is for who sent the file; a row about receipts has 'from', and no 'to'")
            }
            if row.keeps == .ledger, row.from != nil || row.to != nil || row.message != nil {
                report(
                    placed, "a segment of the ledger is about everybody; its row has neither 'from', 'to' nor 'message'"
                )
            }
            if let message = row.message, !types.contains(message) {
                report(placed, "unknown contract '\(message)'; add a contract row with this id, or correct it")
            }
            rules.rows.append(row)
        }
        for placed in reader.holds {
            var hold = placed.row
            guard (hold.participant == nil) != (hold.message == nil) else {
                report(placed, "a hold is about a participant or about a message; give it one of both")
                continue
            }
            if let participant = hold.participant {
                checkParty(participant, placed)
                hold.participants = Set(members(of: participant).map { ParticipantIdentifier($0) })
            }
            rules.holds.append(hold)
        }
        return rules
    }

    private mutating func checkParty<Row>(_ name: String, _ placed: TableReader.Placed<Row>) {
        guard participants[name] == nil, groups[name] == nil else { return }
        report(
            placed,
            "unknown participant '\(name)'; correct it, or keep the row of one that has left for as long as its files are there"
        )
    }
}
