// The kernel has no watch for a drop folder: that is a fault, and the folder is looked at all the same.

import Files
import Messages
import Routing
import Spooling
import Support
import XCTest

@testable import Relaying

final class RelayWatchingTests: XCTestCase {
    private let alice = ParticipantIdentifier("alice")
    private var trial: RelayTrial!
    private var relay: Relay { trial.relay }

    override func setUpWithError() throws { trial = try RelayTrial(drains: false) }

    override func tearDown() {
        relay.control.sync { relay.watcher?.stop() }
        trial.remove()
    }

    private func drop(_ name: String) throws {
        try relay.spool.folders(of: alice).drop.create(fileName(name), mode: 0o640).write(Array("<N/>".utf8)[...])
    }

    /// How often the fault was told, and its end.
    private var told: (begun: Int, over: Int) {
        let entries = trial.told.entries
        return (entries.count { $0.event == .fault }, entries.count { $0.event == .faultOver })
    }

    func testWhereAllAreWatchedThereIsNoFault() {
        relay.control.sync {
            relay.watchAll()
            XCTAssertEqual(relay.unwatched, [])
            XCTAssertEqual(relay.faults.state, "working")
        }
    }

    #if DEBUG
        private func with(_ rules: String, _ body: () -> Void) {
            XCTAssertTrue(FaultSeam.install(rules))
            relay.control.sync(execute: body)
            XCTAssertTrue(FaultSeam.install(""))
        }

        func testAFolderThatCannotBeWatchedIsListedAndTriedAgain() throws {
            with("watch@alice/drop=ENOSPC") {
                relay.watchAll()
                relay.rescan()
                relay.rescan()
            }
            XCTAssertEqual(told.begun, 1)
            let state = relay.control.sync { relay.faults.state }
            XCTAssertTrue(state.hasPrefix("working, but: "), state)
            XCTAssertTrue(state.contains("alice/drop: cannot watch"), state)
            XCTAssertTrue(state.contains("; raise fs.inotify.max_user_watches; "), state)
            XCTAssertTrue(state.hasSuffix("is looked at every 30 s"), state)
            try drop("x.xml")
            with("watch@alice/drop=ENOSPC") {
                relay.list(alice, hears: true)
                XCTAssertEqual(relay.backlog.count, 1)
            }
            relay.control.sync {
                for participant in relay.table.participants.keys { relay.list(participant) }
                XCTAssertEqual(relay.unwatched, [])
                XCTAssertEqual(relay.faults.state, "working")
            }
            XCTAssertEqual(told.over, 1)
        }

        /// What came before it may not have been found, and no event tells of that.
        func testWhereOrderIsKeptWhatCameWithTheListingIsLeftToTheNext() throws {
            let rules = "watch@alice/drop=ENOSPC"
            with(rules) {
                relay.watchAll()
                relay.backlog.keepOrder(true, of: alice)
            }
            var count = 0
            // Where the machine took its time between them, it came long before the listing.
            let isLeft = try eventually(within: 60) {
                count += 1
                let begun = Clock.monotonic()
                try drop("\(count).xml")
                var left = false
                with(rules) {
                    relay.list(alice)
                    left = relay.backlog.count < count
                }
                return left && Clock.monotonic() - begun < Relay.tick / 2
            }
            XCTAssertTrue(isLeft)
            XCTAssertFalse(relay.control.sync { relay.delayed.isEmpty }, "the folder is listed again")
            ScratchFolder.pause(nanoseconds: 2 * Relay.tick)
            with(rules) {
                relay.list(alice)
                XCTAssertEqual(relay.backlog.count, count)
            }
        }

        func testAFolderThatIsGoneIsNoneThatCannotBeWatched() {
            with("watch@alice/drop=ENOENT") {
                relay.watchAll()
                relay.rescan()
                XCTAssertFalse(relay.faults.has(.watching))
                XCTAssertTrue(relay.faults.has(.folder(alice)))
            }
        }

        func testOneThatMayNotBeReadIsToldOnce() {
            let rules = "watch@alice/drop=EACCES;open@alice/drop=EACCES"
            with(rules) {
                relay.watchAll()
                relay.rescan()
            }
            let before = told
            with(rules) { for _ in 0..<3 { relay.rescan() } }
            XCTAssertEqual(told.begun, before.begun)
            XCTAssertEqual(told.over, before.over)
        }

        func testWhoHasLeftTheTableKeepsNoFaultUp() throws {
            let gone = ParticipantIdentifier("carol")
            let folders = try relay.spool.prepare(gone)
            with("watch@carol/drop=ENOSPC") {
                relay.watchAll()
                try? relay.hear(folders)
                XCTAssertFalse(relay.faults.has(.watching))
            }
        }

        func testTheFaultLastsUntilTheLastOfThemIsWatched() {
            with("watch=ENOSPC") { relay.watchAll() }
            with("watch@bob/drop=ENOSPC") {
                relay.rescan()
                XCTAssertEqual(relay.unheard, [ParticipantIdentifier("bob")])
                XCTAssertTrue(relay.faults.has(.watching))
            }
            relay.control.sync {
                relay.rescan()
                XCTAssertFalse(relay.faults.has(.watching))
            }
        }

        func testOneWhoseFolderIsGoneMeanwhileIsAnotherFault() throws {
            with("watch@alice/drop=ENOSPC") { relay.watchAll() }
            let drop = trial.folder.path(of: "spool/participants/alice/drop")
            XCTAssertEqual(rename(drop, drop + ".away"), 0)
            relay.control.sync {
                relay.rescan()
                XCTAssertFalse(relay.faults.has(.watching))
                XCTAssertTrue(relay.faults.has(.folder(alice)))
            }
        }

        func testWithoutAnyWatcherAllAreListedAndItIsOpenedWhenThatIsPossible() throws {
            relay.control.sync {
                relay.unwatched = Set(relay.table.participants.keys)
                relay.note(.watching, "there is no watcher")
                XCTAssertNil(relay.watcher)
                relay.rescan()
                XCTAssertNotNil(relay.watcher)
                XCTAssertEqual(relay.unwatched, [])
                XCTAssertFalse(relay.faults.has(.watching))
            }
        }
    #endif
}
