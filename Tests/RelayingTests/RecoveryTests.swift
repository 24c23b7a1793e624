// What a crash leaves between two steps of a commit, and what recovery makes of it.

import Files
import Messages
import Recording
import Routing
import Spooling
import Support
import XCTest

@testable import Relaying

final class RecoveryTests: XCTestCase {
    private var folder: TemporaryFolder!
    private var spool: Spool!
    private let body = Array("<N/>".utf8)

    override func setUpWithError() throws {
        folder = try TemporaryFolder()
        _ = try folder.makeFolder("routes")
        try folder.write(
            #"<routes xmlns="urn:luova:routes:1"><partner id="alice"/><system id="bob"/></routes>"#,
            to: "routes/table.xml")
        spool = try XCTUnwrap(try Spool.open(path: folder.path(of: "spool")))
    }

    override func tearDown() {
        spool = nil
        folder.remove()
    }

    private var taken: Directory { get throws { try spool.folders(of: ParticipantIdentifier("alice")).taken } }

    private func names() throws -> [String] { try TemporaryFolder.names(in: taken) }

    private func put(_ bytes: [UInt8], _ name: String) throws {
        try taken.create(fileName(name), mode: 0o640).write(bytes[...])
    }

    /// Commits one acceptance whose body is `c.t-1`, and nothing after it.
    private func accept(_ fill: (inout LedgerRecord) -> Void = { _ in }) throws {
        let ledger = try Ledger(folder: spool.ledger)
        let time = Timestamp(nanoseconds: Clock.realtime())
        var record = LedgerRecord(sequence: ledger.nextSequence, time: time, event: .accepted)
        record.sender = ParticipantIdentifier("alice")
        record.receivers = [ParticipantIdentifier("bob")]
        record.type = MessageType("note")
        record.syntax = .xml
        record.route = RouteIdentifier("r")
        record.messageID = Array("n-1".utf8)
        record.digest = Digest(of: body)
        record.taken = ["c.t-1"]
        fill(&record)
        ledger.append(record)
        try ledger.commit(time: time, settled: 0)
    }

    private func plan() throws -> Recovery.Plan {
        let table = try RoutingTable.load(folder: folder.path(of: "routes"))
        var recovery = Recovery(spool: spool, table: table, settled: 0)
        return try recovery.makePlan()
    }

    func testAnAcceptedBodyThatIsStillThereIsMovedOn() throws {
        try accept()
        try put(body, "c.t-1")
        let plan = try plan()
        XCTAssertEqual(plan.moves.count, 1)
        XCTAssertTrue(plan.delivered.isEmpty)
        guard case .deliver(let name, _, let receiver, _, _)? = plan.moves.first?.step else {
            return XCTFail("no delivery")
        }
        XCTAssertEqual(name, fileName("c.t-1"))
        XCTAssertEqual(receiver.participant.text, "bob")
    }

    func testAnAcceptedBodyThatIsGoneWasDelivered() throws {
        try accept()
        let plan = try plan()
        XCTAssertTrue(plan.moves.isEmpty)
        XCTAssertEqual(plan.delivered.map(\.0.sequence), [1])
    }

    func testABatchThatGoesOnInPartIsComparedWithWhatWasLeftAndItsFeedbackIsMovedOn() throws {
        for (content, moves, spoiled) in [("<N/>", ["c.t-1", "r.t-2"], nil), ("<N></N>", ["r.t-2"], 1)]
            as [(String, [String], UInt64?)]
        {
            tearDown()
            try setUpWithError()
            try accept {
                $0.digest = Digest(of: "<N><Bad/></N>".utf8)
                $0.delivered = Digest(of: self.body)
                $0.feedback = "r.t-2"
            }
            try put(Array(content.utf8), "c.t-1")
            try put([1], "r.t-2")
            try put([2], "r.t-3")
            let plan = try plan()
            let names = plan.moves.compactMap { move -> String? in
                switch move.step {
                case .deliver(let body, _, _, let name, _):
                    XCTAssertEqual(name.description, "note.000000000001.xml")
                    return body.description
                case .tell(let body, _, let to, let name):
                    XCTAssertEqual(name.description, "processing-feedback.000000000001.xml")
                    XCTAssertEqual(to.participant.text, "alice")
                    return body.description
                default: return nil
                }
            }
            XCTAssertEqual(names, moves, content)
            XCTAssertEqual(plan.spoiled, spoiled)
            XCTAssertFalse(try self.names().contains("r.t-3"), "no line speaks of it")
        }
    }

