// What a crash leaves between two steps of a commit, and what recovery makes of it.

import Files
import Foundation
import Messages
import Recording
import Spooling
import Support
import XCTest

@testable import Relaying

final class RecoveryTests: XCTestCase {
    private var trial: RecoveryTrial!

    override func setUpWithError() throws { trial = try RecoveryTrial() }
    override func tearDown() { trial.remove() }

    func testAnAcceptedBodyThatIsStillThereIsMovedOn() throws {
        try trial.accept()
        try trial.put(trial.body, "c.t-1")
        let plan = try trial.plan()
        XCTAssertEqual(plan.moves.count, 1)
        XCTAssertTrue(plan.delivered.isEmpty)
        guard case .deliver(let name, _, let receiver, _, _)? = plan.moves.first?.step else {
            return XCTFail("no delivery")
        }
        XCTAssertEqual(name, fileName("c.t-1"))
        XCTAssertEqual(receiver.participant.text, "bob")
    }

    /// Nobody in the table but `carol`.
    private func leaveTheTable() throws {
        try trial.folder.write(
            #"<routes xmlns="urn:luova:routes:1"><system id="carol"/></routes>"#, to: "routes/table.xml")
    }

    func testOfParticipantsThatLeftTheTableNothingIsMadeAndNothingIsLost() throws {
        try trial.accept()
        try trial.put(trial.body, "c.t-1")
        try leaveTheTable()
        try trial.reopen()
        let participants = "\(trial.spool.root.path)/participants"
        for name in ["alice", "bob"] {
            try FileManager.default.removeItem(atPath: "\(participants)/\(name)")
        }
        try FileManager.default.removeItem(atPath: "\(trial.spool.root.path)/taken/bob")
        let plan = try trial.plan()
        XCTAssertEqual(plan.moves.count, 1)
        XCTAssertTrue(plan.delivered.isEmpty)
        for name in ["participants/alice", "participants/bob", "taken/bob"] {
            XCTAssertNil(WholeFile.status("\(trial.spool.root.path)/\(name)"), name)
        }
        let delivery = Delivery(custody: CustodyKeeper(tokens: TokenSource(startedAt: 0)))
        let failed = delivery.carryOut(plan.moves, again: 1).failed
        XCTAssertEqual(failed.map(\.1.cause), [.noSuchFile])
        XCTAssertEqual(try trial.names(), ["c.t-1"])
        // Their folders are back, with a group of their own.
        for name in ["", "/drop", "/pickup"] {
            XCTAssertEqual(mkdir("\(participants)/bob\(name)", 0o755), 0)
        }
        XCTAssertEqual(mkdir("\(trial.spool.root.path)/taken/bob", 0o700), 0)
        let pickup = "\(participants)/bob/pickup"
        if OtherAccount.isReachable { XCTAssertEqual(chown(pickup, 0, OtherAccount.identifier), 0) }
        trial.spool.reopenMissing()
        XCTAssertEqual(delivery.carryOut(failed.map(\.0), again: 1).delivered.map(\.0.sequence), [1])
        let status = try XCTUnwrap(WholeFile.status("\(pickup)/note.000000000001.xml"))
        XCTAssertEqual(status.group, WholeFile.status(pickup)?.group)
    }

    func testAFileThatWasOnItsWayOutOfAFolderThatIsMissingNowIsJudgedAgain() throws {
        try trial.accept { $0.sourceInode = 7 }
        try trial.put(trial.body, "c.t-1")
        try trial.put([1], "x.1.late.xml")
        try trial.reopen()
        let folder = "\(trial.spool.root.path)/participants/alice"
        try FileManager.default.removeItem(atPath: folder)
        try WholeFile.write([], to: folder)
        let plan = try trial.plan()
        XCTAssertEqual(plan.moves.count, 1)
        XCTAssertEqual(plan.undecided.map(\.name), [fileName("x.1.late.xml")], "it is judged from where it is")
    }

    func testAnAcceptedBodyThatIsGoneWasDelivered() throws {
        try trial.accept()
        let plan = try trial.plan()
        XCTAssertTrue(plan.moves.isEmpty)
        XCTAssertEqual(plan.delivered.map(\.0.sequence), [1])
    }

    func testABatchThatGoesOnInPartIsComparedWithWhatWasLeftAndItsFeedbackIsMovedOn() throws {
        for (content, moves, spoiled) in [("<N/>", ["c.t-1", "r.t-2"], nil), ("<N></N>", ["r.t-2"], 1)]
            as [(String, [String], UInt64?)]
        {
            tearDown()
            try setUpWithError()
            try trial.accept {
                $0.digest = Digest(of: "<N><Bad/></N>".utf8)
                $0.delivered = Digest(of: self.trial.body)
                $0.feedback = "r.t-2"
            }
            try trial.put(Array(content.utf8), "c.t-1")
            try trial.put([1], "r.t-2")
            try trial.put([2], "r.t-3")
            let plan = try trial.plan()
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
            XCTAssertFalse(try trial.names().contains("r.t-3"), "no line speaks of it")
        }
    }

    func testABodyThatIsNotWhatWasAcceptedIsNeitherDeliveredNorRemovedNorForgotten() throws {
        try trial.accept()
        try trial.put(Array("<X/>".utf8), "c.t-1")
        let plan = try trial.plan()
        XCTAssertTrue(plan.moves.isEmpty)
        XCTAssertTrue(plan.delivered.isEmpty)
        XCTAssertEqual(plan.spoiled, 1, "it is looked at again at the next start")
        XCTAssertEqual(plan.words.count, 1)
        XCTAssertEqual(try trial.names(), ["c.t-1"])
    }

    func testWhatNobodyDecidedIsRemovedIfItIsACopyAndInspectedAgainIfItIsAnOriginal() throws {
        try trial.put(trial.body, "c.t-7")
        try trial.put(trial.body, "r.t-8")
        try trial.put(trial.body, "m.t-9.name.xml")
        let plan = try trial.plan()
        XCTAssertEqual(try trial.names(), ["m.t-9.name.xml"])
        XCTAssertEqual(plan.undecided.map(\.name), [fileName("m.t-9.name.xml")])
    }

    func testAClaimedOriginalThatNobodyDecidedGoesBackToTheDrop() throws {
        try trial.put(trial.body, "x.t-5.name.xml")
        _ = try trial.plan()
        XCTAssertEqual(try trial.names(), [])
        let drop = try trial.spool.folders(of: ParticipantIdentifier("alice")).drop
        XCTAssertEqual(try TemporaryFolder.names(in: drop), ["name.xml"])
    }

    func testAnOriginalWhoseNameWasCutIsJudgedAgainAndNotLeftUnderWhatIsLeftOfIt() throws {
        let name = "x.1." + String(repeating: "a", count: FileName.longest - 9) + ".part"
        try trial.put(trial.body, name)
        XCTAssertEqual(try trial.plan().undecided.map(\.name), [fileName(name)])
        XCTAssertEqual(try TemporaryFolder.names(in: trial.spool.folders(of: ParticipantIdentifier("alice")).drop), [])
    }
}
