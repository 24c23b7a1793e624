import Foundation

extension Playground {
    /// Drops files of all outcomes: nine to be accepted, five to be refused for three reasons, and a duplicate.
    func dropAllOutcomes() throws {
        for number in 1...9 { try drop(Playground.note("n-\(number)"), as: "\(number).xml") }
        for number in 1...3 {
            let text = "<Note xmlns=\"urn:test:note\"><Id>bad-\(number)</Id></Note>"
            try drop(text, as: "invalid-\(number).xml")
        }
        try drop("<Note></Other>", as: "broken.xml")
        try drop("{\"a\":1}", as: "unknown.json")
        try drop(Playground.note("n-1"), as: "again.xml")
    }

    /// Writes the table, with a day so many days from now in the place of `UNTIL`.
    func write(rows: String, until days: Int) throws {
        let formatter = DateFormatter()
        formatter.dateFormat = "yyyy-MM-dd"
        let day = formatter.string(from: Date(timeIntervalSinceNow: Double(days) * 86_400))
        try write(rows: rows.replacingOccurrences(of: "UNTIL", with: day))
    }
}
