// Programs: how they are started, how they end, and how they are signalled.

import Files
import Glibc
import Support
import XCTest

final class ChildProcessTests: XCTestCase {
    private var folder: TemporaryFolder!

    override func setUpWithError() throws { folder = try TemporaryFolder() }

    override func tearDown() { folder.remove() }

    func testExitCodesComeBack() throws {
        for code: Int32 in [0, 1, 65, 77, 127, 255] {
            let trial = try ChildTrial(script: "exit \(code)", in: folder)
            XCTAssertEqual(trial.end(), .exited(code))
        }
    }

    func testSignalsComeBack() throws {
        for number in [SIGTERM, SIGKILL, SIGSEGV] {
            let trial = try ChildTrial(script: "kill -\(number) $$", in: folder)
            XCTAssertEqual(trial.end(), .signalled(number))
        }
    }

    func testInputOutputAndErrorAreThoseGiven() throws {
        let trial = try ChildTrial(script: "cat; echo said >&2", in: folder, input: "the message")
        XCTAssertEqual(trial.end(), .exited(0))
        XCTAssertEqual(trial.output, "the message")
        XCTAssertEqual(trial.error, "said\n")
    }

    func testArgumentsArePassedAsTheyAre() throws {
        let trial = try ChildTrial("/usr/bin/printf", ["<%s>", "a b", "", "*", "päivä"], in: folder)
        XCTAssertEqual(trial.end(), .exited(0))
        XCTAssertEqual(trial.output, "<a b><><*><päivä>")
    }

    func testThereIsNoEndWhileItRuns() throws {
        let trial = try ChildTrial("/bin/sleep", ["60"], in: folder)
        XCTAssertNil(trial.child.end())
        XCTAssertNil(trial.end(within: 0))
        trial.child.signalFamily(SIGKILL)
        XCTAssertEqual(trial.end(), .signalled(SIGKILL))
    }

    func testTheEndIsToldOnce() throws {
        let trial = try ChildTrial(script: "exit 3", in: folder)
        XCTAssertEqual(trial.end(), .exited(3))
        XCTAssertNil(trial.child.end())
    }

    func testItIsGoneOnceItsEndIsTold() throws {
        let trial = try ChildTrial(script: "exit 0", in: folder)
        XCTAssertEqual(trial.end(), .exited(0))
        XCTAssertEqual(kill(trial.child.identifier, 0), -1)
        XCTAssertEqual(errno, ESRCH)
    }

    func testTheWholeFamilyIsSignalled() throws {
        let trial = try ChildTrial(script: "sleep 60 & echo $!; sleep 60", in: folder)
        XCTAssertTrue(eventually { trial.output.hasSuffix("\n") })
        let grandchild = try XCTUnwrap(Int32(trial.output.dropLast()))
        XCTAssertEqual(kill(grandchild, 0), 0)
        trial.child.signalFamily(SIGKILL)
        XCTAssertEqual(trial.end(), .signalled(SIGKILL))
        XCTAssertTrue(eventually { !isRunning(grandchild) })
    }

    func testWhatCannotBeStartedSaysWhy() throws {
        try folder.write("#!/bin/sh\n", to: "no-right", mode: 0o644)
        try folder.write("no program", to: "no-program", mode: 0o755)
        try folder.write("#!\(folder.path)/nothing\n", to: "no-shell", mode: 0o755)
        func cause(_ name: String) -> Errno? {
            causeOfFailure { _ = try ChildTrial(folder.path(of: name), in: folder) }
        }
        XCTAssertEqual(cause("nothing"), .noSuchFile)
        XCTAssertEqual(cause("no-shell"), .noSuchFile)
        XCTAssertEqual(cause("no-right"), .accessDenied)
        XCTAssertEqual(cause("."), .accessDenied)
        XCTAssertEqual(cause("no-program"), Errno(ENOEXEC))
    }

    func testAFailedStartIsALaunchError() throws {
        do {
            _ = try ChildTrial("/no/such/program", in: folder)
            XCTFail("it cannot start")
        } catch {
            XCTAssertEqual(error.code, .launch)
            XCTAssertEqual(error.path, "/no/such/program")
        }
    }

    func testTheLargestFileIsKept() throws {
        let trial = try ChildTrial("/bin/dd", ["if=/dev/zero", "bs=1000", "count=100"], in: folder, largestFile: 4_096)
        XCTAssertEqual(trial.end(), .signalled(SIGXFSZ))
        XCTAssertEqual(trial.output.utf8.count, 4_096)
    }

    func testUpToTheLargestFileIsAllowed() throws {
        let trial = try ChildTrial("/bin/dd", ["if=/dev/zero", "bs=4096", "count=1"], in: folder, largestFile: 4_096)
        XCTAssertEqual(trial.end(), .exited(0))
        XCTAssertEqual(trial.output.utf8.count, 4_096)
    }

    func testManyAtOnce() throws {
        var ends: [ProcessEnd?] = []
        let first = try ChildTrial(script: "read line; exit 1", in: folder)
        let second = try ChildTrial(script: "sleep 0.05; exit 2", in: folder)
        let third = try ChildTrial(script: "exit 3", in: folder)
        ends.append(third.end())
        ends.append(first.end())
        ends.append(second.end())
        XCTAssertEqual(ends, [.exited(3), .exited(1), .exited(2)])
    }
}
