import Files
import Messages
import Recording
import Routing
import Spooling
import Support
import XCTest

@testable import Relaying

extension RecoveryTrial {
    /// The commit of a spool without a line, and a table with alice and bob, and without a contract.
    func emptyCommit() throws -> Commit {
        try folder.write(
            #"<routes xmlns="urn:luova:routes:1"><partner id="alice"/><system id="bob"/></routes>"#,
            to: "routes/table.xml")
        let now = Timestamp(nanoseconds: Clock.realtime())
        return Commit(
            spool: spool, ledger: try Ledger(folder: spool.ledger),
            index: try DuplicateIndex(folder: spool.ledger, window: 1_000_000_000, now: now),
            custody: CustodyKeeper(tokens: TokenSource(startedAt: 0)))
    }

    /// Files of somebody, inspected: each is refused, since no contract is known, and has a copy in `taken/`.
    func inspect(_ sender: String, _ names: [String]) throws -> [Commit.Item] {
        let table = try RoutingTable.load(folder: folder.path(of: "routes"))
        var inspection = Inspection(
            spool: spool, custody: CustodyKeeper(tokens: TokenSource(startedAt: 1)),
            marks: try InspectionMarks(folder: spool.ledger), trial: nil, number: 0, takesLarge: false)
        return try names.map { name in
            try spool.folders(of: ParticipantIdentifier(sender)).drop.create(fileName(name), mode: 0o640).write(
                body[...])
            let work = Work(sender: ParticipantIdentifier(sender), name: fileName(name), wasClosed: true)
            let result = inspection.inspect(work, intake: Intake(table: table, accounts: [:]))
            guard case .candidate(let candidate) = result else {
                throw FileError(.read, name, .invalid)
            }
            return .candidate(candidate)
        }
    }
}
