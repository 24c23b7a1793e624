// The process is killed before one call that changes the disk, started again, and nothing is lost or twice:
// for each such call.

#if DEBUG
    import Files
    import Foundation
    import Support
    import XCTest

    final class KillPointEndToEndTests: XCTestCase {
        func testWithoutAFaultEachFileHasItsOneOutcome() throws {
            let trial = try FaultTrial(moves: OtherAccount.isReachable)
            defer { trial.remove() }
            try trial.fill()
            let (code, words) = try trial.run()
            XCTAssertEqual(code, 0, words)
            XCTAssertEqual(try trial.deviations(), [])
        }

        func testAKillBeforeAnyCallLosesNothingAndDeliversNothingTwice() throws {
            let calls = try FaultTrial.count("*")
            XCTAssertGreaterThan(calls, 100)
            for number in Endurance.chosen(of: calls, short: 24, seed: 4) {
                let trial = try FaultTrial(moves: OtherAccount.isReachable)
                defer { trial.remove() }
                try trial.fill()
                let (code, words) = try trial.run(faults: "*#\(number)=kill")
                // The order of calls is not the same in every run: the last may not be reached.
                XCTAssert(code == -9 || code == 0, "call \(number): \(code) \(words)")
                let (again, said) = try trial.run()
                XCTAssertEqual(again, 0, "after a kill before call \(number): \(said)")
                XCTAssertEqual(try trial.deviations(), [], "after a kill before call \(number)")
            }
        }
    }
#endif
