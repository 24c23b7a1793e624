// What the daemon shows of its work, against what the ledger says: metrics, the page, and alarms.

import Files
import Foundation
import Support
import XCTest

final class MonitoringEndToEndTests: XCTestCase {
    private static let rows = """
        <partner id="alice" receipts="all"/>
        <system id="bob"/>
        <contract id="note" schema="note.xsd" root="{urn:test:note}Note" message-id="Id" sender="Sender"/>
        <agreement id="A-1" partner="alice" from="2020-01-01" until="UNTIL"/>
        <route id="alice-bob" from="alice" message="note" to="bob" syntax="xml json" agreement="A-1"/>
        """

    private var playground: Playground!
    private var page: String { playground.folder.path(of: "page.html") }
    private var metrics: String { playground.folder.path(of: "luova.prom") }

    override func setUpWithError() throws { playground = try Playground() }
    override func tearDown() { playground.remove() }

    /// The table with an agreement that ends in so many days from now.
    private func read(_ path: String) -> String {
        (try? WholeFile.read(path)).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    /// Runs a program, for a minute at most: its exit code and what it said on both streams.
    private func run(_ program: String, _ arguments: [String]) throws -> (code: Int32, output: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.environment = ["PATH": "/usr/bin:/bin", "HOME": playground.folder.path]
        let output = playground.folder.path(of: "output-\(UUID().uuidString)")
        try WholeFile.write([], to: output)
        process.standardOutput = FileHandle(forWritingAtPath: output)
        process.standardError = FileHandle.nullDevice
        process.standardInput = FileHandle.nullDevice
        try process.run()
        if !eventually(within: 60, { !process.isRunning }) { kill(process.processIdentifier, SIGKILL) }
        process.waitUntilExit()
        return (process.terminationStatus, read(output))
    }

    func testMetricsSayWhatTheLedgerSays() throws {
        let daemon = try playground.start(options: ["--metrics", metrics, "--status-page", page])
        try playground.dropAllOutcomes()
        XCTAssertTrue(eventually(within: 30) { (try? self.playground.events("delivered").count) == 9 })
        XCTAssertTrue(
            eventually(within: 30) { self.read(self.metrics).contains("outcome=\"delivered\"} 9\n") },
            read(metrics))
        let text = read(metrics)
        var counts: [String: Int] = [:]
        for event in try playground.ledger() {
            guard let name = event["event"] as? String, ["accepted", "refused", "duplicate"].contains(name) else {
                continue
            }
            let type = (event["message"] as? String).map { ",type=\"\($0)\"" } ?? ""
            let reason = (event["reason"] as? String).map { ",reason=\"\($0)\"" } ?? ""
            counts["partner=\"alice\",outcome=\"\(name)\"\(type)\(reason)", default: 0] += 1
        }
        XCTAssertGreaterThan(counts.count, 3)
        for (labels, count) in counts {
            XCTAssertTrue(text.contains("\nluova_files_total{\(labels)} \(count)\n"), "\(labels) \(count) in \(text)")
        }
        XCTAssertTrue(text.contains("\nluova_up 1\n"))
        XCTAssertTrue(text.contains("\nluova_decision_seconds_count \(counts.values.reduce(0, +))\n"), text)
        XCTAssertEqual(playground.stop(daemon), 0)
        XCTAssertTrue(read(metrics).contains("\nluova_up 0\n"), "what it leaves behind says that it is gone")
        XCTAssertTrue(read(page).contains("The service has ended"))
    }

    func testTheDigestOfTheTableIsWhatAnybodyCanCompute() throws {
        try playground.drain()
        let (code, _, error) = try playground.luova(
            ["run", "--routes", playground.routes, "--spool", playground.spool, "--drain", "--metrics", metrics])
        XCTAssertEqual(code, 0, error)
        let (_, sum) = try run("/bin/sh", ["-c", "cat \(playground.routes)/*.xml | sha256sum"])
        XCTAssertTrue(read(metrics).contains("luova_table_info{sha256=\"\(sum.prefix(64))\"} 1\n"), sum)
    }

    func testAnAlarmIsHandedToTheProgramOnceWhenItBeginsAndOnceWhenItIsOver() throws {
        try playground.write(rows: Self.rows, until: 5)
        let script = "#!/bin/sh\ncat >> \(playground.folder.path)/heard\nenv > \(playground.folder.path)/environment\n"
        try playground.folder.write(script, to: "tell", mode: 0o755)
        try playground.folder.write("", to: "heard")
        let options = ["--alarm-program", playground.folder.path(of: "tell"), "--status-page", page]
        func heard() throws -> [[String: String]] {
            try playground.folder.read("heard").split(separator: "\n").map {
                try XCTUnwrap(JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: String])
            }
        }
        for start in 1...2 {
            let daemon = try playground.start(options: options)
            XCTAssertTrue(eventually(within: 30) { (try? heard().count) == 1 })
            XCTAssertTrue(eventually(within: 30) { self.read(self.page).contains("agreement-ending") })
            XCTAssertEqual(playground.stop(daemon), 0)
            XCTAssertEqual(try heard().map { $0["state"] }, ["begins"], "start \(start)")
        }
        XCTAssertEqual(playground.log.components(separatedBy: "alarm: agreement-ending A-1").count, 2)
        XCTAssertEqual(try heard().first?["subject"], "A-1")
        let environment = try playground.folder.read("environment").split(separator: "\n").map(String.init).sorted()
        XCTAssertEqual(environment.filter { !$0.hasPrefix("_=") }, ["PATH=/usr/bin:/bin", "PWD=/"])
        try playground.write(rows: Self.rows, until: 500)
        let daemon = try playground.start(options: options)
        XCTAssertTrue(eventually(within: 30) { (try? heard().count) == 2 })
        XCTAssertEqual(try heard().last?["state"], "ends")
        XCTAssertEqual(try heard().first?["since"], try heard().last?["since"])
        XCTAssertEqual(playground.stop(daemon), 0)
        XCTAssertTrue(playground.log.contains("alarm over after"))
        try playground.verify()
    }

