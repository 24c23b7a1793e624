// Messages that are handed on at some time of day only: who waits, and what becomes of it when the time, or another
// table, comes.

import Files
import Foundation
import Messages
import Recording
import Routing
import Spooling
import Support
import XCTest

@testable import Relaying

final class ProgramsWindowTests: XCTestCase {
    private var trial: ProgramsTrial!
    /// A window that is open now, and stays so for some hours.
    private let open = ProgramsWindowTests.window(from: 23, to: 3)
    /// One that is closed.
    private let closed = ProgramsWindowTests.window(from: 4, to: 6)

    /// From so many hours after now to so many.
    private static func window(from: Int, to: Int) -> String {
        let hour = Int(Clock.realtime() / 3_600_000_000_000 % 24)
        func text(_ hour: Int) -> String { hour % 24 < 10 ? "0\(hour % 24):00" : "\(hour % 24):00" }
        return "\(text(hour + from))-\(text(hour + to)) UTC"
    }

    override func setUpWithError() throws { trial = try ProgramsTrial(rows(window: closed)) }
    override func tearDown() { trial.remove() }

    private func rows(window: String?, program: String = "", rules: String = "") -> String {
        let window = window.map { "window=\"\($0)\"" } ?? ""
        return """
            <system id="bob">\(program)</system><contract id="note" schema="n.xsd" root="N" message-id="Id"/>
            <route id="r" from="alice" message="note" to="bob" \(window) \(rules)/>
            """
    }

    private let program = #"<program path="missing" retry="1h"/>"#

    private func message(_ number: UInt64, opens: Bool = true) throws -> WaitingMessage {
        try trial.message(number, opens: opens)
    }

    /// What was to be recorded, as words; then says that it is.
    private func record() -> [String] {
        trial.record().map { settlement in
            let number = settlement.message.delivery.sequence
            switch settlement.result {
            case .opened: return "opened \(number)"
            case .deferred: return "deferred \(number)"
            case .started: return "started \(number)"
            default: return "another end of \(number)"
            }
        }
    }

    func testWhoWaitsForAllToBeAtRestHearsOfItWhenWhatWasDueWaitsForItsWindow() throws {
        try trial.use(rows(window: closed, program: program))
        let message = try message(1)
        let before = trial.changes
        trial.programs.queue.sync { trial.programs.wait(message, until: Clock.monotonic()) }
        XCTAssertFalse(trial.isIdle)
        trial.programs.queue.sync { trial.programs.timeHasCome() }
        XCTAssertTrue(trial.isIdle)
        XCTAssertEqual(trial.changes, before + 1)
    }

    func testWhatIsDueLaterForAReceiverWithoutAProgramIsNotForgotten() throws {
        try trial.use(rows(window: nil))
        let message = try message(1).marked(nil)
        trial.programs.queue.sync {
            trial.programs.wait(message, until: Clock.monotonic() + 1_000_000)
            trial.programs.start()
        }
        XCTAssertTrue(eventually(within: 60) { !trial.unrecorded.isEmpty })
        XCTAssertEqual(record(), ["opened 1"])
    }

    func testWhatComesOutsideWaitsAndNobodyWaitsForIt() throws {
        trial.add([try message(1), try message(2)])
        XCTAssertEqual(record(), [])
        XCTAssertTrue(trial.isIdle, "a drain ends")
        XCTAssertNotNil(trial.programs.queue.sync { trial.programs.nextOpening }, "the timer is set")
    }

    func testWhatComesInsideGoesToThePickupFolderAtOnce() throws {
        try trial.use(rows(window: open))
        trial.add([try message(1)])
        XCTAssertFalse(trial.isIdle)
        XCTAssertEqual(record(), ["opened 1"])
        XCTAssertTrue(trial.isIdle)
    }

    func testWhatWaitedGoesBeforeWhatComes() throws {
        trial.add([try message(1), try message(2)])
        try trial.use(rows(window: open))
        trial.add([try message(3)])
        XCTAssertEqual(record(), ["opened 1", "opened 2", "opened 3"])
        XCTAssertEqual(record(), [])
    }

