import Messages
import XML

// Which items of a batch may go on without the others.
extension Judgement {
    /// The items that break rules, each with its own mistakes; nil where a rule is broken outside them, or no item
    /// keeps all rules. O(mistakes).
    ///
    /// - Parameter mistakes: all that is wrong, in the order in which it is told, each with its place.
    static func findings(
        _ tally: ItemTally, _ violations: [Violation], _ mistakes: [Mistake], _ contract: Contract?
    ) -> ItemFindings? {
        guard tally.outside == 0, !tally.broken.isEmpty, tally.broken.count < tally.count else { return nil }
        var owners = [Int?](repeating: nil, count: violations.count)
        for (place, broken) in tally.broken.enumerated() {
            for violation in broken.violations { owners[violation] = place }
        }
        var items = tally.broken.map { broken in
            let isRight = !broken.violations.contains { isOfReference(violations[$0], contract?.items) }
            return RefusedItem(
                number: broken.number, bytes: broken.bytes,
                reference: isRight ? broken.reference.flatMap(RefusedItem.reference) : nil)
        }
        for mistake in mistakes {
            guard let owner = mistake.violation.flatMap({ owners[$0] }) else { return nil }
            guard items[owner].errors.count < RefusedItem.mostErrors else {
                items[owner].moreErrors += 1
                continue
            }
            items[owner].quotes[items[owner].errors.count] = mistake.value
            items[owner].errors.append(mistake.error)
        }
        // A byte of two items would be taken out twice.
        let ends = zip(items, items.dropFirst())
        guard ends.allSatisfy({ $0.bytes.upperBound <= $1.bytes.lowerBound }) else { return nil }
        return ItemFindings(count: tally.count, refused: items, statedCount: tally.stated?.bytes)
    }

    /// Whether a rule is broken by what an item calls itself: that is not told.
    private static func isOfReference(_ violation: Violation, _ items: ItemDescription?) -> Bool {
        guard let items, let reference = items.reference else { return false }
        var steps = (items.path.split(separator: "/") + reference.split(separator: "/")).map(String.init)
        let attribute = steps.last?.hasPrefix("@") == true ? String(steps.removeLast().dropFirst()) : nil
        return violation.attribute == attribute && violation.path.dropFirst().map(\.name) == steps.filter { $0 != "." }
    }

    /// That a batch holds another number of items than it says: it may not be whole, and no part of it goes on.
    static func mistake(ofCountIn tally: ItemTally, _ contract: Contract?) -> MessageError? {
        guard let stated = tally.stated, let path = contract?.items?.count else { return nil }
        let digits = String(decoding: stated.text, as: UTF8.self).split {
            $0 == " " || $0 == "\n" || $0 == "\t" || $0 == "\r"
        }
        if digits.count == 1, Int(digits[0]) == tally.count { return nil }
        return MessageError(
            .fixed, place: contract?.place(of: path),
            "the message holds \(tally.count) items, and does not say so here; as it may not be whole, none of them goes on"
        )
    }
}
