// How long a sender waits for an answer, and where that says nothing.

import Routing
import XCTest

final class TableLinkerAnswersTests: XCTestCase {
    private func folder(_ route: String, giveUp: String = "5d") -> [String: [String]] {
        let rows = [
            #"<system id="asked"><program path="p" give-up="\#(giveUp)"/></system>"#,
            "<route id=\"x\" from=\"q\" message=\"c\" to=\"asked\" basis=\"b\" \(route)/>",
        ]
        return ["a.xml": TableBench.base, "b.xml": rows]
    }

    private func load(_ route: String, giveUp: String = "5d") throws -> RoutingTable {
        try TableBench(folder(route, giveUp: giveUp)).load()
    }

    func testALimitIsReadAndPrinted() throws {
        let traffic = try XCTUnwrap(load(#"reply="c" answer-within="2500ms""#).routes.last).traffic
        XCTAssertEqual(traffic.answerWithin, 2_500_000_000)
        XCTAssertEqual(traffic.lines.map { "\($0.name)=\($0.value)" }, ["answer-within=2500ms"])
        let minute = try XCTUnwrap(load(#"reply="c" answer-within="60s""#).routes.last).traffic
        XCTAssertEqual(minute.answerWithinText, "1min")
    }

    func testWithoutOneTheSenderWaitsUntilTheProgramIsGivenUp() throws {
        XCTAssertNil(try XCTUnwrap(load(#"reply="c""#).routes.last).traffic.answerWithin)
    }

    func testItNeedsAnAnswerAndSomeTime() throws {
        for (route, words) in [
            (#"answer-within="10s""#, "this route has none; add reply"),
            (#"reply="c" answer-within="0s""#, "is no time at all"),
            (#"reply="c" answer-within="999999999d""#, "is longer than can be counted"),
            (#"reply="c" answer-within="10s" repeat="never""#, "contradict each other"),
        ] {
            XCTAssertThrowsError(try load(route)) { error in
                XCTAssertTrue("\(error)".contains(words), "\(error)")
            }
        }
    }

    func testAProgramThatIsGivenUpBeforeIsWorthALook() throws {
        func notes(_ giveUp: String) throws -> [String] {
            try load(#"reply="c" answer-within="10s""#, giveUp: giveUp).notes.map { "\($0)" }
                .filter { $0.contains("answer-within") }
        }
        XCTAssertEqual(try notes("11s"), [])
        XCTAssertEqual(try notes("10s").count, 1)
        XCTAssertTrue(try notes("1s")[0].contains("the program of 'asked' is given up after 1s, which comes first"))
    }
}
