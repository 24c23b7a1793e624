// Payments: what is in doubt after a kill is decided by an operator; and an order that is kept stays kept.

import Files
import Foundation
import Support
import XCTest

final class ControlHeldEndToEndTests: XCTestCase {
    /// A payment that was in its program's hands when the daemon was killed.
    private func killed(_ identifiers: [String], _ body: (ControlTrial, [String: String]) throws -> Void) throws {
        let trial = try ControlTrial(route: #"repeat="never""#)
        defer { trial.remove() }
        let script = "#!/bin/sh\ncd \"${0%/*}/..\"\necho \"$LUOVA_MESSAGE_ID\" >> starts\n[ -e open ] || exec sleep 5\n"
        try trial.playground.folder.write(script, to: "routes/handler", mode: 0o755)
        let daemon = try trial.start()
        for identifier in identifiers {
            try trial.playground.drop(Playground.note(identifier), as: "\(identifier).xml")
        }
        XCTAssertTrue(eventually(within: 30) { self.starts(trial).count == identifiers.count })
        kill(daemon.processIdentifier, SIGKILL)
        daemon.waitUntilExit()
        try trial.open()
        let next = try trial.start()
        XCTAssertTrue(
            try eventually(within: 30) { try trial.list(["--state", "doubt"]).count == identifiers.count })
        var deliveries: [String: String] = [:]
        for event in try trial.playground.events("accepted") {
            deliveries[event["message_id"] as? String ?? ""] = event["id"] as? String
        }
        try body(trial, deliveries)
        XCTAssertEqual(trial.playground.stop(next), 0)
        try trial.verify()
    }

    private func starts(_ trial: ControlTrial) -> [String] {
        ((try? trial.playground.folder.read("starts")) ?? "").split(separator: "\n").map(String.init)
    }

    func testAPaymentInDoubtIsReleasedOrConfirmedOrDiscarded() throws {
        try killed(["again", "taken", "gone"]) { trial, deliveries in
            func id(_ name: String) throws -> String { try XCTUnwrap(deliveries[name]) }
            XCTAssertEqual(try trial.luova(["retry", id("again")]).code, 65, "it is not simply tried again")
            try trial.done(["release", id("again"), "--comment", "they have it not"])
            XCTAssertEqual(try trial.luova(["release", id("taken"), "--delivered"]).code, 64, "say why")
            try trial.done(["release", id("taken"), "--delivered", "--comment", "booked"])
            try trial.done(["discard", id("gone"), "--comment", "not to be paid"])
            XCTAssertTrue(try eventually { try trial.list().isEmpty })
            XCTAssertEqual(starts(trial).sorted(), ["again", "again", "gone", "taken"])
            func events(_ name: String) throws -> [String] {
                try trial.story(id(name)).compactMap { $0["event"] as? String }
            }
            XCTAssertTrue(try eventually { try events("again").last == "delivered" })
            XCTAssertEqual(try events("again"), ["accepted", "started", "held", "released", "started", "delivered"])
            XCTAssertEqual(try events("taken"), ["accepted", "started", "held", "delivered"])
            XCTAssertEqual(try events("gone"), ["accepted", "started", "held", "undelivered"])
            XCTAssertEqual(try trial.story(id("taken")).last?["text"] as? String, "booked")
            XCTAssertEqual(try trial.objects(["status"]).first?["state"] as? String, "working")
        }
    }

    func testWhereAnOrderIsKeptWhatIsHeldHoldsBackWhatComesAfterIt() throws {
        let trial = try ControlTrial(route: #"order="sender""#, retry: "100ms")
        defer { trial.remove() }
        let daemon = try trial.start()
        var sent: [String] = []
        for name in ["1", "2", "3", "4"] {
            try trial.playground.drop(Playground.note(name), as: "\(name).xml")
            XCTAssertTrue(try eventually { try trial.list().count == sent.count + 1 })
            sent.append(try XCTUnwrap(trial.list().last?["id"] as? String))
        }
        XCTAssertTrue(try eventually { try trial.list(["--state", "behind"]).count == 3 })
        let (code, output, _) = try trial.luova(["retry", sent[1]])
        XCTAssertEqual(code, 65)
        XCTAssertTrue(output.contains("stands behind \(sent[0])"), output)
        try trial.done(["hold", sent[1]])
        try trial.done(["discard", sent[2], "--comment", "not this one"])
        try trial.open()
        XCTAssertTrue(eventually { trial.taken == [sent[0]] })
        XCTAssertTrue(try eventually { try trial.state(sent[1]) == "held" })
        XCTAssertEqual(try trial.state(sent[3]), "behind")
        // So it is after a kill.
        kill(daemon.processIdentifier, SIGKILL)
        daemon.waitUntilExit()
        let next = try trial.start()
        XCTAssertEqual(try trial.state(sent[1]), "held")
        XCTAssertEqual(try trial.state(sent[3]), "behind")
        XCTAssertEqual(trial.taken, [sent[0]])
        try trial.done(["release", sent[1]])
        XCTAssertTrue(eventually { trial.taken == [sent[0], sent[1], sent[3]] })
        XCTAssertEqual(trial.playground.stop(next), 0)
        try trial.verify()
    }

    func testAHoldBehindAnotherOneIsReleasedBeforeItsTurnComes() throws {
        let trial = try ControlTrial(route: #"order="sender""#, retry: "100ms")
        defer { trial.remove() }
        let daemon = try trial.start()
        for name in ["1", "2"] {
            try trial.playground.drop(Playground.note(name), as: "\(name).xml")
            XCTAssertTrue(try eventually { try trial.list().count == Int(name) })
        }
        let sent = try trial.list().compactMap { $0["id"] as? String }
        try trial.done(["hold", sent[1]])
        XCTAssertEqual(try trial.state(sent[1]), "held")
        try trial.done(["release", sent[1]])
        XCTAssertEqual(try trial.state(sent[1]), "behind")
        try trial.open()
        XCTAssertTrue(eventually { trial.taken == sent })
        XCTAssertEqual(trial.playground.stop(daemon), 0)
        try trial.verify()
    }
}
