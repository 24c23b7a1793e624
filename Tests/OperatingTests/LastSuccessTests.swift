// The last time that it went well, of each.

import Messages
import Recording
import XCTest

@testable import Operating

final class LastSuccessTests: XCTestCase {
    func testOnlyWhatWentWellCountsAndTheLatestOfAllKinds() throws {
        let trial = try SnapshotTrial()
        trial.count(.accepted, sender: "alice", ago: 50)
        trial.count(.accepted, sender: "alice", ago: 20)
        trial.count(.refused, sender: "alice", reason: .invalid, ago: 5)
        trial.count(.refused, sender: "carol", reason: .invalid, ago: 5)
        trial.count(.delivered, receiver: "bob", ago: 30)
        trial.count(.deferred, receiver: "bob", ago: 1)
        let last = LastSuccess(trial.tally)
        XCTAssertEqual(last.accepted, [ParticipantIdentifier("alice"): SnapshotTrial.ago(20)])
        XCTAssertEqual(last.delivered, [ParticipantIdentifier("bob"): SnapshotTrial.ago(30)])
    }
}
