// What an operator is told is so.

import Dispatch
import Files
import Messages
import Recording
import Spooling
import Support
import Synchronization
import XCTest

@testable import Relaying

final class RelayOperatingTests: XCTestCase {
    func testWhoIsToldThatNothingIsHandedOnToAReceiverCanRelyOnIt() throws {
        let trial = try RelayTrial(drains: false)
        defer { trial.remove() }
        let (relay, programs) = (trial.relay, trial.programs)
        let bob = ParticipantIdentifier("bob")
        let outcomes = Mutex<[OperatorOutcome]>([])
        let isAnswered = DispatchSemaphore(value: 0)
        let goesOn = DispatchSemaphore(value: 0)
        programs.queue.async { goesOn.wait() }
        relay.carryOut([.pause(.handing(to: bob))], by: Intervention(by: Operator(user: 0, name: "root"), comment: nil))
        { found in
            outcomes.withLock { $0 = found }
            isAnswered.signal()
        }
        XCTAssertTrue(eventually(within: 60) { relay.control.sync { !relay.pauses.isEmpty } })
        XCTAssertEqual(outcomes.withLock { $0.count }, 0, "programs do not know it yet")
        goesOn.signal()
        XCTAssertEqual(isAnswered.wait(timeout: .now() + 60), .success)
        XCTAssertEqual(outcomes.withLock { $0.count }, 1)
        XCTAssertTrue(programs.queue.sync { programs.paused.contains(bob) })
    }

    func testNoGroupIsWaitedForWhileTakingIsPaused() throws {
        let trial = try RelayTrial(drains: false)
        defer { trial.remove() }
        let relay = trial.relay
        let commits = try XCTUnwrap(relay.commits)
        commits.fill(to: 100)
        let isAnswered = DispatchSemaphore(value: 0)
        relay.carryOut([.pause(.taking)], by: Intervention(by: Operator(user: 0, name: "root"), comment: nil)) { _ in
            isAnswered.signal()
        }
        XCTAssertEqual(isAnswered.wait(timeout: .now() + 60), .success)
        relay.control.sync { relay.dispatch() }
        XCTAssertEqual(commits.inbox.withLock { $0.mostWanted }, 0)
    }

    func testWhatIsPausedIsSeenToBe() throws {
        let trial = try RelayTrial(drains: false)
        defer { trial.remove() }
        let relay = trial.relay
        let (alice, bob) = (ParticipantIdentifier("alice"), ParticipantIdentifier("bob"))
        _ = try relay.control.sync { try relay.backlog.add(Work(sender: alice, name: XCTUnwrap(FileName("m.xml")))) }
        func observed() throws -> [Bool?] {
            let found = Mutex<[Bool?]?>(nil)
            relay.observe { seen in
                found.withLock { $0 = [seen.drops[alice]?.isPaused, seen.queues[bob]?.isPaused] }
            }
            XCTAssertTrue(eventually(within: 60) { found.withLock { $0 != nil } })
            return try XCTUnwrap(found.withLock { $0 })
        }
        XCTAssertEqual(try observed(), [false, false])
        let isAnswered = DispatchSemaphore(value: 0)
        let by = Intervention(by: Operator(user: 0, name: "root"), comment: nil)
        for (scopes, expected) in [
            ([PauseScope.takingFrom(alice), .handing(to: bob)], [true, true]), ([.taking], [true, true]),
        ] {
            relay.carryOut(scopes.map { .pause($0) }, by: by) { _ in isAnswered.signal() }
            XCTAssertEqual(isAnswered.wait(timeout: .now() + 60), .success)
            XCTAssertEqual(try observed(), expected)
        }
        relay.carryOut([.resume(.takingFrom(alice)), .resume(.handing(to: bob))], by: by) { _ in isAnswered.signal() }
        XCTAssertEqual(isAnswered.wait(timeout: .now() + 60), .success)
        XCTAssertEqual(try observed(), [true, false], "nothing at all is taken")
    }

    func testWhenSomethingGoesOnIsSeen() throws {
        let trial = try RelayTrial(drains: false)
        defer { trial.remove() }
        let relay = trial.relay
        let by = Intervention(by: Operator(user: 0, name: "root"), comment: nil)
        let scopes = [
            PauseScope.taking, .takingFrom(ParticipantIdentifier("alice")), .handing(to: ParticipantIdentifier("bob")),
        ]
        let isAnswered = DispatchSemaphore(value: 0)
        func carryOut(_ actions: [OperatorAction]) {
            relay.carryOut(actions, by: by) { _ in isAnswered.signal() }
            XCTAssertEqual(isAnswered.wait(timeout: .now() + 60), .success)
        }
        func observed() throws -> [PauseScope: Timestamp] {
            let found = Mutex<[PauseScope: Timestamp]?>(nil)
            relay.observe { seen in found.withLock { $0 = seen.resumed } }
            XCTAssertTrue(eventually(within: 60) { found.withLock { $0 != nil } })
            return try XCTUnwrap(found.withLock { $0 })
        }
        carryOut(scopes.map { .pause($0) })
        XCTAssertEqual(try observed(), [:])
        carryOut(scopes.map { .resume($0) })
        // Lines have whole microseconds.
        var ends: [PauseScope: Int64] = [:]
        _ = try LedgerReader(folder: relay.spool.ledger).forEach(from: 1) { record in
            if record.event == .resumed, let scope = PauseScope(record) {
                ends[scope] = record.time.nanoseconds / 1_000
            }
            return true
        }
        XCTAssertEqual(Set(ends.keys), Set(scopes))
        XCTAssertEqual(try observed().mapValues { $0.nanoseconds / 1_000 }, ends)
    }
}
