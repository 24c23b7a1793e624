// Rows of a participant and of its groups that could decide the same message.

import Routing
import XCTest

final class TableLinkerContradictionsTests: XCTestCase {
    func testARowOfAMemberAndOneOfItsGroup() throws {
        try TableBench.check(
            #"<route id="x" from="p" message="c" to="t"/>"#, "route 'x' and route 'r' (a.xml:12)",
            "messages of 'p', who belongs to 'g'", "; remove one of them")
        XCTAssertEqual(
            try TableBench.problems(beside: #"<route id="x" from="p" message="c" to="t" syntax="json"/>"#), [])
        XCTAssertEqual(try TableBench.problems(beside: #"<route id="x" from="p" message="d" to="t"/>"#), [])
        XCTAssertEqual(try TableBench.problems(beside: #"<route id="x" from="q" message="c" to="t"/>"#), [])
    }

    func testRowsOfOneGroupAreToldOnceWhateverItsMembers() throws {
        let found = try TableBench.problems(
            beside: #"<partner id="y" groups="g"/>"#, #"<partner id="z" groups="g"/>"#,
            #"<route id="x" from="g" message="c" to="t"/>"#)
        XCTAssertEqual(found.map { "\($0.file):\($0.line)" }, ["b.xml:4"])
        XCTAssertEqual(found.first?.text.contains("decide the same messages; join them"), true)
    }

    func testAMemberOfTwoGroups() throws {
        let found = try TableBench.problems(
            beside: #"<group id="h"/>"#, #"<partner id="y" groups="g h"/>"#,
            #"<route id="x" from="h" message="c" to="t"/>"#)
        XCTAssertEqual(found.map { "\($0.file):\($0.line)" }, ["b.xml:4"])
        XCTAssertEqual(found.first?.text.contains("messages of 'y', who belongs to 'h' and 'g'"), true, "\(found)")
        XCTAssertEqual(
            try TableBench.problems(
                beside: #"<group id="h"/>"#, #"<partner id="y" groups="h"/>"#,
                #"<route id="x" from="h" message="c" to="t"/>"#), [], "nobody is in both")
    }
}
