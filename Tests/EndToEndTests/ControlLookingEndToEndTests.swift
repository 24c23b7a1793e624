// What operators see of a running daemon.

import Files
import Foundation
import Support
import XCTest

final class ControlLookingEndToEndTests: XCTestCase {
    private var trial: ControlTrial!

    override func setUpWithError() throws { trial = try ControlTrial() }
    override func tearDown() { trial.remove() }

    func testTheStatusTellsWhatTheDaemonIsAt() throws {
        let daemon = try trial.start()
        _ = try trial.send(["1", "2"])
        let status = try XCTUnwrap(trial.objects(["status"]).first)
        XCTAssertEqual(status["state"] as? String, "working")
        XCTAssertEqual((status["decided"] as? [String: Any])?["1min"] as? Int, 2)
        let table = try XCTUnwrap(status["table"] as? [String: Any])
        XCTAssertEqual((table["sha256"] as? String)?.count, 64)
        XCTAssertEqual(table["routes"] as? Int, 1)
        XCTAssertGreaterThan(((status["ledger"] as? [String: Any])?["last"] as? Int) ?? 0, 4)
        let waiting = try XCTUnwrap(status["waiting"] as? [[String: Any]])
        XCTAssertEqual(waiting.count, 1, "carol has no program: nothing waits for it")
        XCTAssertEqual(waiting[0]["to"] as? String, "bob")
        XCTAssertEqual(waiting[0]["waiting"] as? Int, 2)
        let text = try trial.done(["status"])
        for word in [
            "state       working;", "running", "table", "in drops", "in hand", "decided", "ledger", "disk", "bob",
        ] {
            XCTAssertTrue(text.contains("\n" + word) || text.hasPrefix(word), "\(word): \(text)")
        }
        // Another table is another digest.
        let rows = try trial.playground.folder.read("routes/table.xml")
        try trial.playground.folder.write(rows + "<!-- changed -->", to: "routes/table.xml")
        kill(daemon.processIdentifier, SIGHUP)
        XCTAssertTrue(
            try eventually {
                let now = try trial.objects(["status"]).first?["table"] as? [String: Any]
                return now?["sha256"] as? String != table["sha256"] as? String
            })
        XCTAssertEqual(trial.playground.stop(daemon), 0)
        XCTAssertEqual(try trial.luova(["status"]).code, 69)
        XCTAssertEqual(WholeFile.status(trial.socket) == nil, true, "who ends takes its name away")
    }

    func testTheMetricsAreThoseOfTheMomentAndCountWhatWasDecided() throws {
        let daemon = try trial.start()
        _ = try trial.send(["1", "2"])
        let lines = try trial.done(["metrics"]).split(separator: "\n")
        XCTAssertTrue(lines.contains("luova_up 1"), "\(lines)")
        let accepted = lines.filter { $0.hasPrefix("luova_files_total{") && $0.contains("accepted") }
        XCTAssertEqual(accepted.compactMap { $0.split(separator: " ").last.flatMap { Int($0) } }.reduce(0, +), 2)
        XCTAssertEqual(trial.playground.stop(daemon), 0)
    }

    func testAStatusIsWatchedUntilTheDaemonIsGone() throws {
        let daemon = try trial.start()
        let path = trial.playground.folder.path(of: "watched")
        try WholeFile.write([], to: path)
        let watch = Process()
        watch.executableURL = URL(fileURLWithPath: Playground.program)
        watch.arguments = ["status", "--watch", "--json", "--control", trial.socket]
        watch.standardOutput = FileHandle(forWritingAtPath: path)
        watch.standardError = FileHandle.nullDevice
        try watch.run()
        XCTAssertTrue(
            try eventually(within: 20) { try trial.playground.folder.read("watched").split(separator: "\n").count >= 2 }
        )
        XCTAssertEqual(trial.playground.stop(daemon), 0)
        watch.waitUntilExit()
        XCTAssertEqual(watch.terminationStatus, 69)
    }

