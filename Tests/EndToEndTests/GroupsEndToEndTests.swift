// Many groups that follow each other, so that the bodies of one are made durable while the one before is placed:
// killed in between, and with a disk that fails.

#if DEBUG
    import Foundation
    import Support
    import XCTest

    final class GroupsEndToEndTests: XCTestCase {
        private static let messages = 500
        private let rows = """
            <service settle="0s"/>
            <partner id="alice"/><system id="bob"/>
            <contract id="note" schema="note.xsd" root="{urn:test:note}Note" message-id="Id"/>
            <route id="alice-bob" from="alice" message="note" to="bob" syntax="xml"/>
            """

        private func filled(_ count: Int = messages) throws -> Playground {
            let playground = try Playground(rows: rows)
            for number in 0..<count {
                try playground.drop(Playground.note("n-\(number)"), as: "\(number).xml")
            }
            return playground
        }

        private func assertOnceEach(_ playground: Playground, _ what: String, _ count: Int = messages) throws {
            let expected = Set((0..<count).map { "n-\($0)" })
            let accepted = try playground.events("accepted").compactMap { $0["message_id"] as? String }
            XCTAssertEqual(accepted.count, expected.count, what)
            XCTAssertTrue(Set(accepted) == expected, what)
            XCTAssertEqual(try playground.events("delivered").count, expected.count, what)
            let bodies = try playground.pickup("bob").map { try playground.read($0, of: "bob") }
            XCTAssertEqual(bodies.count, expected.count, what)
            XCTAssertTrue(Set(bodies) == Set(expected.map { Playground.note($0) }), what)
            try playground.verify(what)
        }

        func testAGroupIsSyncedWhileTheOneBeforeIsPlaced() throws {
            // So many that there are always more than may be in hand.
            let count = 1_000
            let playground = try filled(count)
            defer { playground.remove() }
            let trace = playground.folder.path(of: "trace")
            // The committer stops for good at its first delivery: so many may be in hand until a group has ended, also
            // where the disk is slow.
            let daemon = try playground.start(
                environment: ["LUOVA_FAULTS": "rename@taken/#1=hang", "LUOVA_FAULT_TRACE": trace])
            let isAhead = eventually(within: 60) {
                // Each group has one sync of bodies, and then one of the ledger; one more is that of the next.
                var deliveries = 0
                var unmatched = 0
                for call in ((try? playground.folder.read("trace")) ?? "").split(separator: "\n") {
                    if call.hasPrefix("changes syncfs") { unmatched += 1 }
                    if call.hasPrefix("changes fdatasync"), call.hasSuffix(".jsonl") {
                        unmatched = max(0, unmatched - 1)
                    }
                    if call.hasPrefix("changes rename"), call.contains("/taken/") { deliveries += 1 }
                }
                return deliveries > 0 && unmatched > 0
            }
            XCTAssertTrue(isAhead, "nobody synced the next group")
            kill(daemon.processIdentifier, SIGKILL)
            daemon.waitUntilExit()
            try playground.drain()
            try assertOnceEach(playground, "after a sync ahead", count)
        }

        func testAKillBeforeASyncLosesNothingAndDeliversNothingTwice() throws {
            for call in [
                "syncfs#1", "syncfs#2", "syncfs#3", "fdatasync@ledger/#2", "fdatasync@ledger/#3", "rename#700",
            ] {
                let playground = try filled()
                defer { playground.remove() }
                let (code, words) = try playground.run(faults: "\(call)=kill")
                XCTAssert(code == -9 || code == 0, "\(call): \(code) \(words)")
                try playground.drain()
                try assertOnceEach(playground, call)
            }
        }

        func testASyncThatFailsEndsTheServiceAndTheNextStartGoesOn() throws {
            for number in 1...3 {
                let playground = try filled()
                defer { playground.remove() }
                let (code, words) = try playground.run(faults: "syncfs#\(number)=EIO")
                XCTAssert(code == 74 || code == 0, "\(number): \(code) \(words)")
                try playground.drain()
                try assertOnceEach(playground, "sync \(number)")
            }
        }

        func testAGroupThatCannotBeWrittenIsTriedAgainBeforeThoseAfterIt() throws {
            let playground = try filled()
            defer { playground.remove() }
            let (code, words) = try playground.run(faults: "write@.jsonl#2-3=ENOSPC")
            XCTAssertEqual(code, 0, words)
            XCTAssertTrue(words.contains("decisions cannot be written"), words)
            try assertOnceEach(playground, "postponed")
        }
    }
#endif
