// Who waits for a look, and for how long.

import Synchronization
import XCTest

@testable import Operating

final class SnapshotWaitersTests: XCTestCase {
    private let patience = SnapshotWaiters.patience
    /// Which waiters heard something, and whether something was seen.
    private final class Heard: Sendable {
        private let list = Mutex<[String]>([])
        var all: [String] { list.withLock { $0 } }
        func waiter(_ name: String) -> SnapshotWaiters.Waiter {
            { snapshot in self.list.withLock { $0.append("\(name) \(snapshot == nil ? "nothing" : "something")") } }
        }
    }
    private let heard = Heard()

    func testAllWhoWaitForALookHearWhatWasSeen() throws {
        var waiters = SnapshotWaiters()
        let snapshot = try SnapshotTrial().snapshot()
        XCTAssertTrue(waiters.add(heard.waiter("a"), 100))
        XCTAssertTrue(waiters.add(heard.waiter("b"), 100))
        waiters.begin(100)
        for done in waiters.end() { done(snapshot) }
        XCTAssertEqual(heard.all, ["a something", "b something"])
        XCTAssertEqual(waiters.count, 0)
        XCTAssertTrue(waiters.end().isEmpty)
    }

    func testWhereALookHangsThoseWhoWaitAreToldAndTheOthersAtOnce() {
        var waiters = SnapshotWaiters()
        XCTAssertTrue(waiters.add(heard.waiter("a"), 100))
        XCTAssertNil(waiters.limit, "no look has begun")
        waiters.begin(100)
        XCTAssertEqual(waiters.limit, 100 + patience)
        // Another one wants to know, which begins no look of its own.
        XCTAssertTrue(waiters.add(heard.waiter("b"), 99 + patience))
        waiters.begin(99 + patience)
        XCTAssertEqual(waiters.limit, 100 + patience)
        for done in waiters.giveUp() { done(nil) }
        XCTAssertEqual(heard.all, ["a nothing", "b nothing"])
        XCTAssertNil(waiters.limit)
        XCTAssertFalse(waiters.add(heard.waiter("c"), 100 + patience))
        XCTAssertEqual(waiters.count, 0)
        // It has come to its end after all.
        XCTAssertTrue(waiters.end().isEmpty)
        XCTAssertTrue(waiters.add(heard.waiter("d"), 101 + patience))
    }

    func testWhoComesWhileALookIsBeingTakenHearsOfTheNext() throws {
        var waiters = SnapshotWaiters()
        let snapshot = try SnapshotTrial().snapshot()
        waiters.begin(100)
        XCTAssertTrue(waiters.add(heard.waiter("a"), 200))
        XCTAssertEqual(waiters.limit, 100 + patience)
        XCTAssertTrue(waiters.end().isEmpty, "what was seen may be older than what it asks about")
        XCTAssertEqual(waiters.count, 1)
        waiters.begin(300)
        XCTAssertEqual(waiters.limit, 300 + patience)
        for done in waiters.end() { done(snapshot) }
        XCTAssertEqual(heard.all, ["a something"])
    }

    func testSoManyMayWait() {
        var waiters = SnapshotWaiters()
        for _ in 0..<SnapshotWaiters.most { XCTAssertTrue(waiters.add(heard.waiter("x"), 0)) }
        XCTAssertFalse(waiters.add(heard.waiter("y"), 0))
        XCTAssertEqual(waiters.end().count, SnapshotWaiters.most)
        XCTAssertTrue(waiters.add(heard.waiter("y"), 0))
    }
}
