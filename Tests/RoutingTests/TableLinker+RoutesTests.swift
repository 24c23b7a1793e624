// Mistakes in a route by itself: its ends, its days and its agreement's, its environment, its answers.

import Routing
import XCTest

final class TableLinkerRoutesTests: XCTestCase {
    func testOnlyParticipantsReceive() throws {
        try TableBench.check(
            #"<route id="x" from="q" message="c" to="g"/>"#, "'g' is a group", "; name each receiver by itself")
    }

    func testARouteOfAGroupRestsOnAnAgreementWithIt() throws {
        let all = #"<agreement id="all" partner="g" from="2020-01-01"/>"#
        func route(_ from: String, _ agreement: String, to receiver: String = "s") -> String {
            "<route id=\"x\" from=\"\(from)\" message=\"d\" to=\"\(receiver)\" agreement=\"\(agreement)\"/>"
        }
        XCTAssertEqual(try TableBench.problems(beside: route("g", "all"), all), [])
        XCTAssertEqual(try TableBench.problems(beside: route("p", "all"), all), [], "a member is at that end")
        XCTAssertEqual(try TableBench.problems(beside: route("s", "all", to: "p"), all), [])
        XCTAssertEqual(try TableBench.problems(beside: route("q", "all"), all).map(\.line), [2])
        XCTAssertEqual(
            try TableBench.problems(beside: route("g", "a")).map(\.line), [2], "one member's is not the group's")
    }

    func testARouteThatIsNeverInForce() throws {
        for days in [
            #"until-date="2019-12-31""#, #"from-date="2030-01-01""#, #"from-date="2000-01-01" until-date="2010-01-01""#,
        ] {
            try TableBench.check(
                "<route id=\"x\" from=\"p\" message=\"d\" to=\"s\" agreement=\"a\" \(days)/>", "never in force",
                "'a' (a.xml:10)", "; correct a date")
        }
        for days in [#"until-date="2020-01-01""#, #"from-date="2029-12-31""#, ""] {
            XCTAssertEqual(
                try TableBench.problems(
                    beside: "<route id=\"x\" from=\"p\" message=\"d\" to=\"s\" agreement=\"a\" \(days)/>"), [])
        }
    }

    func testDaysOutsideThoseOfTheAgreementAreWorthALook() throws {
        func notes(_ days: String) throws -> [String] {
            try TableBench.notes(
                beside: "<route id=\"x\" from=\"p\" message=\"d\" to=\"s\" agreement=\"a\" basis=\"b\" \(days)/>")
        }
        XCTAssertEqual(try notes(#"from-date="2020-01-01" until-date="2029-12-31""#), [])
        XCTAssertEqual(try notes(""), [])
        XCTAssertEqual(
            try notes(#"from-date="2019-12-31" until-date="2030-01-01""#),
            [
                "2 route 'x' begins on 2019-12-31, and its agreement 'a' on 2020-01-01: it is not in force before",
                "2 route 'x' ends on 2030-01-01, and its agreement 'a' on 2029-12-31: it is not in force after",
            ])
    }

    func testMembersWithoutAnAgreementAreTold() throws {
        XCTAssertEqual(try TableBench.notes(beside: #"<route id="x" from="g" message="d" to="s" basis="b"/>"#), [])
        let rows = (1...7).map { "<partner id=\"x\($0)\" groups=\"g\"/>" }
        let notes = try TableBench(["a.xml": TableBench.base, "b.xml": rows]).load().notes
        XCTAssertEqual(
            notes.map(\.text).filter { $0.contains("'r'") },
            ["route 'r' rests on no agreement for x1, x2, x3, x4, x5 and 2 more of 'g'"])
    }

    func testNoRouteJoinsEnvironments() throws {
        for row in [
            #"<route id="x" from="trial" message="c" to="s"/>"#, #"<route id="x" from="q" message="c" to="s trial"/>"#,
        ] {
            try TableBench.check(row, "(test)", "(production)", "no message is both; correct an environment")
        }
        XCTAssertEqual(
            try TableBench.problems(
                beside: #"<partner id="x" groups="g" environment="test"/>"#
            ).map(\.line), [12], "its group's route joins it with production")
        XCTAssertEqual(
            try TableBench.problems(
                beside: #"<system id="y" environment="test"/>"#, #"<route id="x" from="trial" message="c" to="y"/>"#),
            [])
    }

    func testAnAnswerCanNameItsRequest() throws {
        try TableBench.check(
            #"<route id="x" from="q" message="c" to="t" reply="d"/>"#, "contract 'd' (a.xml:9) has no reply-to",
            "; add it there")
        XCTAssertEqual(try TableBench.problems(beside: #"<route id="x" from="q" message="c" to="t" reply="c"/>"#), [])
    }

    func testUnknownProfiles() throws {
        try TableBench.check(
            #"<route id="x" from="q" message="c" to="s" profile="none"/>"#, "unknown profile 'none'",
            "; add a profile row")
    }
}
