// Files in `refused/` are removed when the table says so: exactly those, each with its line, through any crash.

import Files
import Foundation
import Support
import XCTest

final class PurgeEndToEndTests: XCTestCase {
    private static let rows = """
        <partner id="alice"/><partner id="carol"/><partner id="dora"/>
        <system id="bob"/>
        <contract id="note" schema="note.xsd" root="{urn:test:note}Note" message-id="Id"/>
        <route id="alice-bob" from="alice" message="note" to="bob" syntax="xml"/>
        """
    private static let short = #"<retention id="short" keeps="refused" for="1ms" basis="an act" from="alice"/>"#

    private var playground: Playground!

    override func tearDown() { playground?.remove() }

    private var socket: String { playground.folder.path(of: "control") }

    /// A spool with so many refused files of alice, two of each other partner, and one delivered message; nothing runs.
    private func prepare(files: Int = 2) throws {
        playground = try Playground(rows: Self.rows)
        for sender in ["alice", "carol", "dora"] {
            for number in 1...(sender == "alice" ? files : 2) {
                try playground.drop("<Other/>", as: "\(number).xml", from: sender)
            }
        }
        try playground.drop(Playground.note("1"), as: "note.xml")
        try playground.drain()
        XCTAssertEqual(playground.names("refused/alice").count, files)
    }

    private func start(_ environment: [String: String] = [:]) throws -> Process {
        try playground.start(environment: environment, options: ["--control", socket])
    }

    private func purge() throws -> (code: Int32, output: String, error: String) {
        try playground.luova(["purge", "--json", "--control", socket])
    }

