// Completion for bash against the program's own help: no verb and no option is forgotten.

import Files
import Foundation
import Support
import XCTest

final class CompletionEndToEndTests: XCTestCase {
    private static let bash = "/bin/bash"
    private var playground: Playground!

    override func setUpWithError() throws {
        guard WholeFile.status(CompletionEndToEndTests.bash) != nil else {
            throw XCTSkip("there is no bash")  // reason: needs what the system lacks
        }
        playground = try Playground()
    }

    override func tearDown() { playground?.remove() }

    /// What is proposed for the last of these words.
    private func proposed(_ words: [String]) throws -> [String] {
        let script = """
            . "$1"; shift
            COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
            _luova
            printf '%s\\n' "${COMPREPLY[@]}"
            """
        let process = Process()
        process.executableURL = URL(fileURLWithPath: CompletionEndToEndTests.bash)
        process.arguments =
            ["-c", script, "bash", "\(ProjectFiles.root)/Sources/luova/Shell/luova.bash"] + words
        let path = playground.folder.path(of: "proposed")
        try WholeFile.write([], to: path)
        process.standardOutput = FileHandle(forWritingAtPath: path)
        process.standardInput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        XCTAssertEqual(process.terminationStatus, 0)
        return String(decoding: try WholeFile.read(path), as: UTF8.self).split(separator: "\n").map(String.init)
    }

    private func words(_ text: String, _ pattern: String) throws -> Set<String> {
        Set(try text.matches(of: Regex(pattern)).map { String(text[$0.range]) })
    }

    func testEveryVerbAndEveryOptionIsProposed() throws {
        let (_, help, _) = try playground.luova(["--help"])
        let verbs = help.split(separator: "\n").filter { $0.hasPrefix("  ") }
            .compactMap { $0.split(separator: " ").first.map(String.init) }
        XCTAssertGreaterThan(verbs.count, 8)
        let first = try proposed(["luova", ""])
        XCTAssertEqual(Set(first), Set(verbs + ["--help", "--version"]))
        for verb in verbs {
            let (_, text, _) = try playground.luova([verb, "--help"])
            let usage = text.split(separator: "example:")[0]
            var options = try words(String(usage), "--[a-z][a-z-]+")
            options.insert("--help")
            XCTAssertEqual(Set(try proposed(["luova", verb, "--"])), options, verb)
        }
    }

    func testWordsThatAreBegunAreCompleted() throws {
        XCTAssertEqual(try proposed(["luova", "ch"]), ["check"])
        XCTAssertEqual(try proposed(["luova", "run", "--dr"]), ["--drain"])
        try playground.drop("x", as: "x.xml")
        XCTAssertEqual(try proposed(["luova", "log", "--spool", playground.spool, "--from", "al"]), ["alice"])
    }
}
