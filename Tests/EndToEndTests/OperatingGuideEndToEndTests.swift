// The operator's guide, luova-operating(7), is true: its commands for every day, and for a backup while the service runs,
// as they stand there; and what was copied by them is restored, and goes on.

import Files
import Foundation
import Support
import XCTest

final class OperatingGuideEndToEndTests: XCTestCase {
    private static let jq = "/usr/bin/jq"

    /// The blocks of the page that are marked to be run, in their order.
    private func commands() throws -> [String] {
        let path = "\(ProjectFiles.root)/Sources/luova/Manual/luova-operating.7"
        let page = String(decoding: try WholeFile.read(path), as: UTF8.self)
        return page.components(separatedBy: "\n.\\\" run\n.Bd -literal -offset indent\n").dropFirst().compactMap {
            $0.components(separatedBy: "\n.Ed").first
        }
    }

    /// Runs commands at another spool and another socket than those of a service.
    private func run(_ commands: String, _ trial: ControlTrial, backup: String) throws -> (code: Int32, output: String)
    {
        let spool = trial.playground.spool
        let script = """
            set -eu -o pipefail
            luova() {
                local verb=$1
                shift
                case "$verb $*" in
                    log* | "verify ") "\(Playground.program)" "$verb" "$@" --spool "\(spool)" ;;
                    verify*) "\(Playground.program)" "$verb" "$@" ;;
                    *) "\(Playground.program)" "$verb" "$@" --control "\(trial.socket)" ;;
                esac
            }

            """
        let text = commands.replacingOccurrences(of: "/var/spool/luova", with: spool)
            .replacingOccurrences(of: "/backup", with: backup)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/timeout")
        process.arguments = ["120", "/bin/bash", "-c", script + text]
        process.environment = ["PATH": "/usr/bin:/bin", "SWIFT_BACKTRACE": "enable=no"]
        let output = trial.playground.folder.path(of: "said")
        try WholeFile.write([], to: output)
        let handle = try XCTUnwrap(FileHandle(forWritingAtPath: output))
        process.standardOutput = handle
        process.standardError = handle
        process.standardInput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: try WholeFile.read(output), as: UTF8.self))
    }

    func testTheCommandsDoWhatIsSaidAndABackupOfARunningServiceIsRestoredAndGoesOn() throws {
        guard WholeFile.status(OperatingGuideEndToEndTests.jq) != nil else {
            throw XCTSkip("there is no jq")  // reason: needs what the system lacks
        }
        let commands = try commands()
        XCTAssertEqual(commands.count, 3, "every day, the backup, and the end of its rest")
        let trial = try ControlTrial()
        defer { trial.remove() }
        let playground = trial.playground
        _ = try playground.folder.makeFolder("backup")
        let backup = playground.folder.path(of: "backup")
        let daemon = try trial.start()
        let deliveries = try trial.send(["one", "two"])

        let (dayCode, day) = try run(commands[0], trial, backup: backup)
        XCTAssertEqual(dayCode, 0, day)
        for words in ["state       working", "in hand     0 files", "; 0 deviations\n", "ends the chain with"] {
            XCTAssertTrue(day.contains(words), "\(words) is missing in \(day)")
        }

        let (code, output) = try run(commands[1], trial, backup: backup)
        XCTAssertEqual(code, 0, output)
        XCTAssertTrue(output.contains("2 accepted: 0 delivered, 2 waiting"), output)
        XCTAssertTrue(
            try XCTUnwrap(trial.objects(["status"]).first)["state"].map { "\($0)" }?.contains("paused") == true)
        let (resumedCode, resumed) = try run(commands[2], trial, backup: backup)
        XCTAssertEqual(resumedCode, 0, resumed)
        XCTAssertEqual(try trial.objects(["status"]).first?["state"] as? String, "working")
        // It goes on; what comes now is not in the copy. Then all is lost.
        _ = try trial.send(["three"])
        kill(daemon.processIdentifier, SIGKILL)
        daemon.waitUntilExit()
        playground.spool = backup

        try trial.verify()
        try trial.open()
        let restored = try trial.start()
        try playground.drop(Playground.note("three"), as: "three.xml")
        XCTAssertEqual(try trial.list().compactMap { $0["message_id"] as? String }.sorted(), ["one", "two"])
        XCTAssertEqual(trial.taken, [], "it rests until it is told to go on")
        // The receiver says that it has the first one.
        let first = try XCTUnwrap(deliveries["one"])
        try trial.done(["hold", first])
        try trial.done(["release", first, "--delivered", "--comment", "they have it"])
        let (lastCode, last) = try run(commands[2], trial, backup: backup)
        XCTAssertEqual(lastCode, 0, last)
        XCTAssertTrue(try eventually(within: 60) { try playground.events("delivered").count == 3 }, playground.log)
        XCTAssertEqual(trial.taken.count, 2)
        XCTAssertTrue(trial.taken.contains(try XCTUnwrap(deliveries["two"])))
        XCTAssertFalse(trial.taken.contains(first))
        XCTAssertEqual(playground.stop(restored), 0)
        try trial.verify()

        // To another disk, after a stop.
        let other = playground.folder.path(of: "other")
        try LoopFileSystem.run("/usr/bin/cp", ["-a", backup, other])
        playground.spool = other
        try trial.verify()
        XCTAssertEqual(try playground.events("delivered").count, 3)
    }
}
