// What operators have done: each verb does what it says, and the ledger says who had it done.

import Files
import Foundation
import Support
import XCTest

final class ControlActingEndToEndTests: XCTestCase {
    private var trial: ControlTrial!
    private var playground: Playground { trial.playground }

    override func setUpWithError() throws { trial = try ControlTrial() }
    override func tearDown() { trial.remove() }

    private func events(_ delivery: String) throws -> [String] {
        try trial.story(delivery).compactMap { $0["event"] as? String }
    }

    /// The last line about a delivery is of this account, with this comment.
    private func assertLast(
        _ delivery: String, _ event: String, comment: String?, line: UInt = #line
    ) throws {
        let last = try XCTUnwrap(trial.story(delivery).last { $0["event"] as? String == event })
        XCTAssertEqual(last["by_uid"] as? Int, Int(getuid()), line: line)
        XCTAssertEqual(last["by"] as? String, Account.name(of: getuid()) ?? "\(getuid())", line: line)
        XCTAssertEqual(last["text"] as? String, comment, line: line)
    }

    func testAHeldMessageIsNotHandedOnUntilItIsReleasedThroughAKill() throws {
        let daemon = try trial.start()
        let sent = try trial.send(["1", "2"])
        let (one, two) = (try XCTUnwrap(sent["1"]), try XCTUnwrap(sent["2"]))
        try trial.done(["hold", one, "--comment", "asked for"])
        XCTAssertEqual(try trial.state(one), "held")
        try assertLast(one, "held", comment: "asked for")
        let (again, output, _) = try trial.luova(["hold", one])
        XCTAssertEqual(again, 65)
        XCTAssertTrue(output.contains("it is held already"), output)
        kill(daemon.processIdentifier, SIGKILL)
        daemon.waitUntilExit()
        try trial.open()
        let next = try trial.start()
        XCTAssertTrue(eventually { trial.taken == [two] })
        XCTAssertEqual(try trial.state(one), "held")
        XCTAssertEqual(try trial.luova(["retry", one]).code, 65)
        try trial.done(["release", one])
        XCTAssertTrue(eventually { trial.taken == [two, one] })
        XCTAssertTrue(try eventually { try events(one).last == "delivered" })
        XCTAssertEqual(playground.stop(next), 0)
        XCTAssertFalse(playground.log.contains("alarm:"), "who keeps it back knows that")
        try trial.verify()
    }

    func testAMessageThatIsNamedTwiceIsHeldOnce() throws {
        let daemon = try trial.start()
        let one = try XCTUnwrap(trial.send(["1"])["1"])
        let (code, output, _) = try trial.luova(["hold", one, one])
        XCTAssertEqual(code, 65)
        XCTAssertTrue(output.contains("it is named twice; the last time counts"), output)
        XCTAssertEqual(try trial.state(one), "held")
        XCTAssertEqual(try events(one), ["accepted", "deferred", "held"])
        XCTAssertEqual(playground.stop(daemon), 0)
        try trial.verify()
    }

    func testAWaitingMessageIsTriedNow() throws {
        let daemon = try trial.start()
        let sent = try trial.send(["1", "2", "3"])
        try trial.open()
        let two = try XCTUnwrap(sent["2"])
        try trial.done(["retry", two, "--comment", "mended"])
        XCTAssertTrue(eventually { trial.taken == [two] })
        try assertLast(two, "retried", comment: "mended")
        try trial.done(["retry", "--to", "bob"])
        XCTAssertTrue(eventually { Set(trial.taken) == Set(sent.values) })
        XCTAssertEqual(try playground.events("retried").count, 2, "one line for all that wait for a receiver")
        XCTAssertEqual(try trial.luova(["retry", "--to", "carol"]).code, 65)
        XCTAssertEqual(try trial.luova(["retry", "--to", "nobody"]).code, 65)
        XCTAssertEqual(try trial.luova(["retry", two, "--to", "bob"]).code, 64)
        XCTAssertEqual(playground.stop(daemon), 0)
        try trial.verify()
    }

    func testADiscardedMessageIsUndeliveredAndItsSenderIsTold() throws {
        let daemon = try trial.start()
        let sent = try trial.send(["1", "2"])
        let one = try XCTUnwrap(sent["1"])
        XCTAssertEqual(try trial.luova(["discard", one]).code, 64, "without saying why")
        try trial.done(["discard", "-", "--comment", "of 131052-308T"], input: "\(one)\n")
        XCTAssertNil(try trial.state(one))
        try assertLast(one, "undelivered", comment: "of ***********")
        XCTAssertEqual(playground.names("refused/alice").count { $0.hasSuffix(".discarded.xml") }, 1)
        XCTAssertTrue(eventually { playground.pickup("alice").count == 3 })
        let receipts = try playground.pickup("alice").map { try playground.read($0, of: "alice") }
        let told = try XCTUnwrap(receipts.first { $0.contains("<Outcome>undelivered</Outcome>") })
        XCTAssertTrue(told.contains("<Reason>discarded</Reason>"), told)
        XCTAssertFalse(told.contains("of *"), "the comment is not for the sender")
        XCTAssertEqual(try trial.luova(["discard", one, "--comment", "twice"]).code, 65)
        XCTAssertEqual(playground.stop(daemon), 0)
        try trial.verify()
    }

