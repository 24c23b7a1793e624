/// Which benefits people receive: answers `benefit-inquiry` from benefits.tsv. What may be told for which purpose stands
/// in purposes.tsv.
enum Benefits {
    static func answer(_ request: Request) {
        let message = request.message
        let asked = message.children("BenefitClass").map(\.text)
        let purpose = request.text("Purpose")
        let allowed =
            DataFile.rows("purposes.tsv").first { $0.count == 2 && $0[0] == purpose }
            .map { $0[1].split(separator: " ").map(String.init) } ?? []
        let told = Set(asked).intersection(allowed)
        let disclosure = told.isEmpty ? "none" : told.count < Set(asked).count ? "part" : "full"
        guard let start = message.text("Period", "Start"), let end = message.text("Period", "End") else {
            System.end(65, "the message has no Period")
        }
        let known = DataFile.rows("benefits.tsv")
        let people = message.children("PersonalId").map { person in
            let rows = known.filter { $0[0] == person.text }
            if rows.isEmpty { System.end(65, "nothing is known of one whom the message is about") }
            // Days are written so that the earlier text is the earlier day.
            let benefits = rows.filter { row in
                row.count >= 6 && told.contains(row[1]) && row[3] <= end && start <= row[4]
            }
            return Element(
                "Person",
                [Element("PersonalId", person.text), Element("Disclosure", disclosure)] + benefits.map(benefit))
        }
        request.answer(
            "BenefitStatement", namespace: "urn:luova:benefit-statement:1", from: "benefit-data",
            [Element("CaseReference", request.text("CaseReference"))] + people)
    }

    /// Of a row: person, class, status, first day, last day, gross, and perhaps net.
    private static func benefit(_ row: [String]) -> Element {
        Element(
            "Benefit",
            [
                Element("BenefitClass", row[1]), Element("Status", row[2]),
                Element("Period", [Element("Start", row[3]), Element("End", row[4])]), Element("Gross", euros: row[5]),
            ] + row.dropFirst(6).map { Element("Net", euros: $0) })
    }
}
