// The page "Add a partner in ten minutes" of the README is true: its commands, as they stand there, do what it says.

import Files
import Foundation
import Support
import XCTest

final class TenMinutesEndToEndTests: XCTestCase {
    private var playground: Playground!
    private var clone: String { playground.folder.path(of: "clone") }

    override func setUpWithError() throws { playground = try Playground() }

    override func tearDown() { playground.remove() }

    /// The blocks of the page that are shell, in their order.
    private func commands() throws -> [String] {
        let text = String(decoding: try WholeFile.read("\(ProjectFiles.root)/README.md"), as: UTF8.self)
        let page = try XCTUnwrap(
            text.components(separatedBy: "\n## ").first { $0.hasPrefix("Add a partner in ten minutes\n") })
        return page.components(separatedBy: "\n```sh\n").dropFirst().compactMap {
            $0.components(separatedBy: "\n```").first
        }
    }

    /// A folder like a fresh clone that is built: with the table of its own, and what else the page reads.
    private func makeClone() throws {
        try WholeFile.makeDirectories("\(clone)/.build")
        let built = URL(fileURLWithPath: Playground.program).deletingLastPathComponent().path
        XCTAssertEqual(symlink(built, "\(clone)/.build/release"), 0)
        XCTAssertEqual(symlink("\(ProjectFiles.root)/Samples", "\(clone)/Samples"), 0)
        try FileManager.default.copyItem(atPath: ProjectFiles.routes, toPath: "\(clone)/Routes")
    }

    /// Runs the commands in the clone, one script as one person at a terminal; standard output and error together.
    private func run(_ commands: [String]) throws -> (code: Int32, output: String) {
        let script = """
            set -eu
            trap 'for job in $(jobs -p); do kill -9 $job; done 2> /dev/null' EXIT

            """
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/bash")
        process.arguments = ["-c", script + commands.joined(separator: "\n")]
        process.currentDirectoryURL = URL(fileURLWithPath: clone)
        process.environment = [
            "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin", "SWIFT_BACKTRACE": "enable=no",
        ]
        let output = playground.folder.path(of: "output")
        try WholeFile.write([], to: output)
        let handle = try XCTUnwrap(FileHandle(forWritingAtPath: output))
        process.standardOutput = handle
        process.standardError = handle
        process.standardInput = FileHandle.nullDevice
        try process.run()
        // A command that waits for what never comes is a mistake of the page.
        let isOver = eventually(within: 120) { !process.isRunning }
        if !isOver { process.terminate() }
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: try WholeFile.read(output), as: UTF8.self))
    }

    private func names(_ folder: String) throws -> [String] {
        try TemporaryFolder.names(in: Directory(path: "\(clone)/trial/spool/\(folder)"))
    }

    func testThePageIsTrue() throws {
        let commands = try commands()
        XCTAssertEqual(commands.count, 8, "a block for each step that is not root's, and two for the sixth")
        try makeClone()
        let (code, output) = try run(commands)
        XCTAssertEqual(code, 0, output)
        for words in [
            "Routes: in order: ", "route: decision-from-sea (Routes/fund-sea.xml:6), agreement UF-2026-904",
            "reload: the new routing table is in force", "<Outcome>accepted</Outcome>", "<Reason>invalid</Reason>",
            "FundDecision/Days", "production: in order: ", "verdict: refused, wrong-environment",
            "a trial does not pass", "\n501\n",
        ] {
            XCTAssertTrue(output.contains(words), "\(words) is missing in \(output)")
        }
        let delivered = try names("participants/unemployment/pickup")
        XCTAssertEqual(delivered.count, 501)
        XCTAssertTrue(delivered.allSatisfy { $0.hasPrefix("fund-decision.") })
        XCTAssertEqual(try names("participants/fund-sea/pickup").count, 502, "a receipt for each, and for a refusal")
        XCTAssertEqual(try names("refused/fund-sea").count, 1)
        XCTAssertEqual(try names("participants/fund-sea/drop"), [])
    }

    func testThePageTellsOfEveryFlow() throws {
        let page = String(decoding: try WholeFile.read("\(ProjectFiles.root)/README.md"), as: UTF8.self)
        let flows: [Flow] = [
            .queries, .purchases, .inquiries, .incomes, .benefits, .fundDecisions, .pensionNotices,
            .documentsFromAbroad, .certificates, .payments,
        ]
        for flow in flows {
            let answer =
                switch flow.answer {
                case .reply(let type): "a program: \(type)"
                case .message(let sample): "a message: \(sample.prefix { $0 != "/" })"
                case .receipt: "a receipt"
                }
            XCTAssertTrue(page.contains("| \(flow.type) | \(answer) |"), flow.type)
        }
    }
}
