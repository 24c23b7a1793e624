// A directory of accounts that hangs, or fails: who is told what, and what goes on.

import Files
import Foundation
import Support
import XCTest

final class AccountsEndToEndTests: XCTestCase {
    private static let rows = """
        <partner id="alice" user="sender"/>
        <system id="bob"><program path="handler" user="runner"/></system>
        """

    private var playground: Playground!
    private var socket: String { playground.folder.path(of: "control") }

    override func setUpWithError() throws {
        playground = try Playground(rows: Self.rows)
        try playground.write(handler: "exit 0")
    }

    override func tearDown() { playground.remove() }

    private func luova(_ words: [String]) throws -> (code: Int32, output: String, error: String) {
        try playground.luova(words + ["--control", socket])
    }

    /// Starts the daemon while calls go wrong.
    private func launch(_ faults: String, trace: String? = nil) throws -> Process {
        var environment = ["LUOVA_FAULTS": faults]
        if let trace { environment["LUOVA_FAULT_TRACE"] = trace }
        return try playground.launch(environment: environment, options: ["--control", socket]).process
    }

    /// Has a daemon end that is starting, and that leaves no socket.
    private func end(_ daemon: Process, line: UInt = #line) {
        XCTAssertNotNil(WholeFile.status(socket), line: line)
        kill(daemon.processIdentifier, SIGTERM)
        XCTAssertTrue(eventually(within: 30) { !daemon.isRunning }, "SIGTERM is lost", line: line)
        if daemon.isRunning { kill(daemon.processIdentifier, SIGKILL) }
        daemon.waitUntilExit()
        XCTAssertEqual(daemon.terminationReason, .exit, line: line)
        XCTAssertEqual(daemon.terminationStatus, 0, line: line)
        XCTAssertNil(WholeFile.status(socket), "the socket is left behind", line: line)
        XCTAssertEqual(
            try? playground.folder.names().filter { $0.hasPrefix(".control") }, [], "half a socket is", line: line)
    }

    func testOperatorsAreAnsweredWhileAStartWaits() throws {
        for (fault, reason) in [
            ("account@/sender=EIO", "cannot say whether there is an account 'sender' (Input/output error)"),
            ("account@/runner=hang", "does not say which accounts the table names"),
        ] {
            let daemon = try launch(fault)
            XCTAssertTrue(eventually(within: 30) { WholeFile.status(socket) != nil })
            let (code, output, error) = try luova(["status"])
            XCTAssertEqual(code, 0, error)
            guard code == 0 else { return }
            XCTAssertTrue(output.contains("state       starting: the system"), output)
            XCTAssertTrue(output.contains(reason), output)
            // What is not known yet is not said to be nothing.
            for words in [["list"], ["queue"], ["show", "000000000001"], ["pause", "--all", "--comment", "me"]] {
                let (code, output, error) = try luova(words)
                XCTAssertEqual(code, 75, "\(words): \(output)\(error)")
                XCTAssertTrue(error.contains("the service is starting, and waits"), error)
            }
            let metrics = try luova(["metrics"])
            XCTAssertEqual(metrics.code, 0, metrics.error)
            XCTAssertTrue(metrics.output.contains("\nluova_paused 1\n"), metrics.output)
            XCTAssertFalse(playground.isReady(), playground.log)
            end(daemon)
        }
    }

    func testAStartThatIsBrokenOffLeavesNoSocket() throws {
        for call in ["lock@spool", "open@ledger"] {
            let trace = playground.folder.path(of: "trace-\(call)")
            let daemon = try launch("\(call)=hang", trace: trace)
            let name = call.split(separator: "@")[1]
            XCTAssertTrue(
                eventually(within: 30) {
                    let text = String(decoding: (try? WholeFile.read(trace)) ?? [], as: UTF8.self)
                    return text.split(separator: "\n").last?.contains(name) ?? false
                })
            end(daemon)
        }
    }

    func testAStartThatFailsLeavesNoSocket() throws {
        try playground.folder.write("no folder", to: "spool")
        let (code, _, error) = try luova(["run", "--routes", playground.routes, "--spool", playground.spool])
        XCTAssertEqual(code, 73, error)
        XCTAssertNil(WholeFile.status(socket))
    }

    /// The notes of a check while questions to the directory go wrong.
    private func notes(_ faults: String) throws -> [String] {
        let (code, output, error) = try playground.luova(
            ["check", "--routes", playground.routes], under: ["/usr/bin/env", "LUOVA_FAULTS=\(faults)"])
        XCTAssertEqual(code, 0, error)
        return output.split(separator: "\n").map(String.init).filter { $0.contains("account") }
    }

    func testACheckTellsAnAccountThatIsNotThereFromADirectoryThatDoesNotAnswer() throws {
        let missing = [
            "note: participant alice: this system has no account 'sender'; every file of it would be refused here",
            "note: system bob: this system has no account 'runner'; its program would not be started here",
        ]
        XCTAssertEqual(try notes(""), missing)
        let failing =
            "note: participant alice: the system's directory of accounts cannot say whether there is an account 'sender' (Input/output error); a daemon would wait until it does; look at the directory (getent passwd sender)"
        XCTAssertEqual(try notes("account@/sender=EIO"), [failing, missing[1]])
        let silent =
            "note: participant alice: the system's directory of accounts did not say within 5 s whether there is an account 'sender'; a daemon would wait until it does; look at the directory (getent passwd sender)"
        XCTAssertEqual(try notes("account@/sender=hang"), [silent, missing[1]])
    }

    func testAPartnerIsNotAddedAsLongAsTheDirectoryDoesNotAnswer() throws {
        guard Account.current == 0 else {
            throw XCTSkip("only root can give folders away")  // reason: needs root
        }
        for fault in ["account=EIO", "account@/luova=ENOENT"] {
            let (code, _, error) = try playground.luova(
                ["add-partner", "carol", "--spool", playground.spool],
                under: ["/usr/bin/env", "LUOVA_FAULTS=\(fault)"])
            XCTAssertEqual(code, 75, error)
            XCTAssertTrue(error.contains("cannot say whether there is an account 'luova'"), error)
        }
        XCTAssertNil(WholeFile.status(playground.spool))
    }
}