    /// Commits one acceptance, and what was said about it since; its body waits under a name.
    private func wait(
        _ name: String, _ events: [(LedgerRecord.Event, tries: Int)], by who: Operator? = nil
    ) throws -> Recovery.Plan {
        try folder.write(
            """
            <routes xmlns="urn:luova:routes:1"><partner id="alice"/>
            <system id="bob"><program path="/bin/true"/></system></routes>
            """, to: "routes/table.xml")
        try accept()
        let ledger = try Ledger(folder: spool.ledger)
        for (event, tries) in events {
            var record = LedgerRecord(sequence: ledger.nextSequence, time: ledger.lastTime, event: event)
            record.delivery = DeliveryIdentifier(sequence: 1)
            record.receivers = [ParticipantIdentifier("bob")]
            record.attempt = tries
            record.by = who
            ledger.append(record)
        }
        try ledger.commit(time: ledger.lastTime, settled: 0)
        try spool.folders(of: ParticipantIdentifier("bob")).waiting.create(fileName(name), mode: 0o640)
            .write(body[...])
        return try plan()
    }

    /// The names that marks are planned to be.
    private func marks(_ plan: Recovery.Plan) -> [String] {
        plan.moves.compactMap { move in
            if case .mark(let name, _, let new) = move.step { return "\(name) \(new)" }
            return nil
        }
    }

    func testAMessageThatWasStartedAndOfWhichNothingIsKnownIsInDoubt() throws {
        let plan = try wait("note.000000000001.1.started.xml", [(.started, 1)])
        XCTAssertEqual(marks(plan), [])
        XCTAssertEqual(plan.waiting.map(\.mark), [.started])
        XCTAssertEqual(plan.waiting.map(\.tries), [1])
    }

    func testARecordedDoubtIsFinishedAndNotRecordedAgain() throws {
        let plan = try wait("note.000000000001.1.started.xml", [(.started, 1), (.held, 1)])
        XCTAssertEqual(marks(plan), ["note.000000000001.1.started.xml note.000000000001.1.held.xml"])
        XCTAssertEqual(plan.waiting.map(\.mark), [.held])
    }

    func testAFailureToStartIsFinishedSoThatItIsTriedAgain() throws {
        let plan = try wait("note.000000000001.1.started.xml", [(.started, 1), (.deferred, 1)])
        XCTAssertEqual(marks(plan), ["note.000000000001.1.started.xml note.000000000001.1.xml"])
        XCTAssertEqual(plan.waiting.map(\.mark), [nil])
    }

    func testAReleaseIsFinishedAlsoBehindTheDoubtBeforeIt() throws {
        let plan = try wait("note.000000000001.1.started.xml", [(.started, 1), (.held, 1), (.released, 1)])
        XCTAssertEqual(
            marks(plan),
            [
                "note.000000000001.1.started.xml note.000000000001.1.held.xml",
                "note.000000000001.1.held.xml note.000000000001.1.xml",
            ])
        XCTAssertEqual(plan.waiting.map(\.mark), [nil])
    }

    func testWhatAnOperatorHoldsIsNotInDoubt() throws {
        let plan = try wait("note.000000000001.1.held.xml", [(.held, 1)], by: Operator(user: 7, name: "maija"))
        XCTAssertEqual(marks(plan), ["note.000000000001.1.held.xml note.000000000001.1.stopped.xml"])
        XCTAssertEqual(plan.waiting.map(\.mark), [.stopped])
    }

    func testAnOperatorsHoldIsFinishedWhereTheNameDoesNotSayItYet() throws {
        let plan = try wait("note.000000000001.1.xml", [(.held, 1)], by: Operator(user: 7, name: "maija"))
        XCTAssertEqual(marks(plan), ["note.000000000001.1.xml note.000000000001.1.stopped.xml"])
        XCTAssertEqual(plan.waiting.map(\.mark), [.stopped])
    }

    func testAnOperatorsHoldThatWasReleasedIsNone() throws {
        let plan = try wait(
            "note.000000000001.1.xml", [(.held, 1), (.released, 1)], by: Operator(user: 7, name: "maija"))
        XCTAssertEqual(marks(plan).last, "note.000000000001.1.stopped.xml note.000000000001.1.xml")
        XCTAssertEqual(plan.waiting.map(\.mark), [nil])
    }

    func testAHoldBeforeAResendingSaysNothingOfWhatWasResent() throws {
        let plan = try undelivered(
            [.undelivered, .resent], body: "note.000000000001.2.xml", of: "bob", heldBefore: true)
        XCTAssertEqual(steps(plan), [])
        XCTAssertEqual(plan.waiting.map(\.mark), [nil])
    }

