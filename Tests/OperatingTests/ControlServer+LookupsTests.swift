// Who asks, as far as the system says it, and while it does not.

import Dispatch
import Files
import Messages
import Recording
import Support
import Synchronization
import XCTest

@testable import Operating

final class ControlServerLookupsTests: ControlServerTrial {
    /// A system that says who somebody is when it is let.
    private final class SlowSystem: Sendable {
        private let gate = DispatchSemaphore(value: 0)
        private let questions = Mutex<[UInt32]>([])
        var asked: [UInt32] { questions.withLock { $0 } }
        func answer(_ question: AccountQuestion) -> AccountQuestion.Answer {
            questions.withLock { $0.append(question.user) }
            gate.wait()
            return question.ask()
        }
        func open() { for _ in 0..<100 { gate.signal() } }
    }

    func testWhileTheSystemDoesNotSayWhoSomebodyIsOthersAreServed() throws {
        let system = SlowSystem()
        let server = try serve({ $0.lookup = 60_000_000_000 }, system: { system.answer($0) })
        system.open()
        let first = try Client(path, "{\"do\":\"status\"}\n")
        XCTAssertTrue(eventually { asked.count == 1 })
        while system.asked.count < 100 { XCTAssertFalse(try Client(path, "\n").rest().isEmpty) }
        // From here on it hangs.
        let second = try Client(path, "\n")
        XCTAssertTrue(eventually { system.asked.count == 101 })
        asked.answerAll(ControlAnswer())
        XCTAssertEqual(first.rest(), "{\"end\":0}\n")
        system.open()
        XCTAssertTrue(second.rest().hasPrefix("{\"end\":64,"))
        server.close()
    }

    func testRootAndTheDaemonsOwnAccountAreLetInByTheirNumbers() throws {
        let system = SlowSystem()
        let server = try serve({ $0.lookup = 1_000_000 }, system: { system.answer($0) })
        XCTAssertTrue(try Client(path, "\n").rest().hasPrefix("{\"end\":64,"))
        // One question is asked, however many come.
        XCTAssertTrue(try Client(path, "\n").rest().hasPrefix("{\"end\":64,"))
        XCTAssertEqual(system.asked, [Account.current])
        system.open()
        server.close()
    }

    func testWhoIsNotKnownInTimeIsRefusedAndSoManyAtATimeAreNot() throws {
        guard OtherAccount.isReachable else {
            throw XCTSkip("only root can become another account")  // reason: needs another account
        }
        let system = SlowSystem()
        defer { system.open() }
        let server = try serve(
            {
                $0.lookup = 60_000_000_000
                $0.unknown = 2
            }, system: { system.answer($0) })
        let waiting = try OtherAccount.run { try (0..<2).map { _ in try Client(path) } }
        XCTAssertTrue(eventually { system.asked.count == 1 })
        XCTAssertTrue(
            try OtherAccount.run { try Client(path).rest() }.hasPrefix(
                "{\"end\":75,\"text\":\"too many ask at the same time"))
        // There is always room for root.
        let root = try Client(path, "\n")
        system.open()
        XCTAssertTrue(root.rest().hasPrefix("{\"end\":64,"))
        for client in waiting { XCTAssertTrue(client.rest().hasPrefix("{\"end\":77,")) }
        server.close()
    }

    func testARefusalForTheDirectorysSakeSaysSo() throws {
        guard OtherAccount.isReachable else {
            throw XCTSkip("only root can become another account")  // reason: needs another account
        }
        let system = SlowSystem()
        defer { system.open() }
        let server = try serve({ $0.lookup = 1_000_000 }, system: { system.answer($0) })
        let answer = try OtherAccount.run { try Client(path, "\n").rest() }
        XCTAssertTrue(answer.hasPrefix("{\"end\":75,\"text\":\"the system did not say in time who account "), answer)
        server.close()
    }

    func testWhoseGroupsTheSystemCannotSayIsToldToComeAgain() throws {
        guard OtherAccount.isReachable else {
            throw XCTSkip("only root can become another account")  // reason: needs another account
        }
        let failure = AccountDirectoryError(.group, "luova-readers", Errno(5))
        let server = try serve(system: { _ in AccountQuestion.Answer(failure: failure) })
        let answer = try OtherAccount.run { try Client(path, "\n").rest() }
        XCTAssertTrue(
            answer.hasPrefix(
                "{\"end\":75,\"text\":\"the system's directory of accounts cannot say whether there is a group "),
            answer)
        XCTAssertTrue(try Client(path, "\n").rest().hasPrefix("{\"end\":64,"), "root is let in by its number")
        server.close()
    }
}
