// How long the syncs of a group took is told, so that it is known whether anybody waits for them.

import XCTest

@testable import Relaying

final class CommitSynchronizingTests: XCTestCase {
    private var trial: RecoveryTrial!
    private var commit: Commit!

    override func setUpWithError() throws {
        trial = try RecoveryTrial()
        commit = try trial.emptyCommit()
    }

    override func tearDown() {
        commit = nil
        trial.remove()
    }

    /// Commits so many files of alice.
    private func result(of count: Int, isSynced: Bool = false) throws -> Commit.Result {
        let items = try trial.inspect("alice", (0..<count).map { "file-\(count)-\($0)" })
        let result = try commit.commit(items, isSynced: isSynced) {}
        XCTAssertEqual(result.finished.count, count)
        return result
    }

    func testTheSyncOfManyBodiesIsTimed() throws {
        XCTAssertGreaterThan(try XCTUnwrap(try result(of: Commit.fewBodies + 1).syncTime), 0)
    }

    func testThatOfFewBodiesIsNot() throws {
        // Each has a receipt as well.
        XCTAssertNil(try result(of: Commit.fewBodies / 2).syncTime, "each is synced by itself, which takes longer")
    }

    func testNorIsOneThatWasMadeBefore() throws {
        try commit.synchronizeAhead()
        XCTAssertNil(try result(of: Commit.fewBodies + 1, isSynced: true).syncTime)
    }
}