    func testWhatWasGivenUpWhileItWaitedGoesToNoPickupFolder() throws {
        let rules = #"reply="note" answer-within="1h""#
        let rows = rows(window: closed, program: program, rules: rules)
            .replacingOccurrences(of: "message-id=\"Id\"", with: "message-id=\"Id\" reply-to=\"Id\"")
        try trial.use(rows)
        trial.add([try message(1), try message(2)])
        trial.programs.queue.sync { trial.programs.giveUpAnswers(Clock.monotonic() + 7_200_000_000_000) }
        XCTAssertEqual(record().sorted(), ["another end of 1", "another end of 2"])
        try trial.use(self.rows(window: open))
        XCTAssertEqual(record(), [])
        XCTAssertTrue(trial.programs.queue.sync { trial.programs.awaited.givenUp.isEmpty })
        XCTAssertTrue(trial.isIdle)
    }

    func testWithoutAWindowAnyMoreNothingWaits() throws {
        trial.add([try message(1)])
        try trial.use(rows(window: nil))
        XCTAssertEqual(record(), ["opened 1"])
    }

    func testAProgramGetsItsMessagesInsideTheWindow() throws {
        try trial.use(rows(window: closed, program: program))
        trial.add([try message(1), try message(2, opens: false)])
        XCTAssertEqual(record(), [])
        XCTAssertTrue(trial.isIdle)
        try trial.use(rows(window: open, program: program))
        XCTAssertEqual(record(), ["deferred 1", "deferred 2"], "each was tried, and cannot be started")
    }

    func testWhatIsTriedAgainWaitsForTheWindowToo() throws {
        let hasty = #"<program path="missing" retry="0ms" retry-limit="0ms"/>"#
        try trial.use(rows(window: open, program: hasty))
        trial.add([try message(1)])
        XCTAssertEqual(record(), ["deferred 1"])
        try trial.use(rows(window: closed, program: hasty))
        XCTAssertTrue(
            eventually {
                _ = record()
                return trial.programs.queue.sync { trial.programs.shut.values.flatMap { $0 }.count } == 1
            })
        XCTAssertTrue(trial.isIdle)
    }

    func testTheOrderOfASenderIsKept() throws {
        try trial.use(rows(window: closed, program: program, rules: #"order="sender""#))
        trial.add([try message(1), try message(2), try message(3)])
        XCTAssertEqual(
            trial.programs.queue.sync { trial.programs.shut.values.flatMap { $0 }.count }, 1, "the others stand behind")
        try trial.use(rows(window: open, program: program, rules: #"order="sender""#))
        XCTAssertEqual(record(), ["deferred 1"])
        XCTAssertEqual(record(), [], "the later ones wait for the first")
    }

    func testForPickupFoldersTheOrderIsThatOfTheirNumbers() throws {
        try trial.use(rows(window: closed, rules: #"order="sender""#))
        trial.add([try message(1), try message(2)])
        try trial.use(rows(window: open, rules: #"order="sender""#))
        trial.add([try message(3)])
        XCTAssertEqual(record(), ["opened 1", "opened 2", "opened 3"])
    }

    func testWhatMustNotBeRepeatedIsNotStartedOutside() throws {
        try trial.use(rows(window: closed, program: program, rules: #"repeat="never""#))
        trial.add([try message(1)])
        XCTAssertEqual(record(), [])
        try trial.use(rows(window: open, program: program, rules: #"repeat="never""#))
        XCTAssertEqual(record(), ["started 1"])
    }

    func testOnlySoManyAreOnTheirWayAtATime() throws {
        try trial.use(rows(window: open))
        trial.add(try (1...UInt64(Programs.mostOpening + 10)).map { try message($0) })
        XCTAssertEqual(record().count, Programs.mostOpening)
        XCTAssertEqual(record().count, 10)
        XCTAssertTrue(trial.isIdle)
    }

    func testWhatWasMeantForAProgramThatIsGoneStaysWhereItIs() throws {
        try trial.use(rows(window: nil))
        trial.add([try message(1, opens: false)])
        XCTAssertEqual(record(), [])
        XCTAssertTrue(trial.isIdle, "a drain does not wait for it")
        try trial.use(rows(window: nil, program: program))
        XCTAssertEqual(record(), ["deferred 1"])
    }
}
