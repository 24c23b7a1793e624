// What recovery makes of what operators have done.

import Files
import Messages
import Recording
import Spooling
import Support
import XCTest

@testable import Relaying

final class RecoveryOperatingTests: XCTestCase {
    private var trial: RecoveryTrial!

    override func setUpWithError() throws { trial = try RecoveryTrial() }
    override func tearDown() { trial.remove() }

    /// An undelivered message with what was said of it since, and where its body is.
    private func undelivered(
        _ events: [LedgerRecord.Event], body place: String, of participant: String, heldBefore: Bool = false
    ) throws -> Recovery.Plan {
        try trial.giveAProgram()
        try trial.accept()
        try trial.commit((heldBefore ? [.held] : []) + events) {
            $0.attempt = 2
            if $0.event == .held { return $0.by = Operator(user: 7, name: "maija") }
            $0.sender = ParticipantIdentifier("alice")
            $0.type = MessageType("note")
            $0.syntax = .xml
            $0.reason = .discarded
            // The first of them is line 3.
            if $0.event != .undelivered { $0.againOf = DeliveryIdentifier(sequence: 3) }
            if $0.event == .purged {
                $0.delivery = DeliveryIdentifier(sequence: 3)
                $0.receivers = []
            }
        }
        let folders = try trial.spool.folders(of: ParticipantIdentifier(participant))
        let target = place.hasSuffix("discarded.xml") ? folders.refused : folders.waiting
        try target.create(fileName(place), mode: 0o640).write(trial.body[...])
        return try trial.plan()
    }

    private func steps(_ plan: Recovery.Plan) -> [String] {
        plan.moves.map { move in
            switch move.step {
            case .enqueue(let body, _, let receiver, let message): "\(body) to \(receiver.participant) \(message.name)"
            case .setAside(let body, _, _, let name): "\(body) aside \(name)"
            case .resubmit(let body, _, let name): "\(body) anew \(name.fileName)"
            case .pause(let pause, _): "pause \(pause.scope)"
            case .resume(let scope, _): "resume \(scope)"
            case .discard(let body, _): "\(body) removed"
            case .shorten(let number, _): "ledger removed up to \(number)"
            default: "other"
            }
        }
    }

    func testAResentMessageThatIsStillInRefusedIsMovedOn() throws {
        let plan = try undelivered([.undelivered, .resent], body: "000000000003.discarded.xml", of: "alice")
        XCTAssertEqual(steps(plan), ["000000000003.discarded.xml to bob note.000000000001.2.xml"])
        XCTAssertEqual(plan.waiting.count, 0)
    }

    func testAResentMessageThatWasMovedWaitsAndIsNotSetAsideAgain() throws {
        let plan = try undelivered([.undelivered, .resent], body: "note.000000000001.2.xml", of: "bob")
        XCTAssertEqual(steps(plan), [])
        XCTAssertEqual(plan.waiting.map(\.tries), [2])
    }

    func testAResentMessageThatIsUndeliveredOnceMoreIsSetAside() throws {
        let plan = try undelivered(
            [.undelivered, .resent, .undelivered], body: "note.000000000001.2.xml", of: "bob")
        XCTAssertEqual(steps(plan), ["note.000000000001.2.xml aside 000000000005.discarded.xml"])
        XCTAssertEqual(plan.waiting.count, 0)
    }

    func testAHoldBeforeAResendingSaysNothingOfWhatWasResent() throws {
        let plan = try undelivered(
            [.undelivered, .resent], body: "note.000000000001.2.xml", of: "bob", heldBefore: true)
        XCTAssertEqual(steps(plan), [])
        XCTAssertEqual(plan.waiting.map(\.mark), [nil])
    }

    func testAReplayedFileThatIsStillInRefusedIsMovedOn() throws {
        let plan = try undelivered([.undelivered, .replayed], body: "000000000003.discarded.xml", of: "alice")
        XCTAssertEqual(steps(plan), ["000000000003.discarded.xml anew m.anew-3-4.000000000003.discarded.xml"])
    }

    func testAReplayedFileIsInspectedEvenWhereItsFirstRefusalIsNotSettled() throws {
        let ledger = try Ledger(folder: trial.spool.ledger)
        try trial.put(trial.body, "m.again-1-2.a.xml")
        let inode = try XCTUnwrap(try trial.taken.status(of: fileName("m.again-1-2.a.xml"))).inode
        for event in [LedgerRecord.Event.refused, .replayed] {
            var record = LedgerRecord(sequence: ledger.nextSequence, time: ledger.lastTime, event: event)
            record.sender = ParticipantIdentifier("alice")
            record.reason = .unreadable
            if event == .refused { record.sourceInode = inode } else { record.againOf = .init(sequence: 1) }
            ledger.append(record)
        }
        try ledger.commit(time: ledger.lastTime, settled: 0)
        let plan = try trial.plan()
        XCTAssertEqual(plan.undecided.map(\.name), [fileName("m.again-1-2.a.xml")])
        XCTAssertEqual(try trial.names(), ["m.again-1-2.a.xml"])
    }

