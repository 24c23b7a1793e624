// One sender drops very many files; another's single message does not wait for them. Told by the order in the
// ledger and not by time; `luova-bench fairness` measures that.

import Files
import Foundation
import Support
import XCTest

final class FairnessEndToEndTests: XCTestCase {
    private static let rows = """
        <service incomplete-after="1h"/>
        <partner id="alice" custody="copy"/><partner id="nina"/>
        <system id="bob"/><system id="dora"/>
        <contract id="note" schema="note.xsd" root="{urn:test:note}Note" message-id="Id"/>
        <route id="alice-note" from="alice" message="note" to="bob" syntax="xml"/>
        <route id="nina-note" from="nina" message="note" to="dora" syntax="xml"/>
        """
    private var playground: Playground!

    override func setUpWithError() throws { playground = try Playground(rows: FairnessEndToEndTests.rows) }

    override func tearDown() { playground.remove() }

    /// Fills alice's drop folder.
    private func crowd(_ count: Int, _ text: (Int) -> String) throws {
        let drop = "\(playground.spool)/participants/alice/drop"
        try WholeFile.makeDirectories(drop)
        for number in 0..<count { try WholeFile.write(Array(text(number).utf8), to: "\(drop)/\(number).xml") }
    }

    /// How many of alice's files were decided before nina's message.
    private func countBeforeNina() throws -> Int {
        let events = try playground.ledger().filter { ["accepted", "refused"].contains($0["event"] as? String) }
        return try XCTUnwrap(events.firstIndex { $0["from"] as? String == "nina" })
    }

    func testAMessageBehindThousandsOfFilesOfAnotherIsDecidedBeforeMostOfThem() throws {
        try crowd(3_000) { Playground.note("n-\($0)") }
        // In the drain's first listing there are all of alice's, and this one.
        try playground.drop(Playground.note("single"), as: "single.xml", from: "nina")
        try playground.drain()
        XCTAssertEqual(playground.pickup("bob").count, 3_000)
        XCTAssertLessThan(try countBeforeNina(), 600)
    }

    func testAMessageThatComesWhileTheFilesOfAnotherAreWorkedOffIsDecidedBeforeMostOfTheRest() throws {
        try crowd(6_000) { Playground.note("n-\($0)") }
        let daemon = try playground.start()
        XCTAssertTrue(eventually(within: 60) { playground.pickup("bob").count > 100 })
        let done = playground.pickup("bob").count
        try playground.drop(Playground.note("single"), as: "single.xml", from: "nina")
        XCTAssertTrue(eventually(within: 60) { !playground.pickup("dora").isEmpty })
        // What is in hand when it comes goes before it: no more than that.
        XCTAssertLessThan(try countBeforeNina(), done + 3_000)
        XCTAssertTrue(eventually(within: 120) { playground.pickup("bob").count == 6_000 })
        XCTAssertEqual(playground.stop(daemon), 0)
        XCTAssertEqual(playground.names("participants/alice/drop"), [])
    }

    func testFilesBehindThousandsOfUnfinishedOnesAreTaken() throws {
        try crowd(4_600) { "<Note xmlns=\"urn:test:note\"><Id>\($0)" }
        let drop = "\(playground.spool)/participants/alice/drop"
        for number in 0..<100 {
            try WholeFile.write(Array(Playground.note("n-\(number)").utf8), to: "\(drop)/whole-\(number).xml")
        }
        let daemon = try playground.start()
        XCTAssertTrue(eventually(within: 60) { playground.pickup("bob").count == 100 }, playground.log)
        XCTAssertEqual(playground.stop(daemon), 0)
        XCTAssertEqual(playground.names("participants/alice/drop").count, 4_600)
    }
}