    func testAProgramThatFailsIsLoggedAndWhatCannotBeWrittenIsTold() throws {
        try playground.write(rows: Self.rows, until: 5)
        try playground.folder.write("#!/bin/sh\necho no network >&2\nexit 3\n", to: "tell", mode: 0o755)
        let missing = playground.folder.path(of: "missing/luova.prom")
        let daemon = try playground.start(
            options: ["--alarm-program", playground.folder.path(of: "tell"), "--metrics", missing])
        XCTAssertTrue(
            eventually(within: 30) {
                self.playground.log.contains(
                    "program for alarms, agreement-ending A-1: it ended with exit code 3: no network")
            }, playground.log)
        XCTAssertTrue(playground.log.contains("\(missing) cannot be written: "), playground.log)
        XCTAssertEqual(playground.stop(daemon), 0)
    }

    func testPromtoolFindsNoMistakeInTheAlertRulesAndTheyDoWhatTheySay() throws {
        guard let promtool = Promtool.path else {
            throw XCTSkip("there is no promtool")  // reason: needs what the system lacks
        }
        let rules = "\(ProjectFiles.root)/Sources/luova/Prometheus/luova.rules.yml"
        let (code, output) = try run(promtool, ["check", "rules", rules])
        XCTAssertEqual(code, 0, output)
        let (testCode, testOutput) = try run(
            promtool,
            ["test", "rules", "\(ProjectFiles.root)/Tests/Prometheus/luova.rules.test.yml"])
        XCTAssertEqual(testCode, 0, testOutput)
        // Every metric that a rule asks for is one that there is.
        let page = read("\(ProjectFiles.root)/Sources/luova/Manual/luova-metrics.7")
        for match in read(rules).matches(of: /luova_[a-z_]+/) {
            let name = String(match.output).replacingOccurrences(of: "_bucket", with: "")
            XCTAssertTrue(page.contains(name), name)
        }
    }
}
