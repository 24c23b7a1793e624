#if DEBUG
    // The kernel has no watches left for drop folders: messages go through all the same, and people are told.

    import Files
    import Support
    import XCTest

    final class WatchingEndToEndTests: XCTestCase {
        private var playground: Playground!

        override func setUpWithError() throws { playground = try Playground(rows: Playground.twoSenders) }
        override func tearDown() { playground.remove() }

        private func isDelivered(_ count: Int) -> Bool {
            eventually(within: 60) { playground.pickup("bob").count == count }
        }

        func testWhatIsDroppedIsFoundWithoutWatches() throws {
            let daemon = try playground.start(environment: ["LUOVA_FAULTS": "watch=ENOSPC"])
            for number in 1...3 {
                try playground.drop(Playground.note("n-\(number)"), as: "\(number).xml")
                XCTAssertTrue(isDelivered(number), playground.log)
            }
            XCTAssertEqual(playground.log.components(separatedBy: "fault: ").count, 2, "it is told once")
            XCTAssertTrue(playground.log.contains("raise fs.inotify.max_user_watches"), playground.log)
            XCTAssertEqual(playground.stop(daemon), 0)
            try playground.verify()
        }

        func testItIsOverWhenThereAreWatchesAgain() throws {
            let daemon = try playground.start(environment: ["LUOVA_FAULTS": "watch@alice/drop#1-5=ENOSPC"])
            XCTAssertTrue(eventually(within: 60) { playground.log.contains("over after") }, playground.log)
            try playground.drop(Playground.note("n-1"), as: "1.xml")
            XCTAssertTrue(isDelivered(1), playground.log)
            XCTAssertEqual(playground.stop(daemon), 0)
            try playground.verify()
        }

        func testADrainNeedsNoWatches() throws {
            try playground.drain()
            try playground.drop(Playground.note("n-1"), as: "1.xml")
            let (code, words) = try playground.run(faults: "watch=ENOSPC")
            XCTAssertEqual(code, 0, words)
            XCTAssertEqual(playground.pickup("bob").count, 1)
            try playground.verify()
        }
    }
#endif
