// A sender's messages of a route that keeps its order reach the handler in the order of their arrival.

import Files
import Foundation
import Support
import XCTest

final class OrderEndToEndTests: XCTestCase {
    /// `alice` and `carol` send notes to the program of `bob` on a route that keeps the order; `dora` on one that does not.
    /// Each start is a line of the file `journal`: sender, message id, try.
    private func playground(_ script: String, program: String = "") throws -> Playground {
        let rows = """
            <partner id="alice" receipts="none"/><partner id="carol" receipts="none"/><partner id="dora" receipts="none"/>
            <system id="bob"><program path="handler" \(program)/></system>
            <contract id="note" schema="note.xsd" root="{urn:test:note}Note" message-id="Id"/>
            <route id="alice-bob" from="alice" message="note" to="bob" syntax="xml" order="sender"/>
            <route id="carol-bob" from="carol" message="note" to="bob" syntax="xml" order="sender"/>
            <route id="dora-bob" from="dora" message="note" to="bob" syntax="xml"/>
            """
        let playground = try Playground(rows: rows)
        try playground.write(handler: script, journal: "$LUOVA_SENDER $LUOVA_MESSAGE_ID $LUOVA_ATTEMPT")
        return playground
    }

    /// The message ids that the program was started for, of one sender, in their order.
    private func starts(_ playground: Playground, of sender: String) throws -> [Int] {
        try playground.folder.read("journal").split(separator: "\n").compactMap { line in
            let words = line.split(separator: " ")
            return words[0] == sender ? Int(words[1]) : nil
        }
    }

    /// The message ids that were accepted, of one sender, in the order of the ledger.
    private func accepted(_ playground: Playground, of sender: String) throws -> [Int] {
        try playground.events("accepted").filter { $0["from"] as? String == sender }
            .compactMap { ($0["message_id"] as? String).flatMap { Int($0) } }
    }

    private func isEmpty(_ playground: Playground) -> Bool {
        playground.names("waiting/bob").isEmpty
            && ["alice", "carol", "dora"].allSatisfy {
                playground.names("participants/\($0)/drop").isEmpty && playground.names("taken/\($0)").isEmpty
            }
    }

