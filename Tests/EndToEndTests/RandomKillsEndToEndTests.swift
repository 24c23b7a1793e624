// The daemon is killed at random moments, again and again, while senders go on: each message is accepted, delivered
// and told once, and none is lost.

import Files
import Foundation
import Support
import XCTest

final class RandomKillsEndToEndTests: XCTestCase {
    private static let messages = Endurance.isFull ? 20_000 : 2_000
    private static let kills = Endurance.isFull ? 200 : 8

    func testNothingIsLostAndNothingComesTwiceThroughRandomKills() throws {
        let rows = """
            <partner id="alice" receipts="all"/><partner id="carol" receipts="all" custody="move"/>
            <system id="bob"/>
            <contract id="note" schema="note.xsd" root="{urn:test:note}Note" message-id="Id"/>
            <route id="alice-bob" from="alice" message="note" to="bob" syntax="xml"/>
            <route id="carol-bob" from="carol" message="note" to="bob" syntax="xml"/>
            """
        let playground = try Playground(rows: rows)
        defer { playground.remove() }
        let senders = ["alice", "carol"]
        let each = RandomKillsEndToEndTests.messages / senders.count
        var numbers = SeededNumbers(seed: 20_261_122)
        var sent = 0
        for kill in 1...RandomKillsEndToEndTests.kills {
            let daemon = try playground.start()
            // So many are dropped while it works that it is busy until it is killed.
            let goal = each * kill / RandomKillsEndToEndTests.kills
            let moment = Clock.monotonic() + Int64.random(in: 0...300_000_000, using: &numbers)
            while sent < goal {
                for sender in senders {
                    try playground.drop(
                        Playground.note("\(sender)-\(sent)"), as: "\(sent).xml", from: sender)
                }
                sent += 1
            }
            while Clock.monotonic() < moment { ScratchFolder.pause(nanoseconds: 500_000) }
            XCTAssertTrue(daemon.isRunning, playground.log)
            Foundation.kill(daemon.processIdentifier, SIGKILL)
            daemon.waitUntilExit()
        }
        try playground.drain()
        try assertOnceEach(playground, senders, each)
        try playground.verify()
    }

    private func assertOnceEach(_ playground: Playground, _ senders: [String], _ each: Int) throws {
        let expected = Set(senders.flatMap { sender in (0..<each).map { "\(sender)-\($0)" } })
        let accepted = try playground.events("accepted").compactMap { $0["message_id"] as? String }
        XCTAssertEqual(accepted.count, expected.count, "the ledger accepts each once")
        XCTAssertEqual(Set(accepted), expected)
        let delivered = try playground.events("delivered").compactMap { $0["of"] as? String }
        XCTAssertEqual(delivered.count, expected.count)
        XCTAssertEqual(Set(delivered).count, expected.count)
        var bodies: [String: Int] = [:]
        for name in playground.pickup("bob") { bodies[try playground.read(name, of: "bob"), default: 0] += 1 }
        XCTAssertEqual(bodies, Dictionary(uniqueKeysWithValues: expected.map { (Playground.note($0), 1) }))
        for sender in senders {
            var told: [String: Int] = [:]
            for name in playground.pickup(sender) {
                let text = try playground.read(name, of: sender)
                let identifier = try XCTUnwrap(text.firstMatch(of: /<InReplyTo>(.*)<\/InReplyTo>/)).output.1
                XCTAssertTrue(text.contains("<Outcome>accepted</Outcome>"), text)
                told[String(identifier), default: 0] += 1
            }
            XCTAssertEqual(told, Dictionary(uniqueKeysWithValues: (0..<each).map { ("\(sender)-\($0)", 1) }))
            XCTAssertEqual(playground.names("taken/\(sender)"), [])
            XCTAssertEqual(playground.names("participants/\(sender)/drop"), [])
        }
        XCTAssertEqual(try playground.events("refused").count, 0)
        XCTAssertEqual(try playground.events("duplicate").count, 0)
    }
}
