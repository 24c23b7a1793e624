// Whatever a program does, its run ends: time, output, words, and who it leaves behind.

import Files
import Glibc
import Handling
import Support
import XCTest

final class ProgramRunLimitsTests: XCTestCase {
    private var trial: ProgramTrial!

    override func setUpWithError() throws { trial = try ProgramTrial() }

    override func tearDown() { trial.folder.remove() }

    private func seconds(_ body: () throws -> Void) rethrows -> Double {
        let before = Clock.monotonic()
        try body()
        return Double(Clock.monotonic() - before) / 1e9
    }

    func testAProgramThatTakesTooLongIsAskedToStop() throws {
        let taken = try seconds {
            XCTAssertEqual(
                try trial.answer("sleep 60", milliseconds: 100), .tryAgain("it took longer than its time"))
        }
        XCTAssertLessThan(taken, 10)
    }

    func testAProgramThatWillNotStopIsKilled() throws {
        let taken = try seconds {
            XCTAssertEqual(
                try trial.answer("trap '' TERM; while :; do sleep 1; done", milliseconds: 100),
                .tryAgain("it took longer than its time"))
        }
        XCTAssertGreaterThan(taken, 2)
        XCTAssertLessThan(taken, 12)
    }

    func testAProgramMayTidyUpWhenItIsAsked() throws {
        let script = "trap 'echo tidied >&2; exit 3' TERM; sleep 60 & wait"
        let outcome = try trial.start(script, milliseconds: 200)
        XCTAssertEqual(outcome.wait(), .tryAgain("it took longer than its time"))
        XCTAssertEqual(outcome.words, "tidied")
    }

    func testAFloodOfWordsIsReadAndCut() throws {
        let outcome = try trial.start("head -c 5000000 /dev/zero | tr '\\0' x >&2")
        XCTAssertEqual(outcome.wait(), .taken)
        XCTAssertEqual(outcome.words, String(repeating: "x", count: 8_192))
    }

    func testAFloodOfWordsLeavesTheOthersAlone() throws {
        let flood = try trial.start("exec cat /dev/zero >&2", milliseconds: 3_000)
        let others = try ProgramTrial()
        defer { others.folder.remove() }
        for _ in 0..<3 { XCTAssertEqual(try others.answer("exit 0"), .taken) }
        XCTAssertEqual(flood.count, 0, "it goes on meanwhile")
        XCTAssertEqual(flood.wait(), .tryAgain("it took longer than its time"))
    }

    func testAFloodOfWordsIsHeldBack() throws {
        // What is read at full speed in two seconds is thousands of megabytes.
        let script = "dd if=/dev/zero bs=65536 count=20000 >&2 2> $FOLDER/told"
        XCTAssertEqual(try trial.answer(script, milliseconds: 2_000), .tryAgain("it took longer than its time"))
    }

    func testAProgramThatStopsItselfIsKilled() throws {
        XCTAssertEqual(
            try trial.answer("kill -STOP $$", milliseconds: 100), .tryAgain("it took longer than its time"))
    }

    func testAProgramThatClosesEverythingAndSleepsIsEnded() throws {
        XCTAssertEqual(
            try trial.answer("exec <&- >&- 2>&-; exec sleep 60", milliseconds: 100),
            .tryAgain("it took longer than its time"))
    }

    func testAProgramThatIgnoresTheLimitOfItsOutputGetsNoMore() throws {
        let script = "trap '' XFSZ; head -c 100000 /dev/zero; exit 0"
        XCTAssertEqual(
            try trial.start(script, largestFile: 10_000).wait(), .taken, "what it says itself counts")
        XCTAssertEqual(try trial.output().utf8.count, 10_000)
    }

    func testAReplyThatIsTooLargeEndsTheProgram() throws {
        let outcome = try trial.start("exec head -c 100000 /dev/zero", largestFile: 10_000)
        XCTAssertEqual(outcome.wait(), .tryAgain("it wrote a file larger than it may (signal 25 ended it)"))
        XCTAssertEqual(try trial.output().utf8.count, 10_000)
    }

    func testAProgramThatClosesItsWordsGoesOn() throws {
        XCTAssertEqual(try trial.answer("exec 2>&-; cat > $FOLDER/copy; sleep 0.05", input: "<late/>"), .taken)
        XCTAssertEqual(try trial.folder.read("copy"), "<late/>")
    }

    func testNoProcessIsLeft() throws {
        XCTAssertEqual(try trial.answer("echo $$ > $FOLDER/self"), .taken)
        XCTAssertNil(WholeFile.status("/proc/\(try trial.process("self"))"))
    }

    func testNoDescriptorIsLeft() throws {
        XCTAssertEqual(try trial.answer("exit 0"), .taken)
        func count() throws -> Int { try Directory(path: "/proc/self/fd").entries().count }
        let before = try count()
        for _ in 0..<20 { XCTAssertEqual(try trial.answer("exit 0"), .taken) }
        XCTAssertTrue(try eventually { try count() <= before })
    }
}
