// What a sender does to its file while it is in hand, in both kinds of custody.

import Files
import Foundation
import Messages
import Support
import XCTest

final class CustodyEndToEndTests: XCTestCase {
    /// Runs a test once for each kind of custody.
    private func inBothCustodies(_ test: (Playground) throws -> Void) throws {
        for custody in ["copy", "move"] {
            let rows = Playground.rows.replacingOccurrences(
                of: #"id="alice""#, with: #"id="alice" custody="\#(custody)""#)
            let playground = try Playground(rows: rows)
            defer { playground.remove() }
            try test(playground)
        }
    }

    /// Whatever was delivered is what the ledger says was judged.
    private func assertDeliveriesAreAsJudged(
        _ playground: Playground, file: StaticString = #filePath, line: UInt = #line
    ) throws {
        var digests: [String: String] = [:]
        for event in try playground.events("accepted") {
            digests[try XCTUnwrap(event["id"] as? String)] = event["sha256"] as? String
        }
        for name in playground.pickup("bob") {
            let identifier = String(name.split(separator: ".")[1])
            let bytes = Array(try playground.read(name, of: "bob").utf8)
            let digest = String(decoding: Digest(of: bytes).hexadecimal, as: UTF8.self)
            XCTAssertEqual(digests[identifier], digest, name, file: file, line: line)
        }
    }

    func testAFileThatIsStillBeingWrittenIsNotTouched() throws {
        try inBothCustodies { playground in
            let daemon = try playground.start()
            let path = playground.dropPath("a.xml")
            let note = Array(Playground.note("n-1").utf8)
            let writer = open(path, O_WRONLY | O_CREAT, 0o644)
            XCTAssertEqual(write(writer, note, note.count), note.count)
            // Another file that is closed later is delivered; this one is not touched meanwhile.
            try playground.drop(Playground.note("n-2"), as: "b.xml")
            XCTAssertTrue(eventually { playground.pickup("bob").count == 1 })
            XCTAssertEqual(playground.names("participants/alice/drop"), ["a.xml"])
            XCTAssertEqual(WholeFile.status(path)?.mode, 0o644)
            close(writer)
            XCTAssertTrue(eventually { playground.pickup("bob").count == 2 }, playground.log)
            XCTAssertEqual(playground.stop(daemon), 0)
        }
    }

    func testAWriterThatOpensAgainAndAgainNeverChangesWhatIsDelivered() throws {
        try inBothCustodies { playground in
            let daemon = try playground.start()
            let end = Clock.monotonic() + 1_500_000_000
            let path = playground.dropPath("a.xml")
            let attacker = Thread {
                while Clock.monotonic() < end {
                    let descriptor = open(path, O_WRONLY)
                    guard descriptor >= 0 else { continue }
                    pwrite(descriptor, "X", 1, 60)
                    close(descriptor)
                }
            }
            attacker.start()
            var number = 0
            while Clock.monotonic() < end {
                number += 1
                try playground.drop(Playground.note("n-\(number)", text: "untouched text"), as: "a.xml")
                ScratchFolder.pause(nanoseconds: 3_000_000)
            }
            XCTAssertTrue(eventually { playground.names("participants/alice/drop").isEmpty })
            XCTAssertEqual(playground.stop(daemon), 0)
            try assertDeliveriesAreAsJudged(playground)
            XCTAssertFalse(playground.pickup("bob").isEmpty)
        }
    }

    func testAWriterThatWaitsInAnOpenWhileTheFileIsTakenDoesNotChangeWhatIsDelivered() throws {
        try inBothCustodies { playground in
            let daemon = try playground.start()
            let path = playground.dropPath("large.xml")
            // Large enough that judging it takes a while.
            let text = String(repeating: "<Text>\(String(repeating: "a", count: 10_000))</Text>", count: 3_000)
            let note = "<Note xmlns=\"urn:test:note\"><Id>n-1</Id>\(text)</Note>"
            try playground.drop(note, as: "large.xml")
            // Blocks on the daemon's lease, then writes.
            let descriptor = open(path, O_WRONLY)
            if descriptor >= 0 {
                XCTAssertEqual(pwrite(descriptor, "b", 1, 200), 1)
                close(descriptor)
            }
            XCTAssertTrue(
                eventually(within: 60) { playground.names("participants/alice/drop").isEmpty }, playground.log)
            XCTAssertEqual(playground.stop(daemon), 0)
            try assertDeliveriesAreAsJudged(playground)
        }
    }

    func testANameUsedAgainWhileTheFirstFileIsInHandIsASecondMessage() throws {
        try inBothCustodies { playground in
            let daemon = try playground.start()
            for number in 0..<300 { try playground.drop(Playground.note("n-\(number)"), as: "same.xml") }
            XCTAssertTrue(eventually { playground.names("participants/alice/drop").isEmpty })
            XCTAssertEqual(playground.stop(daemon), 0)
            // A file that was replaced before anybody looked at it was never dropped; the last one was.
            let delivered = Set(try playground.events("accepted").compactMap { $0["message_id"] as? String })
            XCTAssertTrue(delivered.contains("n-299"))
            XCTAssertEqual(playground.pickup("bob").count, delivered.count)
            try assertDeliveriesAreAsJudged(playground)
        }
    }

    func testAFileRewrittenInPlaceIsASecondMessage() throws {
        try inBothCustodies { playground in
            let daemon = try playground.start()
            let drop = "\(playground.spool)/participants/alice/drop"
            var written = 0
            for number in 0..<200 {
                try WholeFile.write(Array(Playground.note("n-\(number)").utf8), to: "\(drop)/same.xml")
                written += 1
                ScratchFolder.pause(nanoseconds: Int64.random(in: 0...3_000_000))
            }
            XCTAssertTrue(eventually { playground.names("participants/alice/drop").isEmpty }, playground.log)
            XCTAssertEqual(playground.stop(daemon), 0)
            let delivered = Set(try playground.events("accepted").compactMap { $0["message_id"] as? String })
            XCTAssertTrue(delivered.contains("n-199"), "the last content is never lost")
            try assertDeliveriesAreAsJudged(playground)
        }
    }
}