    func testTheQueueShowsHowLongMessagesWaitForWhomAndFromWhom() throws {
        let daemon = try trial.start()
        _ = try trial.send(["1", "2", "3"])
        let rows = try trial.objects(["queue"])
        XCTAssertEqual(rows.map { $0["all"] as? Int }, [3, 3])
        XCTAssertEqual(rows[0]["to"] as? String, "bob")
        XCTAssertEqual(rows[1]["from"] as? String, "alice")
        let columns = try XCTUnwrap(rows[0]["minutes"] as? [[String: Any]])
        XCTAssertEqual(columns.map { $0["count"] as? Int }, [3] + Array(repeating: 0, count: 9))
        XCTAssertEqual(try trial.objects(["queue", "--from", "carol"]).count, 0)
        XCTAssertTrue(try trial.done(["queue"]).contains("waiting for  all  5  10  20"))
        XCTAssertEqual(trial.playground.stop(daemon), 0)
    }

    func testAListIsOfWhatIsAskedFor() throws {
        let daemon = try trial.start()
        let sent = try trial.send(["1", "2", "3"])
        try trial.done(["hold", try XCTUnwrap(sent["2"])])
        func ids(_ words: [String]) throws -> [String] {
            try trial.list(words).compactMap { $0["message_id"] as? String }
        }
        XCTAssertEqual(Set(try ids([])), ["1", "2", "3"])
        XCTAssertEqual(try ids(["--state", "held"]), ["2"])
        XCTAssertEqual(try ids(["--from", "alice", "--to", "bob", "--state", "waiting"]).count, 2)
        XCTAssertEqual(try ids(["--to", "carol"]), [])
        let first = try trial.list(["--limit", "1"])
        XCTAssertEqual(first.count, 2)
        XCTAssertEqual(first[1]["more"] as? Int, 2)
        XCTAssertEqual(try trial.luova(["list", "--state", "lost"]).code, 64)
        XCTAssertTrue(try trial.done(["list", "--state", "held"]).contains("held from alice to bob note id 2"))
        XCTAssertEqual(trial.playground.stop(daemon), 0)
    }

    func testAMessageIsShownWhereverItIs() throws {
        let daemon = try trial.start()
        let sent = try trial.send(["1"])
        try trial.playground.drop("<Other/>", as: "other.xml")
        XCTAssertTrue(try eventually { try trial.playground.events("refused").count == 1 })
        let waiting = try XCTUnwrap(sent["1"])
        let refused = String(try XCTUnwrap(trial.playground.names("refused/alice").first).prefix(12))
        let shown = try trial.objects(["show", waiting, refused])
        XCTAssertEqual(shown[0]["state"] as? String, "waiting")
        XCTAssertEqual((shown[0]["line"] as? [String: Any])?["event"] as? String, "accepted")
        XCTAssertTrue((shown[1]["refused"] as? String)?.hasSuffix("\(refused).unknown-message.xml") ?? false)
        let text = try trial.done(["show", "-"], input: "\(waiting)\n\(refused)\n")
        XCTAssertTrue(text.contains("\(waiting): waiting\n"), text)
        XCTAssertTrue(text.contains("\(refused): in refused/: "), text)
        XCTAssertEqual(try trial.luova(["show", "000000009999"]).code, 65)
        XCTAssertEqual(try trial.luova(["show", "12"]).code, 64)
        XCTAssertEqual(trial.playground.stop(daemon), 0)
    }

    func testWhoWantsMetricsOfADaemonThatHangsIsToldSo() throws {
        let daemon = try trial.start(environment: ["LUOVA_FAULTS": "fdatasync@taken/alice#1=hang"])
        try trial.done(["metrics"])
        try trial.playground.drop(Playground.note("1"), as: "1.xml")
        // The committer hangs in its first group; until then it may answer.
        XCTAssertTrue(try eventually(within: 60) { try trial.luova(["metrics"]).code == 75 })
        let (code, output, error) = try trial.luova(["metrics"])
        XCTAssertEqual(code, 75)
        XCTAssertEqual(output, "")
        XCTAssertTrue(error.contains("the service does not answer"), error)
        // What needs no committer is answered.
        try trial.done(["list"])
        kill(daemon.processIdentifier, SIGKILL)
    }
}
