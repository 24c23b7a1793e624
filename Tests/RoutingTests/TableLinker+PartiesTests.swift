// Mistakes in groups, in those who belong to them, and in agreements.

import Routing
import XCTest

final class TableLinkerPartiesTests: XCTestCase {
    func testTheBaseIsRight() throws { XCTAssertEqual(try TableBench(["a.xml": TableBench.base]).problems(), []) }

    func testGroupsThatNobodyHas() throws {
        try TableBench.check(#"<partner id="x" groups="g none"/>"#, "unknown group 'none'", "; add a group row")
        try TableBench.check(#"<partner id="x" groups="g g"/>"#, "named twice", "; name each once")
        try TableBench.check(#"<partner id="x" groups=""/>"#, "/@groups", "; see luova-routes(5)")
    }

    func testAGroupHasAnIdOfItsOwn() throws {
        try TableBench.check(#"<group id="g"/>"#, "group id 'g' stands already in a.xml:2")
        try TableBench.check(#"<group id="q"/>"#, "'q' is that of a participant in a.xml:4", "; give the group")
        try TableBench.check(#"<partner id="g"/>"#.replacing("partner", with: "group"), "stands already")
    }

    func testTheAgreementOfAMember() throws {
        try TableBench.check(
            #"<partner id="x" groups="g" agreement="none"/>"#, "unknown agreement 'none'", "; add an agreement row")
        try TableBench.check(
            #"<partner id="x" groups="g" agreement="a"/>"#, "'a' is with 'p', not with 'x'", "; correct")
        XCTAssertEqual(
            try TableBench.problems(
                beside: #"<partner id="x" groups="g" agreement="y"/>"#,
                #"<agreement id="y" partner="g" from="2020-01-01"/>"#), [], "its group's agreement is its own too")
        XCTAssertEqual(
            try TableBench.problems(
                beside: #"<partner id="x" agreement="y"/>"#, #"<agreement id="y" partner="x" from="2020-01-01"/>"#
            ).map(\.line), [2], "without a group it is for nothing")
    }

    func testGroupsThatAreWorthALook() throws {
        let notes = try TableBench.notes(beside: #"<group id="x"/>"#)
        XCTAssertEqual(notes.count, 2)
        XCTAssertTrue(notes.contains { $0.hasPrefix("2 group 'x' has no members") })
        XCTAssertTrue(notes.contains { $0.hasPrefix("2 no route is from group 'x'") })
    }
}
