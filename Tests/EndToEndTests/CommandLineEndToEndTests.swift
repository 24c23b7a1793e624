// The command line: help, exit codes, and the output that programs read.

import Files
import Foundation
import Support
import XCTest

final class CommandLineEndToEndTests: XCTestCase {
    private var playground: Playground!

    override func setUpWithError() throws { playground = try Playground() }
    override func tearDown() { playground.remove() }

    func testEveryVerbHasHelpWithAnExample() throws {
        for verb in ["run", "check", "explain", "permissions", "convert", "demo", "log", "version"] {
            let (code, output, _) = try playground.luova([verb, "--help"])
            XCTAssertEqual(code, 0)
            XCTAssertTrue(output.contains("usage: luova \(verb)"), output)
            XCTAssertTrue(output.contains("example: luova \(verb)"), output)
        }
    }

    func testMistakesOnTheCommandLineAreUsageErrors() throws {
        let mistakes = [
            [], ["dance"], ["run"], ["run", "--routes"], ["check", "--routes", "x", "y"], ["explain", "--routes", "x"],
            ["run", "--routes", playground.routes, "--workers", "many"], ["log", "--colour"],
            ["explain", "--routes", playground.routes, "--from", "nobody", "x.xml"],
            ["convert", "--routes", playground.routes], ["convert", "x.xml"],
            ["convert", "--routes", playground.routes, "x.xml", "y.xml"],
        ]
        for arguments in mistakes {
            let (code, _, error) = try playground.luova(arguments)
            XCTAssertEqual(code, 64, "\(arguments)")
            XCTAssertTrue(error.hasPrefix("luova: "), error)
        }
    }

