// The queue of programs, without a committer: what it wants recorded is recorded when a test says so.

import Files
import Messages
import Recording
import Routing
import Spooling
import Support
import XCTest

@testable import Relaying

/// A table of a test's own, whose messages are notes from `alice` to `bob`, and a spool.
final class ProgramsTrial {
    /// What the queue said.
    private final class Told {
        var results: [Settlement] = []
        var held: [[UInt64]] = []
        var changes = 0
    }

    let folder: TemporaryFolder
    private(set) var spool: Spool!
    private(set) var programs: Programs!
    private let told = Told()

    init(_ rows: String) throws {
        folder = try TemporaryFolder()
        _ = try folder.makeFolder("routes")
        try folder.write(
            """
            <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="N"><xs:complexType>
            <xs:sequence><xs:element name="Id" type="xs:string"/></xs:sequence></xs:complexType></xs:element></xs:schema>
            """, to: "routes/n.xsd")
        spool = try XCTUnwrap(try Spool.open(path: folder.path(of: "spool")))
        for name in ["alice", "bob"] { try spool.prepare(ParticipantIdentifier(name)) }
        let told = told
        programs = try Programs(
            spool: spool, custody: CustodyKeeper(tokens: TokenSource(startedAt: 0)), table: try table(rows),
            log: RelayLog { _ in }, settle: { told.results.append($0) }, changed: { told.changes += 1 },
            tellHeld: { told.held.append($0.map(\.sequence)) })
    }

    func remove() {
        // A timer that fires now would find nobody: a service's queues live as long as it does.
        programs?.queue.sync {
            programs.timer.cancel()
            programs.windowTimer.cancel()
        }
        programs = nil
        spool = nil
        folder.remove()
    }

    private func table(_ rows: String) throws -> RoutingTable {
        try folder.write(
            "<routes xmlns=\"urn:luova:routes:1\"><partner id=\"alice\"/>\n\(rows)\n</routes>", to: "routes/table.xml")
        return try RoutingTable.load(folder: folder.path(of: "routes"))
    }

    /// Puts another table into force.
    func use(_ rows: String, accounts: [String: Account] = [:]) throws {
        let table = try table(rows)
        programs.queue.sync { programs.use(table, accounts: accounts) }
    }

    /// A message that waits, with its file; accepted now unless another time is named.
    func message(
        _ number: UInt64, _ mark: WaitingMessage.Mark? = nil, at time: Timestamp? = nil, opens: Bool = false
    ) throws -> WaitingMessage {
        let time = time ?? Timestamp(nanoseconds: Clock.realtime())
        let message = try WaitingMessage.note(number, at: time, opens: opens ? time : nil).marked(mark)
        try spool.folders(of: message.receiver).waiting.create(message.name, mode: 0o640)
            .write(Array("<N/>".utf8)[...])
        return message
    }

    /// Hands messages over.
    func add(_ messages: [WaitingMessage]) { programs.queue.sync { programs.add(messages) } }

    /// What is to be recorded now.
    var unrecorded: [Settlement] { programs.queue.sync { told.results } }

    /// Says that all is recorded that was to be, once.
    func record() -> [Settlement] {
        programs.queue.sync {
            let results = told.results
            told.results = []
            programs.settled(results)
            return results
        }
    }

    /// Which messages were held, whenever that was told.
    var held: [[UInt64]] { programs.queue.sync { told.held } }

    /// How often it was told that something has changed.
    var changes: Int { programs.queue.sync { told.changes } }

    var isIdle: Bool { programs.queue.sync { programs.isIdle } }
}
