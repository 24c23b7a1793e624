// Messages that are too large to be held whole: judged, copied and delivered as they flow past.

import Files
import Foundation
import Messages
import Support
import XCTest

final class LargeMessageEndToEndTests: XCTestCase {
    private static let rows = """
        <service read-whole="64kB" incomplete-after="1h" max-time="5min"/>
        <partner id="alice" receipts="all" custody="%"/>
        <system id="bob"/>
        <system id="carol"/>
        <contract id="note" schema="note.xsd" root="{urn:test:note}Note" message-id="Id" sender="Sender" reply-to="ReplyTo"/>
        <route id="alice-bob" from="alice" message="note" to="bob carol" syntax="xml json"/>
        """

    /// Runs a test once for each kind of custody.
    private func inBothCustodies(_ test: (Playground) throws -> Void) throws {
        for custody in ["copy", "move"] {
            let playground = try Playground(rows: Self.rows.replacingOccurrences(of: "%", with: custody))
            defer { playground.remove() }
            try test(playground)
        }
    }

    /// A note of some 600 kB, or 30 bytes and more for each of its lines.
    private func note(_ identifier: String, lines: Int = 20_000, end: String = "</Note>") -> String {
        let texts = (0..<lines).map { "<Text>line number \($0)</Text>\n" }.joined()
        return "<Note xmlns=\"urn:test:note\"><Id>\(identifier)</Id>\(texts)\(end)"
    }

    private func json(_ identifier: String, end: String = "}}") -> String {
        let texts = (0..<20_000).map { "\"line number \($0)\"" }.joined(separator: ",\n")
        return "{\"Note\":{\"Id\":\"\(identifier)\",\"Text\":[\(texts)]\(end)"
    }

    func testALargeMessageReachesEachReceiverUnchanged() throws {
        try inBothCustodies { playground in
            try playground.drop(note("n-1"), as: "a.xml")
            try playground.drop(json("n-2"), as: "b.json")
            try playground.drain()
            for receiver in ["bob", "carol"] {
                let found = Set(try playground.pickup(receiver).map { try playground.read($0, of: receiver) })
                XCTAssertEqual(found, [note("n-1"), json("n-2")], receiver)
            }
            XCTAssertEqual(playground.names("participants/alice/drop"), [])
            XCTAssertEqual(playground.names("taken/alice"), [])
            let digests = Set(try playground.events("accepted").compactMap { $0["sha256"] as? String })
            let wanted = [note("n-1"), json("n-2")].map {
                String(decoding: Digest(of: Array($0.utf8)).hexadecimal, as: UTF8.self)
            }
            XCTAssertEqual(digests, Set(wanted))
        }
    }

    func testALargeMessageThatIsRefusedIsKeptWhole() throws {
        try inBothCustodies { playground in
            let wrong = note("n-1", end: "<Day>yesterday</Day></Note>")
            try playground.drop(wrong, as: "a.xml")
            try playground.drop(json("n-2", end: "}}]"), as: "b.json")
            try playground.drain()
            XCTAssertEqual(playground.pickup("bob"), [])
            let refused = try playground.events("refused")
            XCTAssertEqual(Set(refused.compactMap { $0["reason"] as? String }), ["invalid", "malformed"])
            let errors = refused.compactMap { ($0["errors"] as? [[String: Any]])?.first }
            XCTAssertEqual(Set(errors.compactMap { $0["line"] as? Int }), [20_001, 20_000])
            let kept = try playground.names("refused/alice").map {
                String(decoding: try WholeFile.read("\(playground.spool)/refused/alice/\($0)"), as: UTF8.self)
            }
            XCTAssertEqual(Set(kept), [wrong, json("n-2", end: "}}]")])
            XCTAssertEqual(playground.names("taken/alice"), [])
        }
    }

    /// Where the fate of a message is decided at its beginning, it is read to its end all the same: it is
    /// kept, and its checksum told.
    func testALargeFileThatIsNoMessageIsRefusedAtOnce() throws {
        try inBothCustodies { playground in
            let filling = String(repeating: " ", count: 300_000)
            let files = [
                ("a.xml", "<!DOCTYPE Note>" + filling, "doctype"), ("b.xml", "<Other>" + filling, "unknown-message"),
                ("c.xml", "<Note>\u{0}" + filling, "malformed"), ("d.json", "[1]" + filling, "unknown-message"),
                ("e.json", "{\"Note\" 1" + filling, "malformed"), ("f.txt", "x" + filling, "malformed"),
                ("g.xml", filling + "<Note/>", "limit"), ("h.xml", "<Note>" + filling + "\u{0}<", "malformed"),
            ]
            for (name, text, _) in files { try playground.drop(text, as: name) }
            try playground.drain()
            XCTAssertEqual(playground.names("participants/alice/drop"), [])
            let refused = try playground.events("refused")
            for (name, text, reason) in files {
                let event = refused.first { $0["file"] as? String == name }
                XCTAssertEqual(event?["reason"] as? String, reason, name)
                let digest = String(decoding: Digest(of: Array(text.utf8)).hexadecimal, as: UTF8.self)
                XCTAssertEqual(event?["sha256"] as? String, digest, name)
            }
        }
    }

    func testALargeMessageThatEndsTooEarlyStaysWhereItIs() throws {
        try inBothCustodies { playground in
            try playground.drop(note("n-1", end: ""), as: "a.xml")
            try playground.drop(json("n-2", end: ""), as: "b.json")
            try playground.drain()
            XCTAssertEqual(playground.names("participants/alice/drop"), ["a.xml", "b.json"])
            XCTAssertEqual(playground.names("taken/alice"), [])
        }
    }

    /// At its end little is left to be made durable: fifty megabytes would be in the way of whoever waits meanwhile.
    func testALargeMessageIsWrittenBackWhileItIsJudged() throws {
        try inBothCustodies { playground in
            let text = note("n-1", lines: 100_000)
            try playground.drop(text, as: "a.xml")
            XCTAssertEqual(try playground.run(faults: "", trace: playground.folder.path(of: "trace")).code, 0)
            // What is moved is read under the one name and made durable under the other; what is copied has one.
            let bodies = ["/drop/a.xml", "/taken/alice/c.", "/taken/alice/m."]
            let calls = try playground.folder.read("trace").split(separator: "\n").map { $0.split(separator: " ") }
                .filter { call in bodies.contains { call[2].contains($0) } }.map { $0[1] }
            let first = try XCTUnwrap(calls.firstIndex(of: "fdatasync"))
            XCTAssertEqual(calls[..<first].count { $0 == "writeback" }, text.utf8.count >> 20)
            // Two receivers, two bodies.
            XCTAssertEqual(calls.count { $0 == "writeback" }, 2 * (text.utf8.count >> 20))
        }
    }

    func testWhatCannotBeWrittenBackEarlyIsDeliveredAllTheSame() throws {
        try inBothCustodies { playground in
            let text = note("n-1", lines: 100_000)
            try playground.drop(text, as: "a.xml")
            XCTAssertEqual(try playground.run(faults: "writeback=EIO").code, 0)
            for receiver in ["bob", "carol"] {
                XCTAssertEqual(try playground.pickup(receiver).map { try playground.read($0, of: receiver) }, [text])
            }
        }
    }
}