    func testAnUndeliveredMessageIsHandedOnOnceMoreAsTheSameDelivery() throws {
        let daemon = try trial.start()
        let sent = try trial.send(["1", "2"])
        let (one, two) = (try XCTUnwrap(sent["1"]), try XCTUnwrap(sent["2"]))
        try trial.done(["discard", one, two, "--comment", "a mistake"])
        try trial.open()
        try trial.done(["resend", one, "--comment", "it was right"])
        XCTAssertTrue(eventually { trial.taken == [one] })
        // Also by the number of the file in refused/.
        let file = String(try XCTUnwrap(playground.names("refused/alice").first).prefix(12))
        try trial.done(["resend", file, "--comment", "it was right"])
        XCTAssertTrue(eventually { trial.taken == [one, two] })
        XCTAssertTrue(try eventually { try events(two).last == "delivered" })
        XCTAssertEqual(try events(two), ["accepted", "deferred", "undelivered", "resent", "delivered"])
        try assertLast(one, "resent", comment: "it was right")
        let (code, output, _) = try trial.luova(["resend", one, "--comment", "again"])
        XCTAssertEqual(code, 65)
        XCTAssertTrue(output.contains("the service keeps no copy, ask alice for it again"), output)
        XCTAssertEqual(playground.stop(daemon), 0)
        try trial.verify()
    }

    func testNothingIsHandedOnOnceMoreThatWasNotAcceptedAsItIs() throws {
        let daemon = try trial.start()
        let one = try XCTUnwrap(trial.send(["1"])["1"])
        // Another message under the same id is refused, and names the first.
        try playground.drop(Playground.note("1", text: "other"), as: "again.xml")
        XCTAssertTrue(eventually { playground.names("refused/alice").count == 1 })
        let reused = String(playground.names("refused/alice")[0].prefix(12))
        let (code, output, _) = try trial.luova(["resend", reused, "--comment", "x"])
        XCTAssertEqual(code, 65)
        XCTAssertTrue(output.contains("was refused, and never a delivery"), output)
        // And what somebody has changed in refused/ is no longer what was accepted.
        try trial.done(["discard", one, "--comment", "x"])
        let name = try XCTUnwrap(playground.names("refused/alice").first { $0.hasSuffix(".discarded.xml") })
        try WholeFile.write(
            Array(Playground.note("1", text: "mine").utf8), to: "\(playground.spool)/refused/alice/\(name)")
        let (changed, words, _) = try trial.luova(["resend", one, "--comment", "x"])
        XCTAssertEqual(changed, 65)
        XCTAssertTrue(words.contains("is not what was accepted as \(one)"), words)
        XCTAssertEqual(try playground.events("resent").count, 0)
        // What waits is not in refused/.
        XCTAssertEqual(try trial.luova(["resend", "000000009999", "--comment", "x"]).code, 65)
        XCTAssertEqual(playground.stop(daemon), 0)
    }

