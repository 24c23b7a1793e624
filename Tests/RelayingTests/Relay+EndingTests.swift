// A drain ends when nothing is left to do, also where that changes while it is being asked.

import Dispatch
import Files
import Messages
import Recording
import Spooling
import Support
import Synchronization
import XCTest

@testable import Relaying

final class RelayEndingTests: XCTestCase {
    private var trial: RelayTrial!

    override func setUpWithError() throws { trial = try RelayTrial(drains: true) }
    override func tearDown() { trial.remove() }

    private var codes: [Int32] { trial.ending.codes.withLock { $0 } }

    private func waitForTheEnd(line: UInt = #line) {
        XCTAssertEqual(trial.ending.isThere.wait(timeout: .now() + 60), .success, line: line)
    }

    func testAMessageThatComesToItsProgramWhileADrainIsAboutToEndIsDeliveredBeforeThat() throws {
        let message = try trial.message(1)
        let (relay, programs) = (trial.relay, trial.programs)
        relay.control.sync {
            relay.checkEnd()
            // They say that they are at rest, and then they are not any more.
            programs.queue.sync {}
            programs.queue.sync { programs.add([message]) }
        }
        relay.control.sync {}
        XCTAssertEqual(codes, [], "its program runs")
        try trial.letGo()
        waitForTheEnd()
        XCTAssertEqual(codes, [0])
        XCTAssertEqual(try LedgerReader(folder: relay.spool.ledger).record(1)?.event, .delivered)
    }

    func testNothingIsHandedOnAnyMoreWhenADrainHasEnded() {
        let (relay, programs) = (trial.relay, trial.programs)
        relay.control.sync { relay.checkEnd() }
        waitForTheEnd()
        XCTAssertTrue(programs.queue.sync { programs.isStopping })
    }

    private let (alice, bob) = (ParticipantIdentifier("alice"), ParticipantIdentifier("bob"))

    private func path(_ folder: String) -> String { trial.folder.path(of: "spool/\(folder)") }

    /// Somebody removes a folder, and a rescan finds that out.
    private func lose(_ folder: String) {
        XCTAssertEqual(rmdir(path(folder)), 0)
        trial.relay.control.sync { trial.relay.rescan() }
    }

    /// An operator has stopped the taking from a sender, or from all.
    private func pause(_ sender: ParticipantIdentifier?) throws {
        var record = LedgerRecord(sequence: 1, time: Timestamp(nanoseconds: 0), event: .paused)
        record.sender = sender
        let pause = try XCTUnwrap(Pause(record))
        trial.relay.control.sync { trial.relay.pauses[pause.scope] = pause }
    }

    func testADrainThatCouldNotLookIntoADropFolderHasNotDoneItsWorkAndSaysWhyAtItsEnd() throws {
        lose("participants/alice/drop")
        trial.relay.control.sync { trial.relay.checkEnd() }
        waitForTheEnd()
        XCTAssertEqual(codes, [75])
        let last = try XCTUnwrap(trial.told.entries.last)
        XCTAssertEqual(last.level, .error)
        XCTAssertEqual(last.participant, alice)
        XCTAssertTrue(
            last.text.hasPrefix("the drain ends and leaves work undone: a folder of alice is missing"), last.text)
        XCTAssertTrue(last.text.contains("put it back"), last.text)
    }

    func testADropFolderIsNotLookedAtEitherWhileAnotherFolderOfItsParticipantIsMissing() {
        lose("participants/bob/pickup")
        trial.relay.control.sync { trial.relay.checkEnd() }
        waitForTheEnd()
        XCTAssertEqual(codes, [75])
        XCTAssertEqual(trial.told.entries.last?.participant, bob)
    }

    func testAFolderThatIsBackBeforeTheEndIsLookedAt() throws {
        let (relay, programs) = (trial.relay, trial.programs)
        XCTAssertEqual(rmdir(path("participants/alice/drop")), 0)
        let goesOn = DispatchSemaphore(value: 0)
        // No end before they say that they are at rest.
        programs.queue.async { goesOn.wait() }
        relay.start {}
        XCTAssertTrue(eventually(within: 60) { relay.control.sync { relay.faults.has(.folder(alice)) } })
        XCTAssertEqual(mkdir(path("participants/alice/drop"), 0o770), 0)
        try WholeFile.write(Array("<N/>".utf8), to: path("participants/alice/drop/m.xml"))
        goesOn.signal()
        waitForTheEnd()
        XCTAssertEqual(codes, [0])
        XCTAssertEqual(try LedgerReader(folder: relay.spool.ledger).record(1)?.event, .refused, "it is no note")
    }

    func testAFolderThatWasToBeListedOnceMoreWhenItWentAwayHoldsUpNoEnd() {
        let relay = trial.relay
        relay.control.sync { _ = relay.missed.insert(alice) }
        lose("participants/alice/drop")
        relay.control.sync { relay.rescan() }
        XCTAssertEqual(mkdir(path("participants/alice/drop"), 0o770), 0)
        relay.control.sync { relay.checkEnd() }
        waitForTheEnd()
        XCTAssertEqual(codes, [0])
    }

    func testAFolderOfASenderWhomAnOperatorHasPausedIsNotMissed() throws {
        try pause(alice)
        lose("participants/alice/drop")
        trial.relay.control.sync { trial.relay.checkEnd() }
        waitForTheEnd()
        XCTAssertEqual(codes, [0])
    }

    func testNoFolderIsMissedWhileAllTakingIsPaused() throws {
        try pause(nil)
        lose("participants/alice/drop")
        trial.relay.control.sync { trial.relay.checkEnd() }
        waitForTheEnd()
        XCTAssertEqual(codes, [0])
    }

    func testWhatAnotherFaultLeavesUndoneIsSaidAtTheEndToo() throws {
        try pause(bob)
        lose("participants/bob/drop")
        lose("participants/alice/drop")
        trial.relay.control.sync {
            trial.relay.note(.clock, "the clock is behind")
            trial.relay.note(.taking, "files cannot be taken")
            trial.relay.checkEnd()
        }
        waitForTheEnd()
        XCTAssertEqual(codes, [75])
        let last = trial.told.entries.suffix(2).map(\.text)
        XCTAssertTrue(last[0].contains("undone: a folder of alice is missing"), "\(last)")
        XCTAssertEqual(last[1], "the drain ends and leaves work undone: files cannot be taken")
    }
}
