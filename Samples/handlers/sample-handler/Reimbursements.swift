/// What reimbursement a person is entitled to: answers `reimbursement-query` from reimbursements.tsv.
enum Reimbursements {
    static func answer(_ request: Request) {
        let person = request.text("PersonalId")
        let rows = rows(of: person)
        var body = [Element("PersonalId", person), Element("AsOfDate", request.text("AsOfDate"))]
        for row in rows {
            let percentage = Element("Percentage", row[2], isBare: true)
            body.append(Element("Reimbursement", [Element("Class", row[1]), percentage]))
        }
        body.append(Element("AnnualMaximum", [Element("Reached", rows[0][3], isBare: true)]))
        request.answer(
            "ReimbursementStatus", namespace: "urn:luova:reimbursement-status:1", from: "reimbursement", body)
    }

    /// What is known of a person: class, percentage, whether the annual maximum is reached. Never nothing.
    static func rows(of person: String) -> [[String]] {
        let rows = DataFile.rows("reimbursements.tsv").filter { $0.count == 4 && $0[0] == person }
        if rows.isEmpty { System.end(65, "nothing is known of the person whom the message is about") }
        return rows
    }
}