    func testARefusedFileIsJudgedAnewAsANewMessage() throws {
        try trial.open()
        let daemon = try trial.start()
        try playground.drop(#"{"Note":{"Id":"j","Text":"x"}}"#, as: "a b.json")
        XCTAssertTrue(eventually { playground.names("refused/alice").count == 1 })
        let old = String(playground.names("refused/alice")[0].prefix(12))
        // Once more under the same table.
        try trial.done(["replay", old, "--comment", "to be sure"])
        XCTAssertTrue(try eventually(within: 20) { try playground.events("refused").count == 2 })
        XCTAssertTrue(eventually { playground.names("refused/alice").count == 1 })
        let second = String(playground.names("refused/alice")[0].prefix(12))
        XCTAssertNotEqual(second, old)
        XCTAssertEqual(try trial.luova(["replay", old, "--comment", "again"]).code, 65, "it is not there any more")
        // And under one that allows it.
        let rows = try playground.folder.read("routes/table.xml").replacingOccurrences(
            of: #"syntax="xml""#, with: #"syntax="xml json""#)
        try playground.folder.write(rows, to: "routes/table.xml")
        kill(daemon.processIdentifier, SIGHUP)
        XCTAssertTrue(eventually { playground.log.contains("the new routing table is in force") })
        try trial.done(["replay", second, "--comment", "allowed now"])
        XCTAssertTrue(eventually(within: 20) { trial.taken.count == 1 })
        XCTAssertTrue(try eventually { try playground.events("delivered").count == 1 })
        let story = try trial.story(old)
        XCTAssertEqual(
            story.compactMap { $0["event"] as? String },
            ["refused", "replayed", "refused", "replayed", "accepted", "delivered"])
        XCTAssertEqual(story[4]["again_of"] as? String, second)
        XCTAssertEqual(story[4]["file"] as? String, "a%20b.json")
        XCTAssertEqual(try events(trial.taken[0]), story.compactMap { $0["event"] as? String }, "from either end")
        XCTAssertEqual(playground.names("refused/alice"), [])
        XCTAssertEqual(playground.names("taken/alice"), [])
        XCTAssertEqual(playground.stop(daemon), 0)
        try trial.verify()
    }

    func testAnUndeliveredMessageThatIsJudgedAnewIsNoDuplicateOfItself() throws {
        let daemon = try trial.start()
        try playground.drop(Playground.note("never"), as: "never.xml")
        XCTAssertTrue(eventually { playground.names("refused/alice").count == 1 })
        // Its sender may not do that.
        try playground.drop(Playground.note("never"), as: "never.xml")
        XCTAssertTrue(try eventually { try playground.events("duplicate").count == 1 })
        let file = String(playground.names("refused/alice")[0].prefix(12))
        try trial.done(["replay", file, "--comment", "mended"])
        XCTAssertTrue(try eventually(within: 20) { try playground.events("undelivered").count == 2 })
        let accepted = try playground.events("accepted")
        XCTAssertEqual(accepted.count, 2)
        XCTAssertEqual(accepted[1]["again_of"] as? String, file)
        XCTAssertEqual(playground.stop(daemon), 0)
        try trial.verify()
    }

    func testTakingInIsPausedForEverybodyOrForOneThroughAKill() throws {
        try trial.open()
        let daemon = try trial.start()
        try trial.done(["pause", "--from", "alice", "--comment", "they repeat themselves"])
        try playground.drop(Playground.note("1"), as: "1.xml")
        try trial.done(["pause", "--all"])
        XCTAssertEqual(try trial.luova(["pause", "--all"]).code, 65, "it is so already")
        XCTAssertEqual(try trial.luova(["pause"]).code, 64)
        XCTAssertEqual(try trial.luova(["pause", "--from", "alice", "--to", "bob"]).code, 64)
        XCTAssertEqual(try trial.luova(["pause", "--from", "nobody"]).code, 65)
        XCTAssertEqual(try trial.luova(["resume", "--from", "carol"]).code, 65)
        kill(daemon.processIdentifier, SIGKILL)
        daemon.waitUntilExit()
        // A drain leaves it where it is, and ends.
        try playground.drain()
        let next = try trial.start()
        let state = try XCTUnwrap(trial.objects(["status"]).first?["state"] as? String)
        XCTAssertEqual(state, "working, but: paused by an operator: taking in, taking in from alice")
        XCTAssertTrue(playground.log.contains(": they repeat themselves"), playground.log)
        try trial.done(["resume", "--all"])
        XCTAssertTrue(
            try eventually { try trial.objects(["status"]).first?["in_drops"] as? Int == 1 }, "it is known, and waits")
        XCTAssertEqual(playground.names("participants/alice/drop"), ["1.xml"])
        try trial.done(["resume", "--from", "alice"])
        XCTAssertTrue(eventually { trial.taken.count == 1 })
        XCTAssertEqual(try playground.events("paused").count, 2)
        XCTAssertEqual(try playground.events("resumed").map { $0["from"] as? String }, [nil, "alice"])
        XCTAssertEqual(playground.names("ledger").filter { $0.hasPrefix("pause") }, [])
        XCTAssertEqual(try trial.objects(["status"]).first?["state"] as? String, "working")
        XCTAssertEqual(playground.stop(next), 0)
        try trial.verify()
    }

    func testHandingOnToOneReceiverIsPausedThroughAKill() throws {
        try trial.open()
        let daemon = try trial.start()
        try trial.done(["pause", "--to", "bob", "--comment", "upgrade"])
        for verb in ["pause", "retry"] {
            let (code, output, _) = try trial.luova([verb, "--to", "carol"])
            XCTAssertEqual(code, 65, "nothing is handed on to a pickup folder")
            let words =
                "carol has no program: what comes for it goes into its pickup folder, at once or when the window"
            XCTAssertTrue(output.contains(words), output)
        }
        try playground.drop(Playground.note("1"), as: "1.xml")
        XCTAssertTrue(try eventually { try trial.list().count == 1 })
        let delivery = try XCTUnwrap(trial.list().first?["id"] as? String)
        XCTAssertEqual(try trial.luova(["retry", delivery]).code, 65)
        XCTAssertEqual(try trial.luova(["retry", "--to", "bob"]).code, 65)
        kill(daemon.processIdentifier, SIGKILL)
        daemon.waitUntilExit()
        let next = try trial.start()
        XCTAssertEqual(try trial.list().first?["tries"] as? Int, 0)
        let receivers = try XCTUnwrap(trial.objects(["status"]).first?["waiting"] as? [[String: Any]])
        XCTAssertEqual(receivers.first?["paused"] as? Bool, true)
        XCTAssertEqual(trial.taken, [])
        try trial.done(["resume", "--to", "bob"])
        XCTAssertTrue(eventually { trial.taken == [delivery] })
        XCTAssertEqual(playground.stop(next), 0)
        try trial.verify()
    }
}
