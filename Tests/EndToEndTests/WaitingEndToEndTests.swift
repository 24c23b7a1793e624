// Messages that wait for a program are there after a kill and a start, and are delivered when it takes them.

import Files
import Foundation
import Support
import XCTest

final class WaitingEndToEndTests: XCTestCase {
    private func rows(_ program: String) -> String {
        """
        <partner id="alice" receipts="none"/>
        <system id="bob"><program path="\(program)" retry="1h" parallel="8"/></system>
        <contract id="note" schema="note.xsd" root="{urn:test:note}Note" message-id="Id"/>
        <route id="alice-bob" from="alice" message="note" to="bob" syntax="xml"/>
        """
    }

    func testManyThatWaitAreDeliveredAfterAKill() throws {
        let count = Endurance.isFull ? 10_000 : 500
        let playground = try Playground(rows: rows("/bin/false"))
        defer { playground.remove() }
        let daemon = try playground.start()
        for number in 1...count { try playground.drop(Playground.note("n-\(number)"), as: "\(number).xml") }
        // Each is tried once: the second part of its name's end says so.
        XCTAssertTrue(
            eventually(within: 300) { playground.names("waiting/bob").count { $0.hasSuffix(".1.xml") } == count })
        kill(daemon.processIdentifier, SIGKILL)
        daemon.waitUntilExit()
        try playground.write(rows: rows("/bin/true"))
        let next = try playground.start()
        XCTAssertTrue(playground.log.contains("\(count) messages wait for their programs"))
        XCTAssertTrue(eventually(within: 300) { playground.names("waiting/bob").isEmpty })
        XCTAssertEqual(playground.stop(next), 0)
        let delivered = try playground.events("delivered").compactMap { $0["of"] as? String }
        XCTAssertEqual(Set(delivered).count, count)
        XCTAssertEqual(delivered.count, count)
        try playground.verify()
    }
}
