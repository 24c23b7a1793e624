// One call to the kernel fails, and everything goes on or starts afresh: for each call, and each way to fail.

#if DEBUG
    import Files
    import Foundation
    import Support
    import XCTest

    final class FailPointEndToEndTests: XCTestCase {
        func testAnInputOutputErrorAnywhereLosesNothing() throws { try assertNothingIsLost(by: "EIO", seed: 11) }

        func testAFullDiskAnywhereLosesNothing() throws { try assertNothingIsLost(by: "ENOSPC", seed: 12) }

        func testTooManyOpenFilesAnywhereLosesNothing() throws { try assertNothingIsLost(by: "EMFILE", seed: 13) }

        func testAnInterruptedCallIsMadeAgain() throws {
            try assertNothingIsLost(by: "EINTR", seed: 14, allowing: [0])
        }

        func testAShortWriteOrReadIsContinued() throws {
            try assertNothingIsLost(by: "short", calls: "write,read,pread", seed: 15, allowing: [0])
        }

        func testAFailedSynchronisationEndsTheServiceBeforeAnythingMoreIsAcknowledged() throws {
            let trial = try FaultTrial(moves: OtherAccount.isReachable)
            defer { trial.remove() }
            try trial.fill()
            let (code, words) = try trial.run(faults: "fdatasync@.jsonl#1=EIO")
            XCTAssertEqual(code, 74, words)
            XCTAssertTrue(words.contains("cannot make durable: Input/output error"), words)
            XCTAssertTrue(words.contains("starts afresh from what is on the disk"), words)
            XCTAssertEqual(try trial.run().code, 0)
            XCTAssertEqual(try trial.deviations(), [])
        }

        func testAFullDiskPausesAndSaysSoAndGoesOnByItself() throws {
            let trial = try FaultTrial(moves: false)
            defer { trial.remove() }
            try trial.fill()
            let (code, words) = try trial.run(faults: "create@/taken/#2-6=ENOSPC;write@.jsonl#1-2=ENOSPC")
            XCTAssertEqual(code, 0, words)
            let faults = words.split(separator: "\n").filter { $0.contains("fault: ") }
            let ends = words.split(separator: "\n").filter { $0.contains("over after") }
            XCTAssertEqual(faults.count, ends.count, words)
            XCTAssertTrue(words.contains("fault: decisions cannot be written"), words)
            XCTAssertTrue(words.contains("No space left on device; free some space"), words)
            XCTAssertEqual(try trial.deviations(), [])
        }

        func testADiskThatStaysFullEndsADrainWithTryLater() throws {
            let trial = try FaultTrial(moves: false)
            defer { trial.remove() }
            try trial.fill()
            XCTAssertEqual(try trial.run(faults: "write@.jsonl=ENOSPC").code, 75)
            XCTAssertEqual(try trial.playground.ledger().count, 0)
            XCTAssertEqual(try trial.run().code, 0)
            XCTAssertEqual(try trial.deviations(), [])
        }

        func testADrainThatCannotTakeAFileTriesAgainAndThenSaysTryLater() throws {
            let trial = try FaultTrial(moves: false)
            defer { trial.remove() }
            try trial.fill()
            let (code, words) = try trial.run(faults: "create@/taken/alice/c.=EMFILE")
            XCTAssertEqual(code, 75, words)
            XCTAssertTrue(words.contains("fault: files cannot be taken"), words)
            XCTAssertTrue(words.contains("raise the limit of open files"), words)
            XCTAssertEqual(try trial.run(faults: "create@/taken/alice/c.#1-3=EMFILE").code, 0)
            XCTAssertEqual(try trial.deviations(), [])
        }

        private func assertNothingIsLost(
            by error: String, calls: String = "all", seed: UInt64, allowing codes: Set<Int32> = [0, 73, 74, 75]
        ) throws {
            let all = try FaultTrial.count(calls)
            XCTAssertGreaterThan(all, 30)
            for number in Endurance.chosen(of: all, short: 10, seed: seed) {
                let trial = try FaultTrial(moves: OtherAccount.isReachable)
                defer { trial.remove() }
                try trial.fill()
                let (code, words) = try trial.run(faults: "\(calls)@\(trial.playground.spool)#\(number)=\(error)")
                let place = "after \(error) at call \(number)"
                XCTAssertTrue(codes.contains(code), "\(place): \(code) \(words)")
                let (again, said) = try trial.run()
                XCTAssertEqual(again, 0, "\(place): \(said)")
                XCTAssertEqual(try trial.deviations(), [], "\(place): \(words)")
            }
        }
    }
#endif