    private func objects(_ text: String) throws -> [[String: Any]] {
        try text.split(separator: "\n").map {
            try XCTUnwrap(JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
        }
    }

    private func look() throws -> [[String: Any]] {
        let (code, output, error) = try playground.luova(
            ["purge", "--dry-run", "--json", "--routes", playground.routes, "--spool", playground.spool])
        XCTAssertEqual(code, 0, error)
        return try objects(output)
    }

    private func verify(line: UInt = #line) throws {
        let (code, output, error) = try playground.luova(["verify", "--spool", playground.spool])
        XCTAssertEqual(code, 0, output + error, line: line)
        XCTAssertFalse(output.contains("are gone"), output, line: line)
    }

    /// All that lies in the spool: names and contents.
    private func everything() throws -> [String: Data] {
        let names = try XCTUnwrap(FileManager.default.enumerator(atPath: playground.spool))
        var all: [String: Data] = [:]
        for case let name as String in names {
            all[name] = FileManager.default.contents(atPath: "\(playground.spool)/\(name)") ?? Data()
        }
        return all
    }

    func testALookChangesNothing() throws {
        try prepare()
        try playground.write(rows: Self.rows + Self.short + #"<hold participant="dora" reason="a case"/>"#)
        let before = try everything()
        let found = try look()
        XCTAssertEqual(found.dropLast().map { $0["state"] as? String }, ["due", "due"])
        XCTAssertEqual(found.dropLast().map { $0["retention"] as? String }, ["short", "short"])
        XCTAssertEqual(found.last?["due"] as? Int, 2)
        XCTAssertEqual(try everything(), before)
    }

    func testWithoutARowNothingIsEverRemoved() throws {
        try prepare()
        let daemon = try start()
        let (code, output, _) = try playground.luova(["purge", "--control", socket])
        XCTAssertEqual(code, 0)
        XCTAssertTrue(output.contains("no retention row: nothing is ever removed"), output)
        XCTAssertEqual(playground.stop(daemon), 0)
        XCTAssertEqual(playground.names("refused/alice").count, 2)
        XCTAssertEqual(try playground.events("purged").count, 0)
    }

    func testExactlyWhatIsDueIsRemovedAndAHoldKeepsIt() throws {
        try prepare()
        let names = playground.names("refused/alice").sorted()
        let held = String(names[0].prefix(12))
        try playground.write(
            rows: Self.rows + Self.short + #"<hold message="\#(held)" reason="a case"/>"#
                + #"<retention id="long" keeps="refused" for="3650d" basis="an act" from="carol"/>"#
                + #"<retention id="dora" keeps="refused" for="1ms" basis="an act" from="dora"/>"#
                + #"<hold participant="dora" reason="another case"/>"#)
        let daemon = try start()
        let (code, output, error) = try purge()
        XCTAssertEqual(code, 0, error)
        let told = try objects(output)
        XCTAssertEqual(told.last?["removed"] as? Int, 1)
        XCTAssertEqual(told.last?["held"] as? Int, 3)
        XCTAssertEqual(told.last?["due"] as? Int, 0)
        XCTAssertEqual(playground.names("refused/alice"), [names[0]])
        XCTAssertEqual(playground.names("refused/carol").count, 2)
        XCTAssertEqual(playground.names("refused/dora").count, 2)
        XCTAssertEqual(playground.pickup("bob").count, 1)
        let line = try XCTUnwrap(playground.events("purged").first)
        XCTAssertEqual(try playground.events("purged").count, 1)
        XCTAssertEqual(line["of"] as? String, String(names[1].prefix(12)))
        XCTAssertEqual(line["retention"] as? String, "short")
        XCTAssertEqual(line["from"] as? String, "alice")
        XCTAssertEqual(line["by_uid"] as? Int, Int(getuid()))
        XCTAssertNotNil(line["sha256"])
        let again = try objects(purge().output)
        XCTAssertEqual(again.last?["removed"] as? Int, 0)
        XCTAssertEqual(playground.stop(daemon), 0)
        // What is removed is settled by the time when the daemon has ended.
        try verify()
        let (_, story, _) = try playground.luova(["trace", String(names[1].prefix(12)), "--spool", playground.spool])
        XCTAssertTrue(story.contains(" purged "), story)
    }

    func testMoreThanOneRequestTakesIsRemovedAllTheSame() throws {
        try prepare(files: 2_100)
        try playground.write(rows: Self.rows + Self.short)
        let daemon = try start()
        let (code, output, error) = try purge()
        XCTAssertEqual(code, 0, error)
        XCTAssertEqual(try objects(output).last?["removed"] as? Int, 2_100)
        XCTAssertEqual(playground.names("refused/alice"), [])
        XCTAssertEqual(playground.stop(daemon), 0)
        XCTAssertEqual(Set(try playground.events("purged").compactMap { $0["of"] as? String }).count, 2_100)
        try verify()
    }

    func testWithoutADaemonAndWithoutATableNothingIsRemoved() throws {
        try prepare()
        try playground.write(rows: Self.rows + Self.short)
        XCTAssertEqual(try purge().code, 69)
        XCTAssertEqual(try playground.luova(["purge", "--dry-run"]).code, 64)
        XCTAssertEqual(playground.names("refused/alice").count, 2)
    }

    #if DEBUG
        func testAFileThatCannotBeUnlinkedHasOneLineAndGoesWhenItCan() throws {
            try prepare(files: 1)
            try playground.write(rows: Self.rows + Self.short)
            let faults = ["LUOVA_FAULTS": "unlink@refused/alice=EIO"]
            for _ in 1...2 {
                let daemon = try start(faults)
                for _ in 1...2 {
                    let (code, output, _) = try purge()
                    XCTAssertEqual(code, 65, output)
                }
                XCTAssertEqual(playground.names("refused/alice").count, 1)
                kill(daemon.processIdentifier, SIGKILL)
                daemon.waitUntilExit()
            }
            XCTAssertEqual(try playground.events("purged").count, 1)
            let daemon = try start()
            XCTAssertEqual(playground.names("refused/alice"), [])
            XCTAssertEqual(playground.stop(daemon), 0)
            try verify()
        }

        /// Kills at each call that changes the disk while two files are removed, starts again, and looks.
        func testNothingIsRemovedWithoutALineThroughAKillAtEachCall() throws {
            var number = Endurance.isFull ? 0 : try max(0, callsOfAStart() - 2)
            let first = number
            var isOver = false
            while !isOver {
                number += 1
                try prepare()
                defer { playground.remove() }
                try playground.write(rows: Self.rows + Self.short)
                let before = Set(playground.names("refused/alice"))
                let daemon = try start(["LUOVA_FAULTS": "*#\(number)=kill"])
                let code = try purge().code
                if code == 0 { isOver = daemon.isRunning && playground.stop(daemon) == 0 }
                if daemon.isRunning { kill(daemon.processIdentifier, SIGKILL) }
                daemon.waitUntilExit()
                // Before anything is mended: what is gone has its line.
                let there = Set(playground.names("refused/alice").map { String($0.prefix(12)) })
                for name in before where !there.contains(String(name.prefix(12))) {
                    XCTAssertTrue(try purged().contains(String(name.prefix(12))), "call \(number)")
                }
                let recorded = try purged()
                if code == 0 { XCTAssertEqual(recorded.count, 2, "what was told is so, call \(number)") }
                let next = try start()
                let left = Set(playground.names("refused/alice").map { String($0.prefix(12)) })
                XCTAssertEqual(
                    left, Set(before.map { String($0.prefix(12)) }).subtracting(recorded),
                    "what has its line is gone, and nothing else, call \(number)")
                XCTAssertEqual(try purge().code, 0)
                XCTAssertEqual(playground.names("refused/alice"), [])
                XCTAssertEqual(playground.stop(next), 0)
                XCTAssertEqual(try playground.events("purged").count, 2, "one line each")
                try verify()
                if number > 200 { return XCTFail("it never ends") }
            }
            XCTAssertGreaterThan(number - first, 4, "some kills came in the middle")
        }

        private func purged() throws -> Set<String> {
            Set(try playground.events("purged").compactMap { $0["of"] as? String })
        }

        /// How many calls that change the disk a start makes until it is ready.
        private func callsOfAStart() throws -> Int {
            try prepare()
            defer { playground.remove() }
            return try playground.callsOfAStart(options: ["--control", socket])
        }
    #endif
}
