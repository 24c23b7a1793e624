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

    /// The process whose number the script wrote to a file.
    private func process(_ name: String) throws -> Int32 {
        XCTAssertTrue(eventually { (try? trial.folder.read(name).hasSuffix("\n")) ?? false })
        return try XCTUnwrap(Int32(try trial.folder.read(name).dropLast()))
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

    func testAReplyThatIsTooLargeEndsTheProgram() throws {
        let outcome = try trial.start("exec head -c 100000 /dev/zero", largestFile: 10_000)
        XCTAssertEqual(outcome.wait(), .tryAgain("signal 25 ended it"))
        XCTAssertEqual(try trial.output().utf8.count, 10_000)
    }

    func testAChildThatStaysIsKilled() throws {
        let taken = try seconds {
            XCTAssertEqual(try trial.answer("sleep 60 & echo $! > $FOLDER/child; exit 0"), .taken)
        }
        XCTAssertLessThan(taken, 5)
        let child = try process("child")
        XCTAssertTrue(eventually { !isRunning(child) })
    }

    func testAChildThatIgnoresSignalsIsKilled() throws {
        let script = "(trap '' TERM HUP; sleep 60) & echo $! > $FOLDER/child; exit 65"
        XCTAssertEqual(try trial.answer(script), .refused("it refused the message as wrong (exit code 65)"))
        let child = try process("child")
        XCTAssertTrue(eventually { !isRunning(child) })
    }

    func testAChildThatLeavesTheSessionDoesNotHoldTheRun() throws {
        let script = "setsid sh -c 'echo $$ > $FOLDER/child; exec sleep 60' & while ! [ -s $FOLDER/child ]; do :; done"
        XCTAssertEqual(try trial.answer(script), .taken)
        let child = try process("child")
        // Nobody can kill it by its family; it is the program's own mistake.
        kill(child, SIGKILL)
        XCTAssertTrue(eventually { !isRunning(child) })
    }

    func testAProgramThatClosesItsWordsGoesOn() throws {
        XCTAssertEqual(try trial.answer("exec 2>&-; cat > $FOLDER/copy; sleep 0.05", input: "<late/>"), .taken)
        XCTAssertEqual(try trial.folder.read("copy"), "<late/>")
    }

    func testNoProcessIsLeft() throws {
        XCTAssertEqual(try trial.answer("echo $$ > $FOLDER/self"), .taken)
        XCTAssertNil(WholeFile.status("/proc/\(try process("self"))"))
    }

    func testNoDescriptorIsLeft() throws {
        XCTAssertEqual(try trial.answer("exit 0"), .taken)
        func count() throws -> Int { try Directory(path: "/proc/self/fd").entries().count }
        let before = try count()
        for _ in 0..<20 { XCTAssertEqual(try trial.answer("exit 0"), .taken) }
        XCTAssertTrue(try eventually { try count() <= before })
    }
}
