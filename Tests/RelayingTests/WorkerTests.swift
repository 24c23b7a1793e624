// What a worker does for a group as a whole.

import Files
import Messages
import Routing
import Spooling
import Support
import XCTest

@testable import Relaying

final class WorkerTests: XCTestCase {
    private var trial: RecoveryTrial!

    override func setUpWithError() throws { trial = try RecoveryTrial() }

    override func tearDown() { trial.remove() }

    /// Has a worker inspect two files, of which the second is not read because it was linked a moment ago, and says
    /// whether that one came into memory within so many seconds.
    private func asks(readAhead: ReadAhead, within seconds: Int64) throws -> Bool {
        let alice = ParticipantIdentifier("alice")
        let drop = try trial.spool.folders(of: alice).drop
        for name in ["a", "b"] {
            let file = try drop.create(fileName(name), mode: 0o640)
            try file.write(trial.body[...])
            try file.synchronizeData()
            file.dropCachedPages()
        }
        let second = drop.path(of: fileName("b"))
        XCTAssertEqual(link(second, drop.path(of: fileName("c"))), 0)
        if try isInMemory(second) {
            throw XCTSkip("the file system keeps all files in memory")  // reason: nothing to be asked for, as on tmpfs
        }
        let worker = Worker(
            name: "trial",
            inspection: Inspection(
                spool: trial.spool, custody: CustodyKeeper(tokens: TokenSource(startedAt: 1)),
                marks: try InspectionMarks(folder: trial.spool.ledger), trial: nil, number: 0, takesLarge: false,
                readAhead: readAhead))
        let table = try RoutingTable.load(folder: trial.folder.path(of: "routes"))
        let group = ["a", "b"].map { Work(sender: alice, name: fileName($0)) }
        let end = expectation(description: "the group is inspected")
        worker.inspect(group, intake: Intake(table: table, accounts: [:]), patience: 1) { results in
            XCTAssertEqual(results.map { $0.0.name }, group.map(\.name))
            guard case .candidate = results[0].1, case .later = results[1].1 else { return XCTFail("\(results)") }
            end.fulfill()
        }
        wait(for: [end], timeout: 30)
        return try eventually(within: seconds) { try isInMemory(second) }
    }

    func testARestOfAGroupIsAskedForOnceAFileWasWaitedFor() throws {
        XCTAssertTrue(try asks(readAhead: ReadAhead(quick: -1_000_000), within: 5))
    }

    func testARestOfAGroupIsNotAskedForAfterAQuickRead() throws {
        XCTAssertFalse(try asks(readAhead: ReadAhead(quick: .max / 2), within: 1))
    }
}
