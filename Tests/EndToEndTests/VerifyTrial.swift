// A spool on which the daemon has worked, which somebody changes then.

import Files
import Foundation
import Messages
import Support
import XCTest

@testable import Recording

/// What `luova verify` says of a playground's ledger and spool.
final class VerifyTrial {
    let playground: Playground

    init() throws { playground = try Playground() }

    /// The codes of what `luova verify --json` finds, sorted; its exit code fits to them.
    func codes(notes: Bool = false, _ more: [String] = [], file: StaticString = #filePath, line: UInt = #line)
        throws -> [String]
    {
        let (code, output, error) = try playground.luova(["verify", "--spool", playground.spool, "--json"] + more)
        XCTAssertEqual(error, "", file: file, line: line)
        var found: [String] = []
        var deviations = 0
        for text in output.split(separator: "\n") {
            let object = try XCTUnwrap(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
            if let summary = object["summary"] as? [String: Any] {
                XCTAssertEqual(summary["deviations"] as? Int, deviations, file: file, line: line)
                continue
            }
            let isNote = try XCTUnwrap(object["note"] as? Bool)
            if !isNote { deviations += 1 }
            if isNote == notes { found.append(try XCTUnwrap(object["code"] as? String)) }
            XCTAssertNotNil(object["path"] as? String, file: file, line: line)
            XCTAssertNotNil(object["text"] as? String, file: file, line: line)
        }
        XCTAssertEqual(code, deviations == 0 ? 0 : 65, output, file: file, line: line)
        return found.sorted()
    }

    /// Messages that are delivered, refused and duplicates.
    func work() throws {
        try playground.drop(Playground.note("n-1"), as: "a.xml")
        try playground.drop(Playground.note("n-2"), as: "b.xml")
        try playground.drop("<Wrong/>", as: "c.xml")
        try playground.drain()
        try playground.drop(Playground.note("n-1"), as: "d.xml")
        try playground.drop(#"{"Note":{"Id":"n-3","Text":"x"}}"#, as: "e.json")
        try playground.drain()
    }

    /// The one segment's lines, to be changed.
    func change(_ body: (inout [[UInt8]]) throws -> Void) throws {
        let name = try XCTUnwrap(playground.names("ledger").first { $0.hasSuffix(".jsonl") })
        let path = "\(playground.spool)/ledger/\(name)"
        var lines = try WholeFile.read(path).split(separator: 0x0A).map { Array($0) }
        try body(&lines)
        try WholeFile.write(lines.flatMap { $0 + [0x0A] }, to: path)
    }

    /// A line with something else in it and its checksum made right again.
    func edited(_ line: [UInt8], _ body: (inout LedgerRecord) -> Void) throws -> [UInt8] {
        var record = try XCTUnwrap(LedgerRecord(line: line))
        body(&record)
        return record.line
    }

    func isLine(_ line: [UInt8], _ event: String) -> Bool {
        String(decoding: line, as: UTF8.self).contains("\"event\":\"\(event)\"")
    }

    func remove(_ path: String) throws {
        let parts = path.split(separator: "/")
        let folder = try Directory(path: "\(playground.spool)/\(parts.dropLast().joined(separator: "/"))")
        XCTAssertTrue(try folder.remove(fileName(String(parts[parts.count - 1]))), path)
    }

    func put(_ text: String, _ path: String) throws {
        try WholeFile.write(Array(text.utf8), to: "\(playground.spool)/\(path)")
    }
}
