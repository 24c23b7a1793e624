// When an alarm is raised, when it is not, and what keeps one that is on.

import Files
import Messages
import Recording
import Relaying
import Routing
import XCTest

@testable import Operating

final class AlarmRulesTests: XCTestCase {
    private let bob = ParticipantIdentifier("bob")
    private let alice = ParticipantIdentifier("alice")

    func testAQuietServiceRaisesNothing() throws {
        XCTAssertEqual(try SnapshotTrial().findings(), [:])
    }

    func testAReceiverIsDownAfterFailuresInARow() throws {
        let trial = try SnapshotTrial(service: #"alarm-failures="4""#)
        let key = Alarm.Key(.receiverDown, "bob")
        for (failures, isRaised, isKept) in [(1, false, false), (2, false, true), (4, true, true)] {
            var queue = Observation.Queue()
            queue.failures = failures
            queue.waiting = 3
            trial.observation.queues = [bob: queue]
            XCTAssertEqual(trial.raised(.receiverDown, "bob") != nil, isRaised, "\(failures)")
            XCTAssertEqual(trial.findings()[key] != nil, isKept, "\(failures)")
        }
    }

    func testAReceiverIsDownWhenAMessageThatIsDueWaitsTooLong() throws {
        let trial = try SnapshotTrial(service: #"alarm-waiting-age="10min""#)
        var queue = Observation.Queue()
        queue.waiting = 1
        queue.oldest = SnapshotTrial.ago(3_600)
        trial.observation.queues = [bob: queue]
        XCTAssertEqual(trial.findings(), [:], "it is not due yet")
        queue.oldestDue = SnapshotTrial.ago(599)
        trial.observation.queues = [bob: queue]
        XCTAssertEqual(trial.findings(), [Alarm.Key(.receiverDown, "bob"): .lingering])
        queue.oldestDue = SnapshotTrial.ago(601)
        trial.observation.queues = [bob: queue]
        XCTAssertTrue(try XCTUnwrap(trial.raised(.receiverDown, "bob")).contains("waited 10 min 1 s"))
    }

    func testADropFolderIsOldAndNotJustAfterAStart() throws {
        let trial = try SnapshotTrial(service: #"alarm-drop-age="1min""#)
        trial.observation.drops = [alice: .init(count: 7, oldest: SnapshotTrial.ago(61))]
        XCTAssertTrue(try XCTUnwrap(trial.raised(.dropOld, "alice")).contains("with 7 in all"))
        trial.observation.startedAt = SnapshotTrial.ago(119)
        XCTAssertNil(trial.raised(.dropOld, "alice"))
        XCTAssertEqual(trial.findings(), [Alarm.Key(.dropOld, "alice"): .lingering], "one that is on stays on")
        trial.observation.startedAt = SnapshotTrial.ago(120)
        XCTAssertNotNil(trial.raised(.dropOld, "alice"))
    }

    func testWhatAnOperatorHasPausedRaisesNothingAndEndsNothing() throws {
        let trial = try SnapshotTrial(service: #"alarm-waiting-age="10min" alarm-failures="4" alarm-drop-age="1min""#)
        var queue = Observation.Queue()
        queue.failures = 9
        queue.oldestDue = SnapshotTrial.ago(3_600)
        queue.isPaused = true
        trial.observation.queues = [bob: queue]
        trial.observation.drops = [alice: .init(count: 7, oldest: SnapshotTrial.ago(3_600), isPaused: true)]
        XCTAssertEqual(
            trial.findings(),
            [Alarm.Key(.receiverDown, "bob"): .lingering, Alarm.Key(.dropOld, "alice"): .lingering])
    }

    func testWhatWaitedDuringAPauseHasHadNoChanceBeforeItsEnd() throws {
        let trial = try SnapshotTrial(service: #"alarm-waiting-age="10min" alarm-drop-age="1min""#)
        let down = Alarm.Key(.receiverDown, "bob")
        let old = Alarm.Key(.dropOld, "alice")
        var queue = Observation.Queue()
        queue.waiting = 1
        queue.oldestDue = SnapshotTrial.ago(7_200)
        trial.observation.queues = [bob: queue]
        trial.observation.drops = [alice: .init(count: 1, oldest: SnapshotTrial.ago(7_200))]
        func begin(_ resumed: [PauseScope: Int64]) -> [Bool] {
            trial.observation.resumed = resumed.mapValues(SnapshotTrial.ago)
            let now = trial.findings()
            trial.observation.resumed = [:]
            XCTAssertEqual(
                trial.findings(resumed: resumed.mapValues(SnapshotTrial.ago)), now, "the same after another start")
            XCTAssertEqual(Set(now.keys), [down, old], "one that was on before the pause is not over by its end")
            return [down, old].map { now[$0] != .lingering }
        }
        XCTAssertEqual(begin([:]), [true, true])
        XCTAssertEqual(begin([.handing(to: bob): 599, .takingFrom(alice): 59]), [false, false])
        XCTAssertEqual(begin([.handing(to: bob): 601, .takingFrom(alice): 61]), [true, true])
        XCTAssertEqual(begin([.handing(to: alice): 1, .takingFrom(bob): 1]), [true, true], "others were paused")
        XCTAssertEqual(begin([.taking: 59, .takingFrom(alice): 61]), [true, false], "the later end counts")
        XCTAssertEqual(begin([.taking: 61, .takingFrom(alice): 59]), [true, false])
        XCTAssertEqual(begin([.taking: 9_000, .handing(to: bob): 9_000]), [true, true], "that was before they came")
        XCTAssertEqual(begin([.taking: -60, .handing(to: bob): -60]), [true, true], "the clock was set back")
    }

    func testThatAPauseIsOverRaisesNothingWhereNothingWaits() throws {
        let trial = try SnapshotTrial()
        trial.observation.queues = [bob: Observation.Queue()]
        trial.observation.resumed = [.handing(to: bob): SnapshotTrial.ago(9_000)]
        XCTAssertEqual(trial.findings(), [:])
    }

    func testADiskIsLowUntilAQuarterMoreIsFree() throws {
        let trial = try SnapshotTrial(service: #"alarm-free="100MB""#)
        func finding(_ free: Int64) -> AlarmFinding? {
            trial.observation.space = FileSystemSpace(bytes: 1_000_000_000, freeBytes: free)
            return trial.findings()[Alarm.Key(.diskLow, "spool")]
        }
        XCTAssertNil(finding(125_000_000))
        XCTAssertEqual(finding(124_999_999), .lingering)
        XCTAssertEqual(finding(100_000_000), .lingering)
        guard case .raised = finding(99_999_999) else { return XCTFail("not raised") }
    }

    func testRefusalsAreManyByShareAndByNumber() throws {
        let trial = try SnapshotTrial(service: #"alarm-refusals="20%" alarm-refusals-least="10""#)
        func finding(_ refused: UInt64, of decided: UInt64) -> AlarmFinding? {
            trial.findings(hour: [alice: .init(decided: decided, refused: refused)])[Alarm.Key(.refusals, "alice")]
        }
        XCTAssertNil(finding(4, of: 4), "too few")
        XCTAssertEqual(finding(9, of: 9), .lingering)
        XCTAssertEqual(finding(10, of: 50), .lingering, "a share of 20 % is not above 20 %")
        guard case .raised = finding(10, of: 49) else { return XCTFail("not raised") }
        XCTAssertNil(finding(10, of: 100), "half of the share is over")
    }

    func testASenderIsSilentByTheTimeThatIsOpen() throws {
        let trial = try SnapshotTrial(rules: #"expect="weekdays 11:00-20:00 every 30min""#)
        let key = "alice/r"
        XCTAssertNotNil(trial.raised(.partnerSilent, key), "since the opening, an hour ago, nothing came")
        trial.count(.refused, sender: "alice", reason: .invalid, ago: 1_801)
        XCTAssertNil(trial.raised(.partnerSilent, key), "30 minutes are allowed, and a refused file was heard")
        let other = try SnapshotTrial(rules: #"expect="weekdays 11:00-20:00 every 30min""#)
        other.count(.accepted, sender: "alice", ago: 1_861)
        XCTAssertTrue(try XCTUnwrap(other.raised(.partnerSilent, key)).contains("for 31 min 1 s"))
        let closed = try SnapshotTrial(rules: #"expect="sat,sun 00:00-24:00 every 1h""#)
        XCTAssertNil(
            closed.raised(.partnerSilent, key), "it is Wednesday, and more than an hour since Sunday is unknown")
    }

    func testSilenceBeforeWhatIsKnownDoesNotCount() throws {
        let trial = try SnapshotTrial(rules: #"expect="daily 00:00-24:00 every 1h""#)
        let key = Alarm.Key(.partnerSilent, "alice/r")
        XCTAssertEqual(trial.findings(since: SnapshotTrial.ago(3_000)), [key: .lingering])
        guard case .raised = trial.findings(since: SnapshotTrial.ago(3_700))[key] else { return XCTFail("not raised") }
    }

    func testASilenceThatIsOnStaysOnThroughAStart() throws {
        let trial = try SnapshotTrial(rules: #"expect="daily 00:00-24:00 every 1h""#)
        let key = Alarm.Key(.partnerSilent, "alice/r")
        trial.observation.startedAt = SnapshotTrial.ago(119)
        XCTAssertEqual(trial.findings(), [key: .lingering], "just after a start nothing begins, and nothing is over")
        trial.count(.accepted, sender: "alice", ago: 3_700)
        XCTAssertEqual(trial.findings(), [key: .lingering], "what is heard of is too old to end it")
        trial.count(.accepted, sender: "alice", ago: 3_500)
        XCTAssertEqual(trial.findings(), [:])
        // Longer than a start looks back: what it does not know is no reason to call it over.
        let long = try SnapshotTrial(rules: #"expect="daily 00:00-24:00 every 3d""#)
        XCTAssertEqual(long.findings(), [key: .lingering])
        long.count(.refused, sender: "alice", reason: .invalid, ago: 86_000)
        XCTAssertEqual(long.findings(), [:])
    }

    func testNothingIsExpectedOnARouteThatIsNotInForce() throws {
        let rules = #"expect="daily 00:00-24:00 every 1h""#
        XCTAssertNotNil(
            try SnapshotTrial(rules: rules + #" until-date="2026-11-25""#).raised(.partnerSilent, "alice/r"))
        XCTAssertNil(try SnapshotTrial(rules: rules + #" until-date="2026-11-24""#).raised(.partnerSilent, "alice/r"))
        XCTAssertNil(try SnapshotTrial(rules: rules + #" from-date="2026-11-26""#).raised(.partnerSilent, "alice/r"))
    }

    func testAnAgreementEndsSoonOrHasEndedLately() throws {
        func text(_ until: String) throws -> String? {
            try SnapshotTrial(
                #"<agreement id="A" partner="alice" from="2020-01-01" until="\#(until)"/>"#,
                rules: #"agreement="A""#
            ).raised(.agreementEnding, "A")
        }
        XCTAssertNil(try text("2026-12-26"))
        XCTAssertTrue(try XCTUnwrap(try text("2026-12-25")).contains("ends on 2026-12-25"))
        XCTAssertTrue(try XCTUnwrap(try text("2026-11-24")).contains("has ended on 2026-11-24"))
        XCTAssertNil(try text("2026-10-25"))
        XCTAssertNil(
            try SnapshotTrial(#"<agreement id="A" partner="alice" from="2020-01-01" until="2026-11-26"/>"#)
                .raised(.agreementEnding, "A"), "no row rests on it")
    }

    func testFaultsAreAlarmsByTheirNames() throws {
        let trial = try SnapshotTrial()
        trial.observation.faults = [
            StandingFault(name: "space", participant: nil, since: SnapshotTrial.now, text: "full", pausesTaking: true),
            StandingFault(
                name: "folder", participant: alice, since: SnapshotTrial.now, text: "gone", pausesTaking: false),
        ]
        XCTAssertEqual(
            trial.findings(),
            [Alarm.Key(.fault, "space"): .raised("full"), Alarm.Key(.fault, "folder/alice"): .raised("gone")])
    }
}
