// What a program's end means, and what reaches it and comes back from it.

import Files
import Handling
import Support
import XCTest

final class ProgramRunTests: XCTestCase {
    private var trial: ProgramTrial!

    override func setUpWithError() throws { trial = try ProgramTrial() }

    override func tearDown() { trial.folder.remove() }

    func testExitCodeZeroIsTaken() throws { XCTAssertEqual(try trial.answer("exit 0"), .taken) }

    func testWrongDataIsRefusedForGood() throws {
        XCTAssertEqual(
            try trial.answer("exit 65"),
            .refused(
                "the receiver's program refused the message as wrong (exit code 65); ask the receiver why, mend the "
                    + "message, and send it with a new id"))
    }

    func testNoPermissionIsRefusedForGood() throws {
        XCTAssertEqual(
            try trial.answer("exit 77"),
            .refused("the receiver's program refused the message as not permitted (exit code 77); ask the receiver why")
        )
    }

    func testEveryOtherExitCodeIsTriedAgain() throws {
        for code in [1, 2, 64, 66, 75, 76, 78, 126, 127, 255] {
            XCTAssertEqual(try trial.answer("exit \(code)"), .tryAgain("it ended with exit code \(code)"))
        }
    }

    func testDeathBySignalIsTriedAgain() throws {
        XCTAssertEqual(try trial.answer("kill -9 $$"), .tryAgain("signal 9 ended it"))
        XCTAssertEqual(try trial.answer("kill -11 $$"), .tryAgain("signal 11 ended it"))
    }

    func testTheMessageIsOnItsInputAndTheReplyOnItsOutput() throws {
        XCTAssertEqual(try trial.answer("tr a-z A-Z", input: "<message>text</message>"), .taken)
        XCTAssertEqual(try trial.output(), "<MESSAGE>TEXT</MESSAGE>")
    }

    func testALargeMessageIsReadWhole() throws {
        let input = String(repeating: "0123456789abcdef", count: 100_000)
        XCTAssertEqual(try trial.answer("wc -c", input: input), .taken)
        XCTAssertEqual(try trial.output().trimmingCharacters(in: .whitespacesAndNewlines), "1600000")
    }

    func testAProgramThatNeverReadsIsNotInTheWay() throws {
        let input = String(repeating: "x", count: 1_000_000)
        XCTAssertEqual(try trial.answer("exit 0", input: input), .taken)
    }

    func testItsWordsComeBackOnOneLine() throws {
        let outcome = try trial.start("echo first >&2; echo >&2; echo 'second one' >&2; exit 1")
        XCTAssertEqual(outcome.wait(), .tryAgain("it ended with exit code 1"))
        XCTAssertEqual(outcome.words, "first | second one")
    }

    func testWordsThatAreNoTextComeBackAsText() throws {
        let outcome = try trial.start(#"printf 'a\377b' >&2"#)
        XCTAssertEqual(outcome.wait(), .taken)
        XCTAssertEqual(outcome.words, "a\u{FFFD}b")
    }

    func testTheEndIsToldOnce() throws {
        let outcome = try trial.start("echo word >&2")
        XCTAssertEqual(outcome.wait(), .taken)
        ProgramTrial.queue.sync {}
        XCTAssertEqual(outcome.count, 1)
    }

    func testItsEnvironmentIsWhatWasGiven() throws {
        let launch = ProcessLaunch(
            path: "/usr/bin/env", environment: [("LUOVA_ATTEMPT", Array("3".utf8))], account: nil, largestFile: 1 << 20)
        XCTAssertEqual(try trial.start(launch).wait(), .taken)
        XCTAssertEqual(try trial.output(), "LUOVA_ATTEMPT=3\n")
    }

    func testAMissingProgramIsAnErrorAndNoEnd() throws {
        let launch = ProcessLaunch(
            path: trial.folder.path(of: "nothing"), environment: [], account: nil, largestFile: 1 << 20)
        do {
            _ = try trial.start(launch)
            XCTFail("it cannot start")
        } catch {
            XCTAssertEqual((error as? FileError)?.code, .launch)
            XCTAssertEqual((error as? FileError)?.cause, .noSuchFile)
        }
    }

    func testManyRunAtOnce() throws {
        let outcomes = try (0..<8).map { place in try trial.start("sleep 0.05; exit \(place)") }
        let answers = outcomes.map { $0.wait() }
        XCTAssertEqual(answers[0], .taken)
        for place in 1..<8 { XCTAssertEqual(answers[place], .tryAgain("it ended with exit code \(place)")) }
    }
}
