// The page says what the snapshot says, in HTML that is whole and safe.

import Files
import Foundation
import Messages
import Recording
import Relaying
import Support
import XCTest

@testable import Operating

final class StatusPageTests: XCTestCase {
    private func page(_ snapshot: Snapshot) -> String {
        String(decoding: StatusPage.text(of: snapshot), as: UTF8.self)
    }

    private func cells(_ page: String, _ name: String) -> [[String]] {
        let pattern = "(?s)<table id=\"\(name)\".*?</table>"
        guard let table = try? page.firstMatch(of: Regex(pattern)) else { return [] }
        return String(page[table.range]).components(separatedBy: "<tr>").dropFirst(2).map { row in
            row.matches(of: /<t[hd][^>]*>([^<]*)<\/t[hd]>/).map { String($0.1) }
        }
    }

    func testAQuietServiceHasAPageToo() throws {
        let text = page(try SnapshotTrial().snapshot())
        XCTAssertTrue(text.hasPrefix("<!DOCTYPE html>"))
        XCTAssertTrue(text.contains("<title>Luova: working</title>"))
        XCTAssertTrue(text.contains("<p class=\"none\">None.</p>"))
        XCTAssertTrue(text.contains("As of <time id=\"as-of\" datetime=\"2026-11-25T12:00:00Z\">"))
        XCTAssertTrue(text.contains("this page is stale"))
    }

    func testNumbersAreThoseOfTheSnapshot() throws {
        let trial = try SnapshotTrial(
            #"<agreement id="A" partner="alice" from="2020-01-01" until="2027-01-25"/>"#,
            rules: #"agreement="A""#)
        trial.count(.accepted, 1_234, sender: "alice")
        trial.count(.refused, 2, sender: "alice", reason: .invalid)
        trial.count(.refused, 1, sender: "carol", reason: .malformed, ago: 30)
        trial.count(.delivered, 7, receiver: "bob")
        var queue = Observation.Queue()
        queue.waiting = 3
        queue.oldest = SnapshotTrial.ago(65)
        trial.observation.queues = [ParticipantIdentifier("bob"): queue]
        let text = page(trial.snapshot())
        XCTAssertTrue(text.contains("<dd id=\"accepted\">1\u{202F}234</dd>"))
        XCTAssertTrue(text.contains("<dd id=\"refused\">3</dd>"))
        XCTAssertTrue(text.contains("<dd id=\"oldest\">1 min 5 s</dd>"))
        XCTAssertEqual(
            cells(text, "sender-rows").map { Array($0.prefix(4)) },
            [["alice", "1\u{202F}234", "2", "0"], ["carol", "0", "1", "0"]])
        XCTAssertEqual(cells(text, "receiver-rows").map { Array($0.prefix(5)) }, [["bob", "working", "7", "0", "3"]])
        XCTAssertEqual(
            cells(text, "refusal-rows").map { [$0[0], $0[1], $0[3]] },
            [["malformed", "1", "carol"], ["invalid", "2", "alice"]])
        XCTAssertEqual(cells(text, "agreement-rows"), [["A", "alice", "2027-01-25", "61"]])
        XCTAssertEqual(cells(text, "hours").count, 24)
    }

    func testAlarmsAndFaultsStandInWordsAndInTheTitle() throws {
        let trial = try SnapshotTrial()
        trial.observation.isPaused = true
        trial.observation.faults = [
            StandingFault(
                name: "space", participant: nil, since: SnapshotTrial.ago(60), text: "full <b>\"&", pausesTaking: true)
        ]
        let text = page(
            trial.snapshot([
                Alarm(Alarm.Key(.diskLow, "spool"), since: SnapshotTrial.ago(90), text: "make room"),
                Alarm(Alarm.Key(.fault, "space"), since: SnapshotTrial.ago(60), text: "told once"),
            ]))
        XCTAssertTrue(text.contains("<title>! Luova: paused</title>"))
        XCTAssertTrue(text.contains("make room"))
        XCTAssertTrue(text.contains("full &lt;b&gt;&quot;&amp;; nothing is taken until it is over"))
        XCTAssertFalse(text.contains("told once"), "a fault stands among the faults")
    }

    func testAStartThatWaitsIsCalledSo() throws {
        let trial = try SnapshotTrial()
        trial.observation.isStarting = true
        XCTAssertTrue(page(trial.snapshot()).contains(">starting</span>"))
    }

    func testNothingIsLoadedFromElsewhereAndNoScriptRuns() throws {
        let text = page(try SnapshotTrial().snapshot())
        for word in ["http:", "https:", "<script", "src=", "url(", "@import", "<link"] {
            XCTAssertFalse(text.contains(word), word)
        }
    }

    func testEveryElementThatIsOpenedIsClosed() throws {
        let trial = try SnapshotTrial()
        trial.count(.accepted, 3, sender: "alice")
        trial.count(.refused, 3, sender: "alice", reason: .invalid)
        let text = page(trial.snapshot([Alarm(Alarm.Key(.diskLow, "spool"), since: SnapshotTrial.now, text: "x")]))
        for name in [
            "html", "body", "main", "section", "table", "thead", "tbody", "tr", "th", "td", "dl", "dd", "dt",
            "div", "p", "ul", "li", "figure", "svg", "details", "h1", "h2", "h3",
        ] {
            let opened = text.matches(of: try Regex("<\(name)[ >]")).count
            XCTAssertEqual(opened, text.matches(of: try Regex("</\(name)>")).count, name)
        }
        XCTAssertFalse(text.contains("<th>"), "each heading of a table says what it is the heading of")
    }

    func testThePageOfAServiceThatHasEndedSaysSo() throws {
        var snapshot = try SnapshotTrial().snapshot()
        snapshot.isRunning = false
        let text = page(snapshot)
        XCTAssertTrue(text.contains("<title>! Luova: stopped</title>"))
        XCTAssertTrue(text.contains("The service has ended"))
        XCTAssertFalse(text.contains("http-equiv=\"refresh\""))
    }

    func testColoursOfTextStandOutFromTheirGround() throws {
        let style = StatusPage.style
        let themes = style.matches(of: /:root \{([^}]*)\}/).map { String($0.1) }
        XCTAssertEqual(themes.count, 2)
        for theme in themes {
            var colours: [String: [Double]] = [:]
            for match in theme.matches(of: /--([a-z-]+): #([0-9a-f]{6})/) {
                let number = try XCTUnwrap(Int(match.2, radix: 16))
                colours[String(match.1)] = [number >> 16, number >> 8 & 255, number & 255].map { Double($0) / 255 }
            }
            func luminance(_ name: String) throws -> Double {
                let parts = try XCTUnwrap(colours[name], name).map {
                    $0 <= 0.03928 ? $0 / 12.92 : pow(($0 + 0.055) / 1.055, 2.4)
                }
                return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
            }
            func contrast(_ first: String, _ second: String) throws -> Double {
                let values = try [luminance(first), luminance(second)].sorted()
                return (values[1] + 0.05) / (values[0] + 0.05)
            }
            for (text, ground, least) in [
                ("text", "ground", 4.5), ("quiet", "ground", 4.5), ("text", "panel", 4.5), ("quiet", "panel", 4.5),
                ("well", "well-ground", 4.5), ("ill", "ill-ground", 4.5), ("text", "ill-ground", 4.5),
                ("accepted", "ground", 3), ("refused", "ground", 3), ("ill", "ground", 3), ("quiet", "ground", 3),
            ] {
                XCTAssertGreaterThanOrEqual(try contrast(text, ground), least, "\(text) on \(ground)")
            }
        }
    }
}
