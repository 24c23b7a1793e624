// Whoever a program leaves behind is gone before its end is told, wherever that went; nobody else is.

import Files
import Glibc
import Handling
import Support
import XCTest

final class ProgramRunLeftoversTests: XCTestCase {
    private var trial: ProgramTrial!

    override func setUpWithError() throws { trial = try ProgramTrial() }

    override func tearDown() { trial.folder.remove() }

    /// Runs a script that writes the number of somebody it leaves behind to `child`; that one is gone when
    /// the end is told, and no zombie is left.
    private func assertNobodyIsLeft(
        _ script: String, _ answer: HandlerAnswer = .taken, milliseconds: Int64 = 10_000, line: UInt = #line
    ) throws {
        XCTAssertEqual(try trial.answer(script, milliseconds: milliseconds), answer, line: line)
        let child = try trial.process("child")
        XCTAssertGreaterThan(child, 1, "the script wrote no number", line: line)
        XCTAssertNil(WholeFile.status("/proc/\(child)"), "\(child) is still there", line: line)
    }

    /// Waits in a script until somebody has written its number.
    private static let told = "while ! [ -s $FOLDER/child ]; do sleep 0.01; done"

    func testAChildThatStays() throws {
        try assertNobodyIsLeft("sleep 60 & echo $! > $FOLDER/child; exit 0")
    }

    func testAChildThatIgnoresSignals() throws {
        try assertNobodyIsLeft(
            "(trap '' TERM HUP; echo $(exec sh -c 'echo $PPID') > $FOLDER/child; sleep 60) & "
                + "\(ProgramRunLeftoversTests.told); exit 65",
            .refused(
                "the receiver's program refused the message as wrong (exit code 65); ask the receiver why, mend the "
                    + "message, and send it with a new id"))
    }

    func testAChildInASessionOfItsOwn() throws {
        try assertNobodyIsLeft(
            "setsid sh -c 'echo $$ > $FOLDER/child; exec sleep 60' & \(ProgramRunLeftoversTests.told)")
    }

    func testADaemon() throws {
        // Two forks and a session of its own, and the one in between is gone before the program is.
        try assertNobodyIsLeft(
            "(setsid sh -c 'echo $$ > $FOLDER/child; exec sleep 60' &); \(ProgramRunLeftoversTests.told)")
    }

    func testADaemonThatHoldsTheOutputOpen() throws {
        try assertNobodyIsLeft(
            "(setsid sh -c 'echo $$ > $FOLDER/child; while :; do echo more; done' &); \(ProgramRunLeftoversTests.told)")
        let size = try trial.output().utf8.count
        XCTAssertGreaterThan(size, -1)
        XCTAssertEqual(try trial.output().utf8.count, size, "somebody still writes to the reply")
    }

    func testADaemonWithAnEmptyEnvironment() throws {
        try assertNobodyIsLeft(
            "setsid env -i /bin/sh -c \"echo \\$\\$ > $FOLDER/child; exec /bin/sleep 60\" & "
                + ProgramRunLeftoversTests.told)
    }

    func testADaemonThatIsStopped() throws {
        try assertNobodyIsLeft(
            "setsid sh -c 'echo $$ > $FOLDER/child; kill -STOP $$' & \(ProgramRunLeftoversTests.told)")
    }

    func testWhatAProgramThatTookTooLongStarted() throws {
        try assertNobodyIsLeft(
            "setsid sh -c 'echo $$ > $FOLDER/child; exec sleep 60' & exec sleep 60",
            .tryAgain("it took longer than its time"), milliseconds: 500)
    }

    func testAForkLoop() throws {
        // Without an end it would be a bomb; five generations are 63 processes, each in a session of its own.
        let script = """
            : > $FOLDER/all
            cat > $FOLDER/fork <<'END'
            [ "$1" -gt 0 ] || exec sleep 60
            setsid sh $FOLDER/fork $(($1 - 1)) & setsid sh $FOLDER/fork $(($1 - 1)) &
            echo $$ >> $FOLDER/all
            exec sleep 60
            END
            setsid sh $FOLDER/fork 5 & while [ "$(wc -l < $FOLDER/all)" -lt 31 ]; do sleep 0.02; done
            """
        XCTAssertEqual(try trial.answer(script, milliseconds: 20_000), .taken)
        let all = try trial.folder.read("all").split(separator: "\n").compactMap { Int32($0) }
        XCTAssertEqual(all.count, 31)
        for process in all { XCTAssertNil(WholeFile.status("/proc/\(process)"), "\(process)") }
    }

    func testChildrenOfAProgramThatStillRunsAreLeftAlone() throws {
        let other = try ProgramTrial()
        defer { other.folder.remove() }
        // Its child is a daemon: nothing but its descent says whose it is.
        let long = try other.start(
            "(setsid sh -c 'echo $$ > $FOLDER/child; exec sleep 60' &); "
                + "while ! [ -s $FOLDER/end ]; do sleep 0.01; done")
        let child = try other.process("child")
        for _ in 0..<5 {
            try assertNobodyIsLeft(
                "(setsid sh -c 'echo $$ > $FOLDER/child; exec sleep 60' &); \(ProgramRunLeftoversTests.told)")
            try trial.folder.directory.remove(fileName("child"))
        }
        XCTAssertTrue(isRunning(child))
        try other.folder.write("now\n", to: "end")
        XCTAssertEqual(long.wait(), .taken)
        XCTAssertFalse(isRunning(child))
    }

    func testAProgramThatDisownsWhatItAdoptsIsFoundAllTheSame() throws {
        guard WholeFile.status("/usr/bin/python3") != nil else {
            throw XCTSkip("prctl(2) by hand needs python3")  // reason: no other interpreter has it
        }
        try trial.folder.write(
            """
            import ctypes, os, time
            ctypes.CDLL(None).prctl(36, 0, 0, 0, 0)
            if os.fork() == 0:
                os.setsid()
                if os.fork() == 0:
                    open(os.environ['FOLDER'] + '/child', 'w').write(str(os.getpid()) + '\\n')
                    time.sleep(60)
                os._exit(0)
            while not os.path.exists(os.environ['FOLDER'] + '/child'): time.sleep(0.01)
            time.sleep(0.1)
            """, to: "disown.py")
        try assertNobodyIsLeft("exec /usr/bin/python3 $FOLDER/disown.py")
    }

    func testNoDescriptorIsLeftByProgramsThatLeaveSomebodyBehind() throws {
        let script = "(setsid sleep 60 &); exit 0"
        XCTAssertEqual(try trial.answer(script), .taken)
        func count() throws -> Int { try Directory(path: "/proc/self/fd").entries().count }
        let before = try count()
        for _ in 0..<20 { XCTAssertEqual(try trial.answer(script), .taken) }
        XCTAssertTrue(try eventually { try count() <= before })
    }
}