    /// An undelivered message with what was said of it since, and where its body is.
    private func undelivered(
        _ events: [LedgerRecord.Event], body place: String, of participant: String, heldBefore: Bool = false
    ) throws -> Recovery.Plan {
        try folder.write(
            """
            <routes xmlns="urn:luova:routes:1"><partner id="alice"/>
            <system id="bob"><program path="/bin/true"/></system></routes>
            """, to: "routes/table.xml")
        try accept()
        let ledger = try Ledger(folder: spool.ledger)
        if heldBefore {
            var record = LedgerRecord(sequence: ledger.nextSequence, time: ledger.lastTime, event: .held)
            record.delivery = DeliveryIdentifier(sequence: 1)
            record.receivers = [ParticipantIdentifier("bob")]
            record.attempt = 2
            record.by = Operator(user: 7, name: "maija")
            ledger.append(record)
        }
        for event in events {
            var record = LedgerRecord(sequence: ledger.nextSequence, time: ledger.lastTime, event: event)
            record.delivery = DeliveryIdentifier(sequence: 1)
            record.sender = ParticipantIdentifier("alice")
            record.receivers = [ParticipantIdentifier("bob")]
            record.type = MessageType("note")
            record.syntax = .xml
            record.reason = .discarded
            record.attempt = 2
            // The first of them is line 3.
            if event != .undelivered { record.againOf = DeliveryIdentifier(sequence: 3) }
            ledger.append(record)
        }
        try ledger.commit(time: ledger.lastTime, settled: 0)
        let folders = try spool.folders(of: ParticipantIdentifier(participant))
        let target = place.hasSuffix("discarded.xml") ? folders.refused : folders.waiting
        try target.create(fileName(place), mode: 0o640).write(body[...])
        return try plan()
    }

