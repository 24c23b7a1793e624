// What a route says of its messages together: how it is written, and what is no rule.

import Routing
import XCTest

final class TrafficRulesTests: XCTestCase {
    private func route(_ rules: String) throws -> Route {
        let row = "<route id=\"x\" from=\"q\" message=\"c\" to=\"s\" basis=\"b\" \(rules)/>"
        return try XCTUnwrap(try TableBench(["a.xml": TableBench.base, "b.xml": [row]]).load().routes.last)
    }

    /// As `check` prints them.
    private func lines(_ rules: String) throws -> [String] {
        try route(rules).traffic.lines.map { "\($0.name)=\($0.value)" }
    }

    func testWithoutRules() throws {
        XCTAssertEqual(try route("").traffic, TrafficRules())
        XCTAssertEqual(try lines(""), [])
        XCTAssertEqual(try lines(#"repeat="allowed""#), [])
    }

    func testAllRules() throws {
        let rules =
            #"order="sender" items="all-or-nothing" rate="600/min" max-per-day="10000" window="18:00-06:00 Europe/Stockholm" repeat="never""#
        XCTAssertEqual(
            try lines(rules),
            [
                "order=sender", "items=all-or-nothing", "rate=600/min", "max-per-day=10000",
                "window=18:00-06:00 Europe/Stockholm",
                "repeat=never",
            ])
        let traffic = try route(rules).traffic
        XCTAssertEqual(traffic.order, .sender)
        XCTAssertEqual(traffic.items, .allOrNothing)
        XCTAssertEqual(traffic.rate?.count, 600)
        XCTAssertEqual(traffic.rate?.period, 60_000_000_000)
        XCTAssertEqual(traffic.mostPerDay, 10_000)
        XCTAssertEqual(traffic.repetition, .never)
    }

    func testRates() throws {
        for (text, count, seconds) in [
            ("1/s", 1, 1), ("2/min", 2, 60), ("3/h", 3, 3_600), ("999999999/d", 999_999_999, 86_400),
        ] {
            let rate = try XCTUnwrap(try route("rate=\"\(text)\"").traffic.rate)
            XCTAssertEqual(rate.count, count)
            XCTAssertEqual(rate.period, Int64(seconds) * 1_000_000_000)
            XCTAssertEqual("\(rate)", text)
        }
    }

    func testAWindowIsByTheClocksOfTheServiceUnlessItSaysOtherwise() throws {
        XCTAssertEqual(try route(#"window="08:00-16:15""#).traffic.window?.timeZone, "Europe/Helsinki")
        XCTAssertEqual(try route(#"window="08:00-16:15 UTC""#).traffic.window?.timeZone, "UTC")
        let rows = [
            #"<service time-zone="Asia/Tokyo"/>"#, #"<route id="x" from="q" message="c" to="s" window="08:00-16:15"/>"#,
        ]
        XCTAssertEqual(
            try TableBench(["a.xml": TableBench.base, "b.xml": rows]).load().routes.last?.traffic.window?.timeZone,
            "Asia/Tokyo")
    }

    func testAWindowOpensWithItsFirstMinuteAndClosesBeforeItsLast() throws {
        func open(_ window: String) throws -> [Int] {
            let window = try XCTUnwrap(try route("window=\"\(window)\"").traffic.window)
            return [0, 359, 360, 361, 1_079, 1_080, 1_439].filter { window.isOpen(at: $0) }
        }
        XCTAssertEqual(try open("06:00-18:00"), [360, 361, 1_079])
        XCTAssertEqual(try open("18:00-06:00"), [0, 359, 1_080, 1_439], "over midnight")
        XCTAssertEqual(try open("18:00-24:00"), [1_080, 1_439])
        XCTAssertEqual(try open("18:00-00:00"), [1_080, 1_439])
        XCTAssertEqual(try open("00:00-06:00"), [0, 359])
        XCTAssertEqual(try open("00:00-23:59").count, 6)
    }

    func testWhatIsNoRule() throws {
        for rule in [
            #"order="all""#, #"items="some""#, #"rate="600""#, #"rate="0/min""#, #"rate="5/week""#, #"rate="5/ms""#,
            #"max-per-day="0""#, #"max-per-day="-1""#, #"window="8:00-16:00""#, #"window="08:00-25:00""#,
            #"window="24:00-06:00""#, #"window="08:00-24:01""#, #"window="08:00""#,
            #"window="08:00-16:00 Mars Olympus""#,
            #"repeat="once""#,
        ] {
            let name = try XCTUnwrap(rule.split(separator: "=").first)
            try TableBench.check(
                "<route id=\"x\" from=\"q\" message=\"c\" to=\"s\" \(rule)/>", "/@\(name)", "; see luova-routes(5)")
        }
        for window in ["08:00-08:00", "00:00-24:00", "00:00-00:00"] {
            try TableBench.check(
                "<route id=\"x\" from=\"q\" message=\"c\" to=\"s\" window=\"\(window)\"/>", "at the same time",
                "; write two")
        }
        try TableBench.check(
            #"<route id="x" from="q" message="c" to="s" window="08:00-16:00 Mars/Olympus"/>"#,
            "no time zone 'Mars/Olympus'", "; write one such as Europe/Helsinki")
    }

    func testNothingThatARouteSaysOfItsTrafficIsLeftUnkept() throws {
        XCTAssertEqual(
            try TableBench.notes(
                beside:
                    #"<route id="x" from="q" message="d" to="t" basis="b" order="sender" items="all-or-nothing" rate="1/s" max-per-day="9" window="08:00-09:00"/>"#
            ).filter { $0.contains("says") }, [])
    }

    func testARepetitionThatNobodyCouldMakeIsTold() throws {
        func notes(_ receivers: String) throws -> [String] {
            try TableBench.notes(
                beside: "<route id=\"x\" from=\"q\" message=\"d\" to=\"\(receivers)\" basis=\"b\" repeat=\"never\"/>"
            ).filter { $0.contains("repeat") }
        }
        XCTAssertEqual(try notes("s t"), [])
        XCTAssertEqual(
            try notes("s"),
            ["2 route 'x' says repeat=never, which is for programs, and none of its receivers has one"])
    }
}
