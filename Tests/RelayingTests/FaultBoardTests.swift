// What keeps the service from its work, and what waits for a person, stand in the state's one line.

import Messages
import Support
import Synchronization
import XCTest

@testable import Relaying

final class FaultBoardTests: XCTestCase {
    /// What was logged and what was told as the state.
    private final class Heard: Sendable {
        let lines = Mutex<[String]>([])
        let states = Mutex<[String]>([])
    }

    private func board(_ heard: Heard) -> FaultBoard {
        FaultBoard(log: RelayLog { entry in heard.lines.withLock { $0.append(entry.text) } }) { state in
            heard.states.withLock { $0.append(state) }
        }
    }

    func testAFaultIsToldOnceWhenItBeginsAndOnceWhenItIsOver() {
        let heard = Heard()
        var board = board(heard)
        for _ in 0..<2 { board.begin(.taking, "no descriptors") }
        XCTAssertTrue(board.pausesTaking)
        for _ in 0..<2 { board.end(.taking) }
        XCTAssertEqual(heard.states.withLock { $0 }, ["paused: no descriptors", "working"])
        XCTAssertEqual(heard.lines.withLock { $0.count }, 2)
    }

    func testAStartThatWaitsSaysSoAndWhy() {
        let heard = Heard()
        var board = board(heard)
        board.isStarting = true
        XCTAssertEqual(board.state, "starting")
        board.begin(.accounts, "nobody answers")
        board.tell(.accounts, "it fails")
        board.isStarting = false
        board.end(.accounts)
        XCTAssertEqual(heard.states.withLock { $0 }, ["starting: nobody answers", "starting: it fails", "working"])
    }

    func testWhatIsHeldStandsInTheStateAsItIsNowAndPausesNothing() {
        let heard = Heard()
        var board = board(heard)
        board.tell(.held, "held: 1")
        board.tell(.held, "held: 1, 2")
        XCTAssertFalse(board.pausesTaking)
        board.tell(.held, nil)
        XCTAssertEqual(
            heard.states.withLock { $0 }, ["working, but: held: 1", "working, but: held: 1, 2", "working"])
        XCTAssertEqual(heard.lines.withLock { $0 }, [], "whoever held them said so")
    }

    func testTheFoldersOfOneThatLeftAreNoFault() {
        let heard = Heard()
        var board = board(heard)
        for name in ["alice", "carl"] { board.begin(.folder(ParticipantIdentifier(name)), "\(name)'s are missing") }
        board.begin(.placing, "something is left")
        board.endFolders { $0.text == "carl" }
        XCTAssertFalse(board.has(.folder(ParticipantIdentifier("carl"))))
        XCTAssertTrue(board.has(.folder(ParticipantIdentifier("alice"))))
        XCTAssertTrue(board.has(.placing))
    }
}