    func testPausesOfTheLastGroupsAreNotedAgain() throws {
        let ledger = try Ledger(folder: trial.spool.ledger)
        for (event, sender) in [(LedgerRecord.Event.paused, nil), (.paused, "alice"), (.resumed, nil)] {
            var record = LedgerRecord(sequence: ledger.nextSequence, time: ledger.lastTime, event: event)
            record.sender = sender.map { ParticipantIdentifier($0) }
            ledger.append(record)
        }
        try ledger.commit(time: ledger.lastTime, settled: 0)
        XCTAssertEqual(steps(try trial.plan()), ["pause taking in", "pause taking in from alice", "resume taking in"])
    }

    func testAFileWhoseRemovalIsInTheLedgerIsRemoved() throws {
        let plan = try undelivered([.undelivered, .purged], body: "000000000003.discarded.xml", of: "alice")
        XCTAssertEqual(steps(plan), ["000000000003.discarded.xml removed"])
        XCTAssertEqual(plan.moves.map(\.refused), [3], "nobody may take it any more")
    }

    func testASegmentWhoseRemovalIsInTheLedgerIsRemoved() throws {
        let ledger = try Ledger(folder: trial.spool.ledger)
        let day: Int64 = 86_400_000_000_000
        for number in 0..<2 {
            try ledger.commit(time: Timestamp(nanoseconds: Int64(number) * day), settled: ledger.lastSequence)
        }
        var record = LedgerRecord(sequence: 3, time: Timestamp(nanoseconds: 2 * day), event: .shortened)
        record.through = 1
        ledger.append(record)
        try ledger.commit(time: record.time, settled: 2)
        XCTAssertEqual(steps(try trial.plan()), ["ledger removed up to 1"])
        XCTAssertEqual(try trial.plan().moves.map(\.shortened), [1])
        try SealedSegment.removeAll(through: 1, in: trial.spool.ledger)
        XCTAssertEqual(steps(try trial.plan()), [])
    }

    func testAMessageInAPickupFolderWhoseRemovalIsInTheLedgerIsRemoved() throws {
        let ledger = try Ledger(folder: trial.spool.ledger)
        var record = LedgerRecord(sequence: 1, time: ledger.lastTime, event: .purged)
        record.delivery = DeliveryIdentifier(sequence: 1, receiver: 1)
        record.sender = ParticipantIdentifier("alice")
        record.type = MessageType("note")
        record.syntax = .xml
        record.receivers = [ParticipantIdentifier("bob")]
        ledger.append(record)
        try ledger.commit(time: record.time, settled: 0)
        XCTAssertEqual(steps(try trial.plan()), [])
        let pickup = try trial.spool.folders(of: ParticipantIdentifier("bob")).pickup
        try pickup.create(fileName("note.000000000001-2.xml"), mode: 0o640).write(trial.body[...])
        XCTAssertEqual(steps(try trial.plan()), ["note.000000000001-2.xml removed"])
    }

    func testAReceiptWhoseRemovalIsInTheLedgerIsRemovedAndTheMessageIsNot() throws {
        let names = ["000000000001.receipt.json", "processing-feedback.000000000001.xml"]
        let ledger = try Ledger(folder: trial.spool.ledger)
        for name in names {
            var record = LedgerRecord(sequence: ledger.nextSequence, time: ledger.lastTime, event: .purged)
            record.delivery = DeliveryIdentifier(sequence: 1)
            record.receivers = [ParticipantIdentifier("alice")]
            if name.hasPrefix("0") { record.receipt = name } else { record.feedback = name }
            ledger.append(record)
        }
        try ledger.commit(time: ledger.lastTime, settled: 0)
        XCTAssertEqual(steps(try trial.plan()), [])
        let pickup = try trial.spool.folders(of: ParticipantIdentifier("alice")).pickup
        for name in names + ["note.000000000001.xml"] {
            try pickup.create(fileName(name), mode: 0o640).write(trial.body[...])
        }
        XCTAssertEqual(steps(try trial.plan()), names.map { "\($0) removed" })
    }

    func testAFileThatWasRemovedIsNotLookedFor() throws {
        let plan = try undelivered([.undelivered, .purged], body: "000000000004.discarded.xml", of: "alice")
        XCTAssertEqual(steps(plan), [], "another file")
    }
}
