// A spool as a daemon left it that ended in the middle of its work.

import Files
import Messages
import Recording
import Routing
import Spooling
import Support
import XCTest

@testable import Relaying

/// A spool whose ledger says what a test wants. `alice` sends to `bob`; every body is `<N/>`.
final class RecoveryTrial {
    let folder: TemporaryFolder
    private(set) var spool: Spool!
    let body = Array("<N/>".utf8)

    init() throws {
        folder = try TemporaryFolder()
        _ = try folder.makeFolder("routes")
        try folder.write(
            #"<routes xmlns="urn:luova:routes:1"><partner id="alice"/><system id="bob"/></routes>"#,
            to: "routes/table.xml")
        spool = try XCTUnwrap(try Spool.open(path: folder.path(of: "spool")))
        for name in ["alice", "bob"] { try spool.prepare(ParticipantIdentifier(name)) }
    }

    /// Opens the spool anew, as the next start does.
    func reopen() throws {
        spool = nil
        spool = try XCTUnwrap(try Spool.open(path: folder.path(of: "spool")))
    }

    func remove() {
        spool = nil
        folder.remove()
    }

    /// Has `bob` be a program from now on.
    func giveAProgram() throws {
        try folder.write(
            """
            <routes xmlns="urn:luova:routes:1"><partner id="alice"/>
            <system id="bob"><program path="/bin/true"/></system></routes>
            """, to: "routes/table.xml")
    }

    var taken: Directory { get throws { try spool.folders(of: ParticipantIdentifier("alice")).taken } }

    func names() throws -> [String] { try TemporaryFolder.names(in: taken) }

    func put(_ bytes: [UInt8], _ name: String) throws {
        try taken.create(fileName(name), mode: 0o640).write(bytes[...])
    }

    /// Commits one acceptance whose body is `c.t-1`, and nothing after it.
    func accept(_ fill: (inout LedgerRecord) -> Void = { _ in }) throws {
        let ledger = try Ledger(folder: spool.ledger)
        let time = Timestamp(nanoseconds: Clock.realtime())
        var record = LedgerRecord(sequence: ledger.nextSequence, time: time, event: .accepted)
        record.sender = ParticipantIdentifier("alice")
        record.receivers = [ParticipantIdentifier("bob")]
        record.type = MessageType("note")
        record.syntax = .xml
        record.route = RouteIdentifier("r")
        record.messageID = Array("n-1".utf8)
        record.digest = Digest(of: body)
        record.taken = ["c.t-1"]
        fill(&record)
        ledger.append(record)
        try ledger.commit(time: time, settled: 0)
    }

    func plan() throws -> Recovery.Plan {
        let table = try RoutingTable.load(folder: folder.path(of: "routes"))
        var recovery = Recovery(spool: spool, table: table, settled: 0)
        return try recovery.makePlan()
    }

    func putWaiting(_ name: String) throws {
        try spool.folders(of: ParticipantIdentifier("bob")).waiting.create(fileName(name), mode: 0o640)
            .write(body[...])
    }

    /// Says something of the first delivery, in a group of its own.
    func add(_ event: LedgerRecord.Event) throws { try commit([event]) }

    /// Commits a group of lines about the first delivery.
    func commit(_ events: [LedgerRecord.Event], _ fill: (inout LedgerRecord) -> Void = { _ in }) throws {
        let ledger = try Ledger(folder: spool.ledger)
        for event in events {
            var record = LedgerRecord(sequence: ledger.nextSequence, time: ledger.lastTime, event: event)
            record.delivery = DeliveryIdentifier(sequence: 1)
            record.receivers = [ParticipantIdentifier("bob")]
            fill(&record)
            ledger.append(record)
        }
        try ledger.commit(time: ledger.lastTime, settled: 0)
    }
}