    private func steps(_ plan: Recovery.Plan) -> [String] {
        plan.moves.map { move in
            switch move.step {
            case .enqueue(let body, _, let receiver, let message): "\(body) to \(receiver.participant) \(message.name)"
            case .setAside(let body, _, _, let name): "\(body) aside \(name)"
            case .resubmit(let body, _, let name): "\(body) anew \(name.fileName)"
            case .pause(let pause, _): "pause \(pause.scope)"
            case .resume(let scope, _): "resume \(scope)"
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

    func testAReplayedFileThatIsStillInRefusedIsMovedOn() throws {
        let plan = try undelivered([.undelivered, .replayed], body: "000000000003.discarded.xml", of: "alice")
        XCTAssertEqual(steps(plan), ["000000000003.discarded.xml anew m.anew-3-4.000000000003.discarded.xml"])
    }

    func testAReplayedFileIsInspectedEvenWhereItsFirstRefusalIsNotSettled() throws {
        let ledger = try Ledger(folder: spool.ledger)
        try put(body, "m.again-1-2.a.xml")
        let inode = try XCTUnwrap(try taken.status(of: fileName("m.again-1-2.a.xml"))).inode
        for event in [LedgerRecord.Event.refused, .replayed] {
            var record = LedgerRecord(sequence: ledger.nextSequence, time: ledger.lastTime, event: event)
            record.sender = ParticipantIdentifier("alice")
            record.reason = .unreadable
            if event == .refused { record.sourceInode = inode } else { record.againOf = .init(sequence: 1) }
            ledger.append(record)
        }
        try ledger.commit(time: ledger.lastTime, settled: 0)
        let plan = try plan()
        XCTAssertEqual(plan.undecided.map(\.name), [fileName("m.again-1-2.a.xml")])
        XCTAssertEqual(try names(), ["m.again-1-2.a.xml"])
    }

    func testPausesOfTheLastGroupsAreNotedAgain() throws {
        let ledger = try Ledger(folder: spool.ledger)
        for (event, sender) in [(LedgerRecord.Event.paused, nil), (.paused, "alice"), (.resumed, nil)] {
            var record = LedgerRecord(sequence: ledger.nextSequence, time: ledger.lastTime, event: event)
            record.sender = sender.map { ParticipantIdentifier($0) }
            ledger.append(record)
        }
        try ledger.commit(time: ledger.lastTime, settled: 0)
        XCTAssertEqual(steps(try plan()), ["pause taking in", "pause taking in from alice", "resume taking in"])
    }

    func testAnEarlierTrySaysNothingOfALaterOne() throws {
        let plan = try wait("note.000000000001.2.started.xml", [(.started, 1), (.deferred, 1), (.started, 2)])
        XCTAssertEqual(marks(plan), [])
        XCTAssertEqual(plan.waiting.map(\.mark), [.started])
    }

    /// Says something of the first delivery, in a group of its own.
    private func add(_ event: LedgerRecord.Event) throws {
        let ledger = try Ledger(folder: spool.ledger)
        var record = LedgerRecord(sequence: ledger.nextSequence, time: ledger.lastTime, event: event)
        record.delivery = DeliveryIdentifier(sequence: 1)
        record.receivers = [ParticipantIdentifier("bob")]
        ledger.append(record)
        try ledger.commit(time: ledger.lastTime, settled: 0)
    }

    private func putWaiting(_ name: String) throws {
        try spool.folders(of: ParticipantIdentifier("bob")).waiting.create(fileName(name), mode: 0o640)
            .write(body[...])
    }

    func testWhatWasAcceptedOutsideItsWindowWaitsWhateverTimeItIsNow() throws {
        try accept { $0.opens = Timestamp(nanoseconds: 0) }
        try put(body, "c.t-1")
        let plan = try plan()
        guard case .enqueue(_, _, let receiver, let message)? = plan.moves.first?.step else {
            return XCTFail("it does not wait")
        }
        XCTAssertEqual(receiver.participant.text, "bob")
        XCTAssertEqual(message.opens, Timestamp(nanoseconds: 0))
        XCTAssertTrue(plan.delivered.isEmpty)
    }

    func testWhatWaitsForItsWindowIsNotDelivered() throws {
        try accept { $0.opens = Timestamp(nanoseconds: 0) }
        try putWaiting("note.000000000001.0.xml")
        let plan = try plan()
        XCTAssertTrue(plan.moves.isEmpty)
        XCTAssertTrue(plan.delivered.isEmpty)
        XCTAssertEqual(plan.waiting.map(\.delivery.sequence), [1])
        XCTAssertEqual(plan.waiting.map(\.opens), [Timestamp(nanoseconds: 0)])
    }

    func testWhatHasOpenedAndWaitsStillIsMovedOnOnce() throws {
        try accept { $0.opens = Timestamp(nanoseconds: 0) }
        try add(.opened)
        try putWaiting("note.000000000001.0.xml")
        let plan = try plan()
        XCTAssertTrue(plan.waiting.isEmpty, "nobody is to open it once more")
        XCTAssertTrue(plan.delivered.isEmpty)
        guard case .deliver(let body, _, let receiver, let name, let delivery)? = plan.moves.first?.step else {
            return XCTFail("it is not delivered")
        }
        XCTAssertEqual(body, fileName("note.000000000001.0.xml"))
        XCTAssertEqual(name, fileName("note.000000000001.xml"))
        XCTAssertEqual(receiver.participant.text, "bob")
        XCTAssertEqual(delivery.sequence, 1)
        XCTAssertEqual(plan.moves.map(\.sequence), [3], "it is settled when the line of its opening is")
    }

    func testWhatHasOpenedAndIsGoneWasDelivered() throws {
        try accept { $0.opens = Timestamp(nanoseconds: 0) }
        try add(.opened)
        XCTAssertEqual(try plan().delivered.map(\.0.sequence), [1])
        try add(.delivered)
        XCTAssertTrue(try plan().delivered.isEmpty)
    }

    func testWhatHasOpenedAndIsNotEvenWaitingYetWaits() throws {
        try accept { $0.opens = Timestamp(nanoseconds: 0) }
        try add(.opened)
        try put(body, "c.t-1")
        let plan = try plan()
        XCTAssertTrue(plan.delivered.isEmpty)
        guard case .enqueue? = plan.moves.first?.step else { return XCTFail("it does not wait") }
        XCTAssertEqual(plan.moves.count, 1)
    }

    func testABodyThatIsNotWhatWasAcceptedIsNeitherDeliveredNorRemovedNorForgotten() throws {
        try accept()
        try put(Array("<X/>".utf8), "c.t-1")
        let plan = try plan()
        XCTAssertTrue(plan.moves.isEmpty)
        XCTAssertTrue(plan.delivered.isEmpty)
        XCTAssertEqual(plan.spoiled, 1, "it is looked at again at the next start")
        XCTAssertEqual(plan.words.count, 1)
        XCTAssertEqual(try names(), ["c.t-1"])
    }

    func testWhatNobodyDecidedIsRemovedIfItIsACopyAndInspectedAgainIfItIsAnOriginal() throws {
        try put(body, "c.t-7")
        try put(body, "r.t-8")
        try put(body, "m.t-9.name.xml")
        let plan = try plan()
        XCTAssertEqual(try names(), ["m.t-9.name.xml"])
        XCTAssertEqual(plan.undecided.map(\.name), [fileName("m.t-9.name.xml")])
    }

    func testAClaimedOriginalThatNobodyDecidedGoesBackToTheDrop() throws {
        try put(body, "x.t-5.name.xml")
        _ = try plan()
        XCTAssertEqual(try names(), [])
        let drop = try spool.folders(of: ParticipantIdentifier("alice")).drop
        XCTAssertEqual(try TemporaryFolder.names(in: drop), ["name.xml"])
    }
}
