// The process is killed before one call that changes the disk, or that call fails, while batches go on in part: each
// is delivered once, and told once.

#if DEBUG
    import Files
    import Foundation
    import Support
    import XCTest

    final class ItemsFaultEndToEndTests: XCTestCase {
        private let batches = [
            ("alice", BatchText("b-1", count: 5, bad: [1, 4])), ("carol", BatchText("b-2", count: 4, bad: [4])),
            ("alice", BatchText("b-3", count: 2)),
        ]

        /// An id that was used before: the whole of it is kept, though a part could go on.
        private let reused = BatchText("b-3", count: 4, bad: [2]).text

        private func filled(_ whole: String) throws -> ItemsTrial {
            let trial = try ItemsTrial(whole: whole)
            try trial.playground.drop(batches[2].1.text, as: "2.xml")
            try trial.playground.drain()
            for (number, (sender, batch)) in batches.prefix(2).enumerated() {
                try trial.playground.drop(batch.text, as: "\(number).xml", from: sender)
            }
            // The same once more: a duplicate, of which nothing may be left either.
            try trial.playground.drop(batches[0].1.text, as: "again.xml")
            try trial.playground.drop(reused, as: "reused.xml")
            return trial
        }

        /// How many calls of a kind a whole run makes in the spool.
        private func count(_ whole: String, changing: Bool) throws -> Int {
            let trial = try filled(whole)
            defer { trial.remove() }
            _ = try trial.playground.run(faults: "", trace: trial.playground.folder.path(of: "trace"))
            return try trial.playground.folder.read("trace").split(separator: "\n").count { line in
                let words = line.split(separator: " ", maxSplits: 2)
                return words.count == 3 && words[2].hasPrefix(trial.playground.spool)
                    && (words[0] == "changes" || !changing)
            }
        }

        private func deviations(_ trial: ItemsTrial) throws -> [String] {
            let wrong = try trial.deviations(batches, refused: [reused])
            let duplicates = try trial.playground.events("duplicate").count
            return duplicates == 1 ? wrong : wrong + ["\(duplicates) duplicates"]
        }

        func testAKillBeforeAnyCallDeliversAndTellsOnce() throws {
            for (whole, seed) in [("1MB", 21), ("1B", 22)] as [(String, UInt64)] {
                let calls = try count(whole, changing: true)
                XCTAssertGreaterThan(calls, 40)
                for number in Endurance.chosen(of: calls, short: 24, seed: seed) {
                    let trial = try filled(whole)
                    defer { trial.remove() }
                    let (code, words) = try trial.playground.run(faults: "*#\(number)=kill")
                    XCTAssert(code == -9 || code == 0, "call \(number): \(code) \(words)")
                    let (again, said) = try trial.playground.run(faults: "")
                    XCTAssertEqual(again, 0, "after a kill before call \(number): \(said)")
                    XCTAssertEqual(try deviations(trial), [], "after a kill before call \(number) of \(whole)")
                }
            }
        }

        func testAnErrorAtAnyCallLosesNothing() throws {
            for (error, seed) in [("EIO", 23), ("ENOSPC", 24)] as [(String, UInt64)] {
                let calls = try count("1MB", changing: false)
                for number in Endurance.chosen(of: calls, short: 8, seed: seed) {
                    let trial = try filled("1MB")
                    defer { trial.remove() }
                    let (code, words) = try trial.playground.run(
                        faults: "all@\(trial.playground.spool)#\(number)=\(error)")
                    XCTAssertTrue([0, 73, 74, 75].contains(code), "\(error) at call \(number): \(code) \(words)")
                    let (again, said) = try trial.playground.run(faults: "")
                    XCTAssertEqual(again, 0, "after \(error) at call \(number): \(said)")
                    XCTAssertEqual(try deviations(trial), [], "after \(error) at call \(number): \(words)")
                }
            }
        }

        func testAFailedWriteOfTheRestOrTheFeedbackIsTriedAgain() throws {
            for calls in ["create@/taken/alice/r.#1", "write@/taken/alice/c.#1-2", "write@/taken/alice/r.#1"] {
                let trial = try filled("1MB")
                defer { trial.remove() }
                let (code, words) = try trial.playground.run(faults: "\(calls)=ENOSPC")
                XCTAssertEqual(code, 0, "\(calls): \(words)")
                XCTAssertEqual(try deviations(trial), [], "\(calls): \(words)")
            }
        }
    }
#endif
