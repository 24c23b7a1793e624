// A participant is not in the table when the daemon starts, and comes back to it by a reload.

import Files
import Foundation
import Support
import XCTest

final class ReturningEndToEndTests: XCTestCase {
    private var playground: Playground!

    override func setUpWithError() throws { playground = try Playground(rows: "") }
    override func tearDown() { playground.remove() }

    private func write(isThere: Bool) throws {
        try playground.write(
            rows: """
                <service settle="100ms"/><partner id="alice" receipts="all"/>
                <contract id="note" schema="note.xsd" root="{urn:test:note}Note" message-id="Id"/>
                """
                    + (isThere
                        ? """
                        <partner id="carol" receipts="all"/>
                        <system id="bob"><program path="handler" retry="1h"/></system>
                        <route id="r" from="alice" message="note" to="bob"/>
                        """ : ""))
    }

    func testWhatWaitsForItAndWhatItSentGoesOnWithoutAnotherStart() throws {
        try playground.write(handler: "[ -e ready ] || exit 1")
        try write(isThere: true)
        try playground.drop(Playground.note("n-1"), as: "1.xml")
        try playground.drain()
        XCTAssertEqual(playground.names("waiting/bob").count, 1)
        // As a crash leaves it: moved into custody, and not decided.
        try WholeFile.write(
            Array(Playground.note("n-2").utf8), to: "\(playground.spool)/taken/carol/m.0-1.2.xml", mode: 0o640)
        try playground.folder.write("", to: "ready")
        try write(isThere: false)
        let daemon = try playground.start()
        // It takes nothing of them meanwhile.
        try playground.drop(Playground.note("n-3"), as: "3.xml")
        XCTAssertTrue(eventually(within: 60) { playground.pickup("alice").count == 2 }, playground.log)
        XCTAssertEqual(playground.names("waiting/bob").count, 1)
        XCTAssertEqual(playground.names("taken/carol").count, 1)
        try write(isThere: true)
        kill(daemon.processIdentifier, SIGHUP)
        XCTAssertTrue(eventually(within: 60) { playground.names("waiting/bob").isEmpty }, playground.log)
        XCTAssertTrue(eventually(within: 60) { playground.pickup("carol").count == 1 }, playground.log)
        XCTAssertEqual(playground.stop(daemon), 0)
        XCTAssertEqual(try playground.folder.read("journal").split(separator: "\n"), ["n-1", "n-1"])
        XCTAssertEqual(try playground.events("delivered").count, 1)
        try playground.verify()
    }
}
