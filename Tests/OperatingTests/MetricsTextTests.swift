// A snapshot as Prometheus reads it; judged by promtool where there is one.

import Files
import Foundation
import Messages
import Recording
import Relaying
import Support
import XCTest

@testable import Operating

final class MetricsTextTests: XCTestCase {

    private func busy() throws -> Snapshot {
        let trial = try SnapshotTrial()
        trial.count(.accepted, 12, sender: "alice")
        trial.count(.refused, 3, sender: "alice", reason: .invalid)
        trial.count(.duplicate, 1, sender: "carol")
        trial.count(.delivered, 11, receiver: "bob")
        trial.count(.undelivered, 1, receiver: "bob", reason: .gaveUp)
        var queue = Observation.Queue()
        queue.waiting = 4
        queue.oldest = SnapshotTrial.ago(90)
        queue.failures = 2
        trial.observation.queues = [ParticipantIdentifier("bob"): queue]
        trial.observation.drops = [ParticipantIdentifier("alice"): .init(count: 5, oldest: SnapshotTrial.ago(8))]
        trial.observation.faults = [
            StandingFault(
                name: "folder", participant: ParticipantIdentifier("carol"), since: SnapshotTrial.ago(1),
                text: "gone", pausesTaking: false)
        ]
        trial.observation.space = FileSystemSpace(bytes: 1_000, freeBytes: 500)
        return trial.snapshot([Alarm(Alarm.Key(.diskLow, "spool"), since: SnapshotTrial.now, text: "x")])
    }

    private func lines(_ snapshot: Snapshot) -> Set<String> {
        Set(
            String(decoding: MetricsText.text(of: snapshot), as: UTF8.self).split(separator: "\n").map(String.init))
    }

    func testWhatWasDecidedAndWhatWaitsIsThere() throws {
        let lines = try lines(busy())
        for line in [
            "luova_up 1", #"luova_build_info{version="1.2.3"} 1"#,
            #"luova_files_total{partner="alice",outcome="accepted",type="note"} 12"#,
            #"luova_files_total{partner="alice",outcome="refused",type="note",reason="invalid"} 3"#,
            #"luova_files_total{partner="carol",outcome="duplicate",type="note"} 1"#,
            #"luova_file_bytes_total{partner="alice"} 150"#,
            #"luova_deliveries_total{receiver="bob",outcome="delivered"} 11"#,
            #"luova_deliveries_total{receiver="bob",outcome="undelivered",reason="gave-up"} 1"#,
            #"luova_program_messages{receiver="bob"} 4"#, #"luova_program_oldest_seconds{receiver="bob"} 90"#,
            #"luova_program_failures_in_a_row{receiver="bob"} 2"#, #"luova_drop_files{partner="alice"} 5"#,
            #"luova_drop_oldest_seconds{partner="alice"} 8"#, "luova_ledger_bytes 5000", "luova_spool_free_bytes 500",
            #"luova_fault_start_time_seconds{fault="folder",partner="carol"} 1795607999"#,
            #"luova_alarm{alarm="disk-low",subject="spool"} 1"#, "luova_paused 0",
            #"luova_last_accepted_time_seconds{partner="alice"} 1795607940"#,
            #"luova_stage_seconds_bucket{stage="place",le="+Inf"} 0"#,
        ] {
            XCTAssertTrue(lines.contains(line), line)
        }
        XCTAssertFalse(lines.contains { $0.contains("carol") && $0.contains("accepted\"") }, "what is zero is left out")
    }

    func testNothingIsTakenWhileAFaultOrAStartKeepsItFromThat() throws {
        for (isPaused, isStarting) in [(true, false), (false, true)] {
            let trial = try SnapshotTrial()
            trial.observation.isPaused = isPaused
            trial.observation.isStarting = isStarting
            XCTAssertTrue(lines(trial.snapshot()).contains("luova_paused 1"))
        }
    }

    func testAServiceThatHasEndedSaysOnlyThat() throws {
        var snapshot = try busy()
        snapshot.isRunning = false
        let lines = lines(snapshot)
        XCTAssertTrue(lines.contains("luova_up 0"))
        XCTAssertFalse(lines.contains { $0.hasPrefix("luova_files_total{") })
    }

    func testClassesOfAHistogramAreCumulative() throws {
        let trial = try SnapshotTrial()
        let text = String(decoding: MetricsText.text(of: trial.snapshot()), as: UTF8.self)
        XCTAssertEqual(
            text.matches(of: /luova_decision_seconds_bucket\{le="[0-9.]+"\} 0\n/).count, Histogram.bounds.count)
        XCTAssertTrue(text.contains("luova_decision_seconds_count 0\n"))
    }

    func testPromtoolFindsNoMistake() throws {
        guard let promtool = Promtool.path else {
            throw XCTSkip("there is no promtool")  // reason: needs what the system lacks
        }
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        try WholeFile.write(MetricsText.text(of: busy()), to: folder.path(of: "metrics"))
        let process = Process()
        process.executableURL = URL(fileURLWithPath: promtool)
        process.arguments = ["check", "metrics"]
        process.standardInput = FileHandle(forReadingAtPath: folder.path(of: "metrics"))
        let output = folder.path(of: "output")
        try WholeFile.write([], to: output)
        process.standardOutput = FileHandle(forWritingAtPath: output)
        process.standardError = FileHandle(forWritingAtPath: output)
        try process.run()
        process.waitUntilExit()
        XCTAssertEqual(process.terminationStatus, 0)
        XCTAssertEqual(try folder.read("output"), "")
    }

    func testTheManualNamesEveryMetricAndEveryAlarm() throws {
        let page = String(
            decoding: try WholeFile.read("\(ProjectFiles.root)/Sources/luova/Manual/luova-metrics.7"), as: UTF8.self)
        let words = Set(page.split(whereSeparator: { " \n".contains($0) }).map(String.init))
        let text = String(decoding: MetricsText.text(of: try busy()), as: UTF8.self)
        let names = text.split(separator: "\n").filter { $0.hasPrefix("# TYPE") }.map {
            String($0.split(separator: " ")[2])
        }
        XCTAssertGreaterThan(names.count, 25)
        for name in names + Alarm.Kind.allCases.map(\.rawValue) { XCTAssertTrue(words.contains(name), name) }
    }
}