    func testMessagesThatFailAtFirstAreNotOvertakenByLaterOnesOfTheirSender() throws {
        let script = """
            case "$LUOVA_MESSAGE_ID" in
            *3|*7) [ "$LUOVA_ATTEMPT" -ge 3 ] || exit 75 ;;
            *5) exit 65 ;;
            esac
            """
        let playground = try playground(script, program: #"retry="10ms" parallel="4""#)
        defer { playground.remove() }
        let daemon = try playground.start()
        for number in 1...40 {
            for sender in ["alice", "carol"] {
                try playground.drop(Playground.note("\(number)"), as: "\(number).xml", from: sender)
            }
        }
        XCTAssertTrue(eventually(within: 60) { self.isEmpty(playground) })
        XCTAssertEqual(playground.stop(daemon), 0)
        var expected: [Int] = []
        for number in 1...40 { expected += Array(repeating: number, count: [3, 7].contains(number % 10) ? 3 : 1) }
        for sender in ["alice", "carol"] { XCTAssertEqual(try starts(playground, of: sender), expected) }
        XCTAssertEqual(try playground.events("undelivered").count, 8, "a refusal lets the next one go")
        try playground.verify()
    }

    func testOneThatIsTriedAgainHoldsBackNobodyElse() throws {
        let script = """
            [ "$LUOVA_SENDER" != alice ] || [ -e go ] || exit 75
            """
        let playground = try playground(script, program: #"retry="20ms" retry-limit="20ms" parallel="1""#)
        defer { playground.remove() }
        let daemon = try playground.start()
        for number in 1...5 {
            for sender in ["alice", "carol", "dora"] {
                try playground.drop(Playground.note("\(number)"), as: "\(number).xml", from: sender)
            }
        }
        XCTAssertTrue(
            eventually {
                let delivered = (try? playground.events("delivered").count) ?? 0
                let tries = (try? self.starts(playground, of: "alice").count) ?? 0
                return delivered == 10 && tries > 3
            })
        XCTAssertEqual(Set(try starts(playground, of: "alice")), [1])
        XCTAssertEqual(try starts(playground, of: "carol"), [1, 2, 3, 4, 5])
        XCTAssertEqual(try starts(playground, of: "dora").sorted(), [1, 2, 3, 4, 5])
        try playground.folder.write("", to: "go")
        XCTAssertTrue(eventually { self.isEmpty(playground) })
        XCTAssertEqual(playground.stop(daemon), 0)
        XCTAssertEqual(try starts(playground, of: "alice").drop { $0 == 1 }, [2, 3, 4, 5])
    }

    func testFilesAreAcceptedInTheOrderInWhichTheyWereClosedWhateverTheirSize() throws {
        let playground = try playground("")
        defer { playground.remove() }
        let daemon = try playground.start()
        let long = String(repeating: "x", count: 1_500_000)
        let count = 400
        for number in 1...count {
            let text = number % 60 == 7 ? long : number % 3 == 0 ? String(repeating: "y", count: 60_000) : "z"
            // Names that sort in another order than they come in.
            try playground.drop(Playground.note("\(number)", text: text), as: "\(number * 7_919 % 1_000).\(number).xml")
        }
        XCTAssertTrue(eventually(within: 90) { self.isEmpty(playground) })
        XCTAssertEqual(playground.stop(daemon), 0)
        XCTAssertEqual(try accepted(playground, of: "alice"), Array(1...count))
        XCTAssertEqual(try starts(playground, of: "alice"), Array(1...count))
    }

    func testFilesThatWereThereBeforeComeByTheTimesWhenTheyWereWrittenThenByName() throws {
        let playground = try playground("")
        defer { playground.remove() }
        let count = 300
        for number in (1...count).reversed() {
            let name = String(format: "%03d.xml", number * 7 % 1_000)
            try playground.drop(Playground.note("\(number)"), as: name)
            // Two of each time.
            let time = timeval(tv_sec: 1_700_000_000 + number / 2, tv_usec: 0)
            XCTAssertEqual(utimes(playground.dropPath(name), [time, time]), 0)
        }
        try playground.drain()
        func name(_ number: Int) -> Int { number * 7 % 1_000 }
        let expected = (1...count).sorted { left, right in
            left / 2 != right / 2 ? left < right : name(left) < name(right)
        }
        XCTAssertEqual(try accepted(playground, of: "alice"), expected)
        XCTAssertEqual(try starts(playground, of: "alice"), expected)
    }

    func testAnUnfinishedFileHoldsBackNothing() throws {
        let playground = try playground("")
        defer { playground.remove() }
        let daemon = try playground.start()
        try playground.drop("<Note xmlns=\"urn:test:note\"><Id>1</Id>", as: "cut.xml")
        for number in 2...4 { try playground.drop(Playground.note("\(number)"), as: "\(number).xml") }
        XCTAssertTrue(eventually { (try? playground.events("delivered").count) == 3 })
        XCTAssertEqual(playground.names("participants/alice/drop"), ["cut.xml"])
        XCTAssertEqual(playground.stop(daemon), 0)
        XCTAssertEqual(try starts(playground, of: "alice"), [2, 3, 4])
    }

    func testTheOrderHoldsThroughKillsAndRestarts() throws {
        let script = """
            case "$LUOVA_MESSAGE_ID" in
            *4|*8) [ "$LUOVA_ATTEMPT" -ge 2 ] || exit 75 ;;
            esac
            """
        let playground = try playground(script, program: #"retry="20ms" parallel="3""#)
        defer { playground.remove() }
        let count = 120
        var daemon = try playground.start()
        for number in 1...count {
            for sender in ["alice", "carol"] {
                try playground.drop(Playground.note("\(number)"), as: String(format: "%03d.xml", number), from: sender)
            }
        }
        for most in [5, 40, 80] {
            XCTAssertTrue(
                eventually(within: 30) { ((try? self.starts(playground, of: "alice")) ?? []).contains { $0 >= most } })
            kill(daemon.processIdentifier, SIGKILL)
            daemon.waitUntilExit()
            daemon = try playground.start()
        }
        XCTAssertTrue(eventually(within: 60) { self.isEmpty(playground) })
        XCTAssertEqual(playground.stop(daemon), 0)
        for sender in ["alice", "carol"] {
            XCTAssertEqual(try accepted(playground, of: sender), Array(1...count))
            let starts = try starts(playground, of: sender)
            XCTAssertEqual(starts, starts.sorted(), "a later one never comes before an earlier one is done")
            XCTAssertEqual(Set(starts), Set(1...count))
        }
        try playground.verify()
    }
}
