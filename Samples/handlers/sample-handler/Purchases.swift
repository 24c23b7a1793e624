/// What a pharmacy is paid for a purchase: answers `purchase-notification` from medicines.tsv and reimbursements.tsv.
///
/// It keeps nothing, so it takes every purchase that is replaced or cancelled for a known one.
enum Purchases {
    static func answer(_ request: Request) {
        _ = Reimbursements.rows(of: request.text("PersonalId"))
        let outcomes = ["new": "registered", "replace": "replaced", "cancel": "cancelled"]
        guard let outcome = outcomes[request.text("Action")] else { System.end(65, "the action is unknown") }
        var prices: [String: Int] = [:]
        for row in DataFile.rows("medicines.tsv") where row.count == 2 { prices[row[0]] = cents(row[1]) }
        var total = 0
        var findings: [Element] = []
        for (place, line) in request.message.children("Line").enumerated() where outcome != "cancelled" {
            guard let quantity = line.text("Quantity").flatMap({ Int($0) }),
                let price = line.text("Price").flatMap(cents),
                let reimbursement = line.text("Reimbursement").flatMap(cents)
            else { System.end(65, "a line has an amount that this program does not read") }
            let reference = prices[line.text("Product") ?? ""].map { $0 * quantity }
            total += min(reimbursement, reference ?? 0)
            let code: String? =
                if let reference { price > reference ? "price-above-reference" : nil } else { "product-unknown" }
            if let code {
                findings.append(
                    Element("Finding", [Element("Line", "\(place + 1)", isBare: true), Element("Code", code)]))
            }
        }
        request.answer(
            "PurchaseReceipt", namespace: "urn:luova:purchase-receipt:1", from: "purchases",
            [
                Element("PurchaseId", request.text("PurchaseId")),
                Element("Version", request.text("Version"), isBare: true), Element("Outcome", outcome),
                Element("Reimbursed", euros: euros(total)),
            ] + findings)
    }

    /// Cents out of 12, 12.5 or 12.50.
    private static func cents(_ text: String) -> Int? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count <= 2, let whole = Int(parts[0]), whole >= 0 else { return nil }
        guard parts.count == 2 else { return whole * 100 }
        guard parts[1].count <= 2, let rest = Int(parts[1].count == 1 ? "\(parts[1])0" : parts[1]) else { return nil }
        return whole * 100 + rest
    }

    private static func euros(_ cents: Int) -> String { "\(cents / 100).\(cents % 100 / 10)\(cents % 10)" }
}
