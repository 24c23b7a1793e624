// Who stems from us, and who is a leftover.

import Files
import Glibc
import Support
import XCTest

final class ProcessFamilyTests: XCTestCase {
    private var folder: TemporaryFolder!

    override func setUpWithError() throws {
        folder = try TemporaryFolder()
        ProcessFamily.adoptOrphans()
    }

    override func tearDown() { folder.remove() }

    private func number(_ text: String) throws -> Int32 {
        try XCTUnwrap(Int32(text.trimmingCharacters(in: .whitespacesAndNewlines)))
    }

    func testAProgramThatRunsIsNoLeftover() throws {
        let trial = try ChildTrial("/bin/sleep", ["60"], in: folder)
        XCTAssertTrue(eventually { ProcessFamily.endOrphans() == 0 })
        XCTAssertNil(trial.child.end())
        trial.child.signalFamily(SIGKILL)
        XCTAssertEqual(trial.end(), .signalled(SIGKILL))
    }

    func testAProgramThatHasEndedIsNotReapedBeforeItsEndIsTold() throws {
        let trial = try ChildTrial(script: "exit 7", in: folder)
        XCTAssertTrue(eventually { trial.child.hasEnded() })
        XCTAssertTrue(eventually { ProcessFamily.endOrphans() == 0 })
        XCTAssertEqual(kill(trial.child.identifier, 0), 0, "its number is its own")
        XCTAssertEqual(trial.end(), .exited(7))
    }

    func testAProgramAdoptsWhatItsChildrenLeave() throws {
        let trial = try ChildTrial(
            script: "(setsid sleep 60 & echo $!); cat /proc/$$/task/$$/children; sleep 60", in: folder)
        XCTAssertTrue(eventually { trial.output.split(separator: "\n").count == 2 })
        let lines = trial.output.split(separator: "\n")
        XCTAssertTrue(lines[1].split(separator: " ").contains(lines[0]), trial.output)
        // It is the program's, and none of ours.
        XCTAssertTrue(eventually { ProcessFamily.endOrphans() == 0 })
        let orphan = try number(String(lines[0]))
        XCTAssertTrue(isRunning(orphan))
        trial.child.signalFamily(SIGKILL)
        XCTAssertEqual(trial.end(), .signalled(SIGKILL))
        XCTAssertTrue(eventually { ProcessFamily.endOrphans() == 0 })
        XCTAssertNil(WholeFile.status("/proc/\(orphan)"))
    }

    func testAProgramThatNobodyWaitsForIsALeftover() throws {
        var number: Int32 = 0
        do {
            let trial = try ChildTrial("/bin/sleep", ["60"], in: folder)
            number = trial.child.identifier
        }
        XCTAssertTrue(eventually { ProcessFamily.endOrphans() == 0 })
        XCTAssertNil(WholeFile.status("/proc/\(number)"))
    }
}
