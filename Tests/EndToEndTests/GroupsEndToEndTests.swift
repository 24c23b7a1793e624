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

        private func filled() throws -> Playground {
            let playground = try Playground(rows: rows)
            for number in 0..<GroupsEndToEndTests.messages {
                try playground.drop(Playground.note("n-\(number)"), as: "\(number).xml")
            }
            return playground
        }

        private func assertOnceEach(_ playground: Playground, _ what: String) throws {
            let expected = Set((0..<GroupsEndToEndTests.messages).map { "n-\($0)" })
            let accepted = try playground.events("accepted").compactMap { $0["message_id"] as? String }
            XCTAssertEqual(accepted.count, expected.count, what)
            XCTAssertTrue(Set(accepted) == expected, what)
            XCTAssertEqual(try playground.events("delivered").count, expected.count, what)
            let bodies = try playground.pickup("bob").map { try playground.read($0, of: "bob") }
            XCTAssertEqual(bodies.count, expected.count, what)
            XCTAssertTrue(Set(bodies) == Set(expected.map { Playground.note($0) }), what)
            let (code, output, error) = try playground.luova(["verify", "--spool", playground.spool])
            XCTAssertEqual(code, 0, what + output + error)
        }

        func testAGroupIsSyncedWhileTheOneBeforeIsPlaced() throws {
            let playground = try filled()
            defer { playground.remove() }
            let trace = playground.folder.path(of: "trace")
            // The committer stops for good between two deliveries of a group.
            let daemon = try playground.start(
                environment: ["LUOVA_FAULTS": "rename@taken/#10=hang", "LUOVA_FAULT_TRACE": trace])
            let isAhead = eventually(within: 60) {
                let calls = ((try? playground.folder.read("trace")) ?? "").split(separator: "\n")
                let deliveries = calls.indices.filter {
                    calls[$0].hasPrefix("changes rename") && calls[$0].contains("/taken/")
                }
                return deliveries.count >= 10 && calls[deliveries[9]...].contains { $0.hasPrefix("changes syncfs") }
            }
            XCTAssertTrue(isAhead, "nobody synced the next group")
            kill(daemon.processIdentifier, SIGKILL)
            daemon.waitUntilExit()
            try playground.drain()
            try assertOnceEach(playground, "after a sync ahead")
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
