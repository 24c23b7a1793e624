// What a crash leaves between two steps of a commit, and what recovery makes of it.

import Files
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
}
