// A relay that is not started: a test puts its queues to work one by one.

import Dispatch
import Files
import Messages
import Routing
import Spooling
import Support
import Synchronization
import XCTest

@testable import Relaying

/// A relay on a table of its own, whose messages are notes from `alice` to `bob`, and a program of bob's that takes one
/// when the test lets it.
final class RelayTrial {
    /// With which codes it has ended.
    final class Ending: Sendable {
        let codes = Mutex<[Int32]>([])
        let isThere = DispatchSemaphore(value: 0)

        func end(_ code: Int32) {
            codes.withLock { $0.append(code) }
            isThere.signal()
        }
    }

    /// What it has said.
    final class Told: Sendable {
        private let all = Mutex<[LogEntry]>([])

        func tell(_ entry: LogEntry) { all.withLock { $0.append(entry) } }

        var entries: [LogEntry] { all.withLock { $0 } }
    }

    /// A relay's queues and timers refer to it: it lives as long as the process.
    static func keep(_ relay: Relay) { kept.withLock { $0.append(relay) } }
    private static let kept = Mutex<[Relay]>([])

    let folder: TemporaryFolder
    let ending = Ending()
    let told = Told()
    let relay: Relay
    let programs: Programs

    /// - Parameter drains: whether it ends when there is nothing left to do.
    init(drains: Bool) throws {
        folder = try TemporaryFolder()
        _ = try folder.makeFolder("routes")
        try folder.write(
            """
            <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="N"><xs:complexType>
            <xs:sequence><xs:element name="Id" type="xs:string"/></xs:sequence></xs:complexType></xs:element></xs:schema>
            """, to: "routes/n.xsd")
        try makeNamedPipe(folder.path(of: "go"))
        try folder.write("#!/bin/sh\nread -r line < \"${0%/*}/../go\"\n", to: "routes/handler", mode: 0o755)
        try folder.write(
            """
            <routes xmlns="urn:luova:routes:1"><partner id="alice"/>
            <system id="bob"><program path="handler" timeout="1h"/></system>
            <contract id="note" schema="n.xsd" root="N" message-id="Id"/>
            <route id="r" from="alice" message="note" to="bob"/></routes>
            """, to: "routes/table.xml")
        let options = Relay.Options(
            spool: folder.path(of: "spool"), routes: folder.path(of: "routes"), workers: 1, drains: drains)
        let made = try Relay(
            options, table: RoutingTable.load(folder: options.routes), log: RelayLog(told.tell), finished: ending.end)
        RelayTrial.keep(made)
        relay = made
        programs = try XCTUnwrap(made.programs)
    }

    func remove() { folder.remove() }

    /// A message that waits for bob's program, with its file.
    func message(_ number: UInt64) throws -> WaitingMessage {
        let message = try WaitingMessage.note(number, at: Timestamp(nanoseconds: Clock.realtime()))
        try relay.spool.folders(of: message.receiver).waiting.create(message.name, mode: 0o640)
            .write(Array("<N/>".utf8)[...])
        return message
    }

    /// Lets bob's program take one; waits for it to be started.
    func letGo() throws { try folder.write("go\n", to: "go") }
}
