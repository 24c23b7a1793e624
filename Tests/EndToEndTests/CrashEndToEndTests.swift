// The daemon is killed in the middle of its work and started again: each message once, none lost.

import Files
import Foundation
import Support
import XCTest

final class CrashEndToEndTests: XCTestCase {
    func testTwentyThousandFilesAreDeliveredOnceEachThroughAKill() throws {
        try assertOnceEach(count: 20_000, kills: 1, custody: "copy")
    }

    func testSeveralKillsInARowWithMovedFilesLoseNothing() throws {
        try assertOnceEach(count: 3_000, kills: 4, custody: "move")
    }

    private func assertOnceEach(count: Int, kills: Int, custody: String) throws {
        let rows = Playground.rows.replacingOccurrences(of: #"id="alice""#, with: #"id="alice" custody="\#(custody)""#)
        let playground = try Playground(rows: rows)
        defer { playground.remove() }
        let drop = "\(playground.spool)/participants/alice/drop"
        try WholeFile.makeDirectories(drop)
        for number in 0..<count {
            try WholeFile.write(Array(Playground.note("n-\(number)").utf8), to: "\(drop)/\(number).xml")
        }
        for kill in 1...kills {
            let daemon = try playground.start()
            let goal = count * kill / (kills + 2)
            XCTAssertTrue(eventually(within: 120) { playground.pickup("bob").count >= goal || !daemon.isRunning })
            Foundation.kill(daemon.processIdentifier, SIGKILL)
            daemon.waitUntilExit()
            XCTAssertLessThan(playground.pickup("bob").count, count, "the kill came too late to show anything")
        }
        try playground.drain()
        var seen: [String: Int] = [:]
        for name in playground.pickup("bob") {
            let text = try playground.read(name, of: "bob")
            let identifier = text.split(separator: "<").first { $0.hasPrefix("Id>") }.map { String($0.dropFirst(3)) }
            seen[try XCTUnwrap(identifier), default: 0] += 1
        }
        XCTAssertEqual(seen.count, count, "each message is delivered")
        XCTAssertTrue(seen.values.allSatisfy { $0 == 1 }, "none is delivered twice")
        let accepted = try playground.events("accepted").compactMap { $0["message_id"] as? String }
        XCTAssertEqual(accepted.count, count, "the ledger accepts each once")
        XCTAssertEqual(Set(accepted).count, count)
        XCTAssertEqual(Set(try playground.events("delivered").compactMap { $0["of"] as? String }).count, count)
        XCTAssertEqual(playground.names("taken/alice"), [])
        XCTAssertEqual(playground.names("participants/alice/drop"), [])
    }
}
