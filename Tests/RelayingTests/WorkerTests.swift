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

    /// Has a worker inspect two files, of which the second is not in memory, and is not read because it was linked a moment
    /// ago. Says whether it came into memory within so many seconds.
    private func asks(afterDropping first: Bool, within seconds: Int64) throws -> Bool {
        let alice = ParticipantIdentifier("alice")
        let drop = try trial.spool.folders(of: alice).drop
        for name in ["a", "b"] {
            let file = try drop.create(fileName(name), mode: 0o640)
            try file.write(trial.body[...])
            try file.synchronizeData()
            if first || name == "b" { file.dropCachedPages() }
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
                marks: try InspectionMarks(folder: trial.spool.ledger), trial: nil, number: 0, takesLarge: false))
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

    /// Whether the kernel says of a file here that it had to be waited for.
    private func isTold() throws -> Bool {
        let file = try trial.spool.ledger.create(fileName("other"), mode: 0o600)
        try file.write([1])
        try file.synchronizeData()
        file.dropCachedPages()
        var buffer: [UInt8] = [0]
        var wait = DiskWait()
        _ = try file.read(into: &buffer, count: 1, at: 0, noting: &wait)
        return wait.take()
    }

    func testTheRestOfAGroupIsAskedForOnceAFileWasWaitedFor() throws {
        guard try isTold() else {
            throw XCTSkip("the file system does not tell")  // reason: tmpfs and overlayfs do not say what is in memory
        }
        let asks = try asks(afterDropping: true, within: 5)
        XCTAssertTrue(asks)
    }

    func testTheRestOfAGroupIsNotAskedForWhileFilesAreInMemory() throws {
        let asks = try asks(afterDropping: false, within: 1)
        XCTAssertFalse(asks)
    }
}
