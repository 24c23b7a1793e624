#if DEBUG
    // A drain that had to leave a file says so, however few there were.

    import Files
    import Support
    import XCTest

    final class DrainEndToEndTests: XCTestCase {
        private var playground: Playground!

        override func setUpWithError() throws { playground = try Playground(rows: Playground.twoSenders) }
        override func tearDown() { playground.remove() }

        func testOneFileThatCannotBeTakenIsWorkLeftUndone() throws {
            try playground.drop(Playground.note("n-1"), as: "1.xml")
            let (code, words) = try playground.run(faults: "create@/taken/alice/c.=EMFILE")
            XCTAssertEqual(code, 75, words)
            XCTAssertTrue(words.contains("the drain ends and leaves work undone: files cannot be taken"), words)
            XCTAssertEqual(playground.names("participants/alice/drop"), ["1.xml"])
            try playground.drain()
            XCTAssertEqual(playground.pickup("bob").count, 1)
            try playground.verify()
        }

        func testADrainDoesNotWaitForRoomForEver() throws {
            try playground.drop(Playground.note("n-1"), as: "1.xml")
            let service = #"<service min-free="9000000GB" "#
            try playground.write(rows: Playground.twoSenders.replacingOccurrences(of: "<service ", with: service))
            let (code, words) = try playground.run(faults: "")
            XCTAssertEqual(code, 75, words)
            XCTAssertTrue(words.contains("leaves work undone: the spool has"), words)
            XCTAssertEqual(playground.names("participants/alice/drop"), ["1.xml"])
        }
    }
#endif