    func testExplainPrintsOneObjectAFileInTheCommittedForm() throws {
        try playground.folder.write(Playground.note("n-1"), to: "good.xml")
        try playground.folder.write(#"{"Note":{"Id":"n-2","Text":"x","Day":"soon"}}"#, to: "bad.json")
        let (code, output, _) = try playground.luova([
            "explain", "--routes", playground.routes, "--from", "alice", "--json",
            playground.folder.path(of: "good.xml"),
            playground.folder.path(of: "bad.json"),
        ])
        XCTAssertEqual(code, 65)
        let good = playground.folder.path(of: "good.xml")
        let bad = playground.folder.path(of: "bad.json")
        XCTAssertEqual(
            output.split(separator: "\n").map(String.init),
            [
                #"{"file":"\#(good)","outcome":"accepted","message":"note","id":"n-1","syntax":"xml","route":"alice-bob","to":["bob"],"errors":[]}"#,
                #"{"file":"\#(bad)","outcome":"refused","reason":"invalid","message":"note","id":"n-2","syntax":"json","route":"alice-bob","to":[],"errors":[{"code":"type","line":1,"column":38,"place":"/Note/Day","text":"the value is not a valid xs:date, such as 2026-11-22"}]}"#,
            ])
    }

    func testExplainAddsTheStepsToTheEndOfTheObjectWhenAsked() throws {
        try playground.folder.write(Playground.note("n-1"), to: "good.xml")
        let arguments = ["explain", "--routes", playground.routes, "--from", "alice", "--json"]
        let (_, plain, _) = try playground.luova(arguments + [playground.folder.path(of: "good.xml")])
        let (code, more, _) = try playground.luova(arguments + ["--steps", playground.folder.path(of: "good.xml")])
        XCTAssertEqual(code, 0)
        XCTAssertTrue(more.hasPrefix(plain.trimmingCharacters(in: .newlines).dropLast() + #","steps":["#), more)
        let object = try XCTUnwrap(JSONSerialization.jsonObject(with: Data(more.utf8)) as? [String: Any])
        XCTAssertEqual((object["steps"] as? [String])?.first, "read: 65 bytes, XML in UTF-8")
        XCTAssertEqual((object["nearest"] as? [Any])?.count, 0)
        XCTAssertEqual((object["next"] as? [String])?.first, "to the pickup folder of bob, as note.<delivery id>.xml")
    }

    func testExplainPrintsTheSameMembersForEveryKindOfFile() throws {
        let texts = [
            "good.xml": Playground.note("n-1"),
            "invalid.xml": Playground.note("n-2").replacing("Text>", with: "Other>"),
            "unknown.xml": "<Other/>", "neither": "text", "empty": "",
        ]
        for (name, text) in texts { try playground.folder.write(text, to: name) }
        let names = ["good.xml", "invalid.xml", "unknown.xml", "neither", "empty", "missing"]
        let (code, output, error) = try playground.luova(
            ["explain", "--routes", playground.routes, "--from", "alice", "--json"]
                + names.map { playground.folder.path(of: $0) })
        XCTAssertEqual(code, 66)
        XCTAssertTrue(error.contains("missing: cannot open"), error)
        let lines = output.split(separator: "\n")
        XCTAssertEqual(lines.count, names.count)
        let expected = [
            ("accepted", "-", ["file", "outcome", "message", "id", "syntax", "route", "to", "errors"], 0),
            (
                "refused", "invalid",
                ["file", "outcome", "reason", "message", "id", "syntax", "route", "to", "errors"], 1
            ),
            ("refused", "unknown-message", ["file", "outcome", "reason", "syntax", "to", "errors"], 1),
            ("refused", "malformed", ["file", "outcome", "reason", "to", "errors"], 1),
            ("refused", "empty", ["file", "outcome", "reason", "to", "errors"], 1),
            ("unreadable", "-", ["file", "outcome", "to", "errors"], 1),
        ]
        for (place, line) in lines.enumerated() {
            let object = try XCTUnwrap(JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
            let (outcome, reason, members, errors) = expected[place]
            XCTAssertEqual(object["file"] as? String, playground.folder.path(of: names[place]))
            XCTAssertEqual(object["outcome"] as? String, outcome, String(line))
            XCTAssertEqual(object["reason"] as? String ?? "-", reason, String(line))
            XCTAssertEqual(object.keys.sorted(), members.sorted(), String(line))
            XCTAssertEqual((object["to"] as? [String])?.count, outcome == "accepted" ? 1 : 0)
            let told = try XCTUnwrap(object["errors"] as? [[String: Any]])
            XCTAssertEqual(told.count, errors, String(line))
            for error in told {
                XCTAssertNotNil(error["code"] as? String)
                XCTAssertNotNil(error["text"] as? String)
                XCTAssertTrue(Set(error.keys).isSubset(of: ["code", "line", "column", "place", "text"]), "\(error)")
            }
        }
    }

    func testExplainReadsStandardInput() throws {
        let (code, output, _) = try playground.luova(
            ["explain", "--routes", playground.routes, "--from", "alice", "-"], input: Playground.note("n-1"))
        XCTAssertEqual(code, 0)
        XCTAssertTrue(output.contains("verdict: accepted, to bob (pickup folder)"), output)
    }

    func testConvertWritesTheOtherSyntax() throws {
        let (code, json, _) = try playground.luova(
            ["convert", "--routes", playground.routes, "-"], input: Playground.note("n-1"))
        XCTAssertEqual(code, 0)
        XCTAssertTrue(json.hasPrefix("{\n  \"Note\": {\n    \"@xmlns\": "), json)
        try playground.folder.write(json, to: "note.json")
        let (back, xml, _) = try playground.luova([
            "convert", "--routes", playground.routes, playground.folder.path(of: "note.json"),
        ])
        XCTAssertEqual(back, 0)
        XCTAssertTrue(xml.contains("<Id>n-1</Id>"), xml)
        XCTAssertEqual(try playground.luova(["convert", "--routes", playground.routes, "-"], input: xml).output, json)
    }

    func testConvertTellsEveryMistakeWithItsPlace() throws {
        let (code, output, error) = try playground.luova(
            ["convert", "--routes", playground.routes, "-"],
            input: "{\"Note\":{\"Id\":\"n-2\",\n\"Text\":{},\"Day\":\"soon\",\"Zz\":1}}")
        XCTAssertEqual(code, 65)
        XCTAssertEqual(output, "")
        XCTAssertTrue(error.contains("luova: -:2:17: /Note/Day: the value is not a valid xs:date"), error)
        XCTAssertTrue(error.contains("/Note/Zz: this element is not expected"), error)
        XCTAssertEqual(try playground.luova(["convert", "--routes", "/none", "-"], input: "").code, 78)
        XCTAssertEqual(try playground.luova(["convert", "--routes", playground.routes, "/none"]).code, 66)
    }

    func testAFileThatIsNotThereIsNoInput() throws {
        let (code, _, error) = try playground.luova([
            "explain", "--routes", playground.routes, "--from", "alice", "/none",
        ])
        XCTAssertEqual(code, 66)
        XCTAssertTrue(error.hasPrefix("luova: /none: cannot open"), error)
        XCTAssertEqual(try playground.luova(["log", "--spool", playground.spool]).code, 66)
    }

    func testCheckPrintsTheSettingsInForce() throws {
        let (code, output, _) = try playground.luova(["check", "--routes", ProjectFiles.routes])
        XCTAssertEqual(code, 0)
        for setting in [
            "time-zone = Europe/Helsinki", "settle = 2s", "duplicate-window = 7d", "max-size = 50MB", "max-tag = 1MB",
            "max-name = 1kB", "max-time = 2s",
        ] {
            XCTAssertTrue(output.contains(setting), output)
        }
    }
}
