// One more row beside a table that is right: what is told of it.

import Routing
import XCTest

extension TableBench {
    /// Rows that are right together; the first stands on line 2 of `a.xml`.
    static let base = [
        #"<group id="g"/>"#, #"<partner id="p" groups="g" agreement="a"/>"#, #"<partner id="q"/>"#,
        #"<partner id="trial" environment="test"/>"#, #"<system id="s"/>"#,
        #"<system id="t"><program path="take"/></system>"#,
        #"<contract id="c" schema="contracts/c.xsd" root="{urn:c}C" message-id="Id" reply-to="Sender"/>"#,
        #"<contract id="d" schema="contracts/c.xsd" root="{urn:c}D" message-id="."/>"#,
        #"<agreement id="a" partner="p" from="2020-01-01" until="2029-12-31"/>"#,
        #"<profile id="f" forbids="Sender"/>"#,
        #"<route id="r" from="g" message="c" to="s" basis="b" profile="f"/>"#,
    ]

    /// What is told of more rows, the first of which stands on line 2 of `b.xml`.
    static func problems(beside rows: String...) throws -> [ConfigurationProblem] {
        try TableBench(["a.xml": base, "b.xml": rows]).problems()
    }

    /// The notes on such rows.
    static func notes(beside rows: String...) throws -> [String] {
        try TableBench(["a.xml": base, "b.xml": rows]).load().notes.filter { $0.file.hasSuffix("/b.xml") }
            .map { "\($0.line) \($0.text)" }
    }

    /// The row is one mistake, and what is told of it says all these words.
    static func check(_ row: String, _ words: String..., file: StaticString = #filePath, line: UInt = #line) throws {
        let found = try problems(beside: row)
        XCTAssertEqual(found.map { "\($0.file):\($0.line)" }, ["b.xml:2"], "\(found)", file: file, line: line)
        for word in words {
            XCTAssertTrue(
                found.first?.text.contains(word) ?? false, "'\(word)' is missing in \(found)", file: file, line: line)
        }
    }
}
