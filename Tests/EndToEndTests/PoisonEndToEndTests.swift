// A file that kills or holds up the process is tried once more by a process of its own, and then set aside; the
// others go on.

#if DEBUG
    import Files
    import Foundation
    import Support
    import XCTest

    final class PoisonEndToEndTests: XCTestCase {
        private var playground: Playground!

        override func setUpWithError() throws { playground = try Playground() }

        override func tearDown() { playground.remove() }

        private func run(_ faults: String) throws -> (code: Int32, words: String) { try playground.run(faults: faults) }

        func testAFileThatKillsItsJudgeIsSetAsideAtTheSecondTry() throws {
            for number in 1...20 { try playground.drop(Playground.note("n-\(number)"), as: "\(number).xml") }
            try playground.drop(Playground.note("n-21"), as: "poison.xml")
            let faults = "read,pread@poison.xml=kill"
            XCTAssertEqual(try run(faults).code, -9, "the first try ends the service")
            let (code, words) = try run(faults)
            XCTAssertEqual(code, 0, words)
            XCTAssertTrue(words.contains("the process before ended while it inspected 1 files"), words)
            XCTAssertEqual(playground.pickup("bob").count, 20, "the others go on")
            let refused = try playground.events("refused")
            XCTAssertEqual(refused.map { $0["reason"] as? String }, ["limit"])
            XCTAssertEqual(playground.names("refused/alice").count, 1)
            let receipt = try XCTUnwrap(
                playground.pickup("alice").first { $0.contains("receipt.xml") && isRefusal($0) })
            XCTAssertTrue(try playground.read(receipt, of: "alice").contains("signal 9 ended its judge"))
        }

        private func isRefusal(_ name: String) -> Bool {
            (try? playground.read(name, of: "alice").contains("refused")) ?? false
        }

        func testAFileThatHoldsItsJudgeUpIsSetAsideToo() throws {
            try playground.write(rows: #"<service rescan="200ms" max-time="20ms"/>"# + Playground.rows)
            try playground.drop(Playground.note("n-1"), as: "poison.xml")
            let faults = "read,pread@poison.xml=hang"
            let (first, said) = try run(faults)
            XCTAssertEqual(first, 70, said)
            XCTAssertTrue(said.contains("a worker does not come back from a file"), said)
            try playground.drop(Playground.note("n-2"), as: "good.xml")
            XCTAssertEqual(try run(faults).code, 0)
            XCTAssertEqual(try playground.events("refused").map { $0["reason"] as? String }, ["limit"])
            XCTAssertEqual(try playground.events("accepted").map { $0["message_id"] as? String }, ["n-2"])
        }

        func testAKillFromOutsideMakesNoFileSuspectForGood() throws {
            try playground.drop(Playground.note("n-1"), as: "good.xml")
            // Killed while the same file is at hand, three times. The judge of its own reads, it does not pread.
            for _ in 1...3 { XCTAssertEqual(try run("pread@good.xml=kill").code, -9) }
            XCTAssertEqual(try run("").code, 0)
            XCTAssertEqual(try playground.events("accepted").count, 1)
        }
    }
#endif
