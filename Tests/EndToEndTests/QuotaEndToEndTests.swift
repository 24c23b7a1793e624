// A row lets each sender have so many messages accepted in a time: exactly so many, whatever happens to the daemon.

import Files
import Foundation
import Support
import XCTest

#if DEBUG
    final class QuotaEndToEndTests: XCTestCase {
        private let clock = DayClock()

        private func rows(_ rules: String) -> String {
            """
            <service time-zone="UTC"/>
            <group id="all"/>
            <partner id="alice" groups="all" receipts="all"/><partner id="carol" groups="all" receipts="all" custody="move"/>
            <system id="bob"/>
            <contract id="note" schema="note.xsd" root="{urn:test:note}Note" message-id="Id"/>
            <route id="all-bob" from="all" message="note" to="bob" syntax="xml" \(rules)/>
            """
        }

        private func drop(_ playground: Playground, _ names: some Sequence<Int>, from sender: String = "alice") throws {
            for name in names {
                try playground.drop(Playground.note("\(sender)-\(name)"), as: "\(name).xml", from: sender)
            }
        }

        private func drain(_ playground: Playground, _ environment: [String: String]) throws {
            let daemon = try playground.start(environment: environment)
            let senders = ["alice", "carol"]
            XCTAssertTrue(
                eventually(within: Endurance.isFull ? 900 : 60) {
                    senders.allSatisfy {
                        playground.names("participants/\($0)/drop").isEmpty && playground.names("taken/\($0)").isEmpty
                    }
                }, playground.log)
            XCTAssertEqual(playground.stop(daemon), 0)
        }

        /// How many messages of a sender are accepted, refused over a quota, and duplicates.
        private func outcomes(_ playground: Playground, of sender: String = "alice") throws -> [Int] {
            let ledger = try playground.ledger().filter { $0["from"] as? String == sender }
            func count(_ event: String) -> Int { ledger.count { $0["event"] as? String == event } }
            let refused = ledger.filter { $0["event"] as? String == "refused" }
            XCTAssertTrue(refused.allSatisfy { $0["reason"] as? String == "over-quota" }, "\(refused)")
            return [count("accepted"), refused.count, count("duplicate")]
        }

        func testExactlySoManyAreAcceptedThroughRandomKills() throws {
            let most = Endurance.isFull ? 4_000 : 400
            let kills = Endurance.isFull ? 60 : 6
            let playground = try Playground(rows: rows("max-per-day=\"\(most)\""))
            defer { playground.remove() }
            var numbers = SeededNumbers(seed: 20_261_122)
            let each = 2 * most
            var sent = 0
            for kill in 1...kills {
                let daemon = try playground.start(environment: clock.environment(12, Int64(kill % 60)))
                let goal = each * kill / kills
                let moment = Clock.monotonic() + Int64.random(in: 0...300_000_000, using: &numbers)
                for sender in ["alice", "carol"] { try drop(playground, sent..<goal, from: sender) }
                sent = goal
                while Clock.monotonic() < moment { ScratchFolder.pause(nanoseconds: 500_000) }
                XCTAssertTrue(daemon.isRunning, playground.log)
                Foundation.kill(daemon.processIdentifier, SIGKILL)
                daemon.waitUntilExit()
            }
            try drain(playground, clock.environment(13, 0))
            for sender in ["alice", "carol"] {
                XCTAssertEqual(try outcomes(playground, of: sender), [most, each - most, 0], sender)
            }
            XCTAssertEqual(playground.pickup("bob").count, 2 * most)
            // Who sends again what was accepted is told so, and who sends again what was refused is refused.
            try drop(playground, 0..<each)
            try drain(playground, clock.environment(14, 0))
            XCTAssertEqual(try outcomes(playground), [most, 2 * (each - most), most])
            // The next day has a quota of its own.
            try drop(playground, 0..<each)
            try drain(playground, clock.environment(24 + 12, 0))
            XCTAssertEqual(try outcomes(playground), [2 * most, 2 * (each - most), 2 * most])
            try playground.verify()
        }

        func testARefusalTellsItsSenderWhenToTryAgain() throws {
            let playground = try Playground(rows: rows(#"rate="2/h""#))
            defer { playground.remove() }
            try drop(playground, 1...2)
            try drain(playground, clock.environment(12, 30))
            try drop(playground, 3...3)
            try drain(playground, clock.environment(12, 31))
            let told = try playground.pickup("alice").map { try playground.read($0, of: "alice") }
            let refusal = try XCTUnwrap(told.first { $0.contains("<Outcome>refused</Outcome>") })
            XCTAssertTrue(refusal.contains("<Reason>over-quota</Reason>"), refusal)
            XCTAssertTrue(refusal.contains("T13:00:00.000000Z or later"), refusal)
            XCTAssertEqual(playground.names("refused/alice").count, 1)
            // As it says, at that time.
            try drop(playground, 3...3)
            try drain(playground, clock.environment(13, 0))
            XCTAssertEqual(try outcomes(playground), [3, 1, 0])
            try playground.verify()
        }

        func testOtherContentUnderTheSameIdIsRefusedOverTheQuotaFirst() throws {
            let playground = try Playground(rows: rows(#"rate="1/h""#))
            defer { playground.remove() }
            try drop(playground, 1...1)
            try drain(playground, clock.environment(12, 0))
            try playground.drop(Playground.note("alice-1", text: "other"), as: "2.xml")
            try drain(playground, clock.environment(12, 1))
            XCTAssertEqual(try outcomes(playground), [1, 1, 0])
            try playground.drop(Playground.note("alice-1", text: "other"), as: "3.xml")
            try drain(playground, clock.environment(13, 1))
            XCTAssertEqual(
                try playground.events("refused").compactMap { $0["reason"] as? String }, ["over-quota", "id-reused"])
            try playground.verify()
        }

        func testAReloadedTableForgetsNoCount() throws {
            let playground = try Playground(rows: rows(""))
            defer { playground.remove() }
            let daemon = try playground.start(environment: clock.environment(12, 0))
            func reload(_ rules: String) throws {
                let before = playground.log.components(separatedBy: "new routing table is in force").count
                try playground.write(rows: rows(rules))
                kill(daemon.processIdentifier, SIGHUP)
                XCTAssertTrue(
                    eventually {
                        playground.log.components(separatedBy: "new routing table is in force").count > before
                    })
            }
            func settle(_ decided: Int) {
                XCTAssertTrue(
                    eventually(within: 20) { (try? playground.ledger().count { $0["file"] != nil }) == decided })
            }
            try drop(playground, 1...4)
            settle(4)
            // The row had no quota when they were accepted.
            try reload(#"max-per-day="6""#)
            try drop(playground, 5...8)
            settle(8)
            XCTAssertEqual(try outcomes(playground), [6, 2, 0])
            try reload(#"max-per-day="6" rate="7/h""#)
            try drop(playground, 9...9)
            settle(9)
            XCTAssertEqual(try outcomes(playground), [6, 3, 0])
            try reload(#"max-per-day="9" rate="7/h""#)
            try drop(playground, 10...12)
            settle(12)
            XCTAssertEqual(try outcomes(playground), [7, 5, 0])
            XCTAssertEqual(playground.stop(daemon), 0)
            try playground.verify()
        }
    }
#endif
