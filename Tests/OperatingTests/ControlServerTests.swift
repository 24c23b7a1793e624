// The server by itself: with a handler of the test's own, and bounds that are quickly reached.

import Dispatch
import Files
import Messages
import Recording
import Support
import Synchronization
import XCTest

@testable import Operating

final class ControlServerTests: XCTestCase {
    /// Answers that are still to be given.
    private final class Asked: Sendable {
        typealias Answer = @Sendable (ControlAnswer) -> Void
        private let answers = Mutex<[Answer]>([])
        var count: Int { answers.withLock { $0.count } }
        func add(_ answer: @escaping Answer) { answers.withLock { $0.append(answer) } }
        func answerAll(_ answer: ControlAnswer) {
            for give in answers.withLock({ $0 }) { give(answer) }
        }
    }

    private var folder: TemporaryFolder!
    private var path: String { folder.path(of: "control") }
    private let asked = Asked()

    override func setUpWithError() throws { folder = try TemporaryFolder() }
    override func tearDown() { folder.remove() }

    private func serve(
        _ change: (inout ControlServer.Bounds) -> Void = { _ in }, account: UInt32 = Account.current,
        system: @escaping @Sendable (AccountQuestion) -> AccountQuestion.Answer = { $0.ask() },
        answering: ControlAnswer? = nil
    ) throws -> ControlServer {
        var bounds = ControlServer.Bounds()
        change(&bounds)
        let asked = asked
        let server = try ControlServer(
            path: path, queue: DispatchQueue(label: "test"), lookups: DispatchQueue(label: "test.lookups"),
            access: ControlAccess(readers: "no-such-group", operators: "no-such-group", account: account),
            bounds: bounds, system: system)
        server.serve { _, _, answer in if let answering { answer(answering) } else { asked.add(answer) } }
        return server
    }

    /// A connection that an array can hold.
    private final class Client {
        let descriptor: Descriptor
        init(_ path: String, _ text: String = "") throws {
            descriptor = try Descriptor.connected(to: path, patience: 20)
            // Who is sent away at once cannot speak any more; what it was told is still to be read.
            if !text.isEmpty { _ = try? descriptor.send(Array(text.utf8)[...]) }
        }
        /// Whether the other end is gone, whatever is still to be read.
        var isHungUp: Bool { (try? descriptor.sendAvailable([1])) == nil }

        /// All that comes until the other end hangs up.
        func rest() -> String {
            var answer: [UInt8] = []
            var buffer = [UInt8](repeating: 0, count: 1 << 16)
            while let count = try? descriptor.readAvailable(into: &buffer), count > 0 { answer += buffer[..<count] }
            return String(decoding: answer, as: UTF8.self)
        }
    }

    func testAnAnswerThatIsLargerThanASocketIsFetchedWhole() throws {
        let server = try serve()
        let client = try Client(path, "{\"do\":\"status\"}\n")
        XCTAssertTrue(eventually { asked.count == 1 })
        var answer = ControlAnswer()
        for _ in 0..<20_000 { answer.say(String(repeating: "x", count: 200)) }
        asked.answerAll(answer)
        let text = client.rest()
        XCTAssertEqual(text.utf8.count, answer.whole.count)
        XCTAssertTrue(text.hasSuffix("{\"end\":0}\n"))
        server.close()
    }

    func testAnAnswerThatComesTooLateIsMissed() throws {
        let server = try serve { $0.answer = 1_000_000 }
        let client = try Client(path, "{\"do\":\"status\"}\n")
        XCTAssertTrue(client.rest().hasPrefix("{\"end\":75,"))
        // And a second time is no danger.
        asked.answerAll(ControlAnswer())
        asked.answerAll(ControlAnswer())
        XCTAssertTrue(try Client(path, "\n").rest().hasPrefix("{\"end\":64,"))
        server.close()
    }

    func testOneWhoHasGoneIsForgotten() throws {
        let server = try serve { $0.perAccount = 2 }
        for _ in 0..<10 { _ = try Client(path, "{\"do\":\"status\"}\n") }
        XCTAssertTrue(eventually { asked.count > 0 })
        let comesToItsTurn = try eventually {
            // Of those who have gone, some may have asked only now.
            asked.answerAll(ControlAnswer())
            return try Client(path, "{\"do\":\"dance\"}\n").rest().hasPrefix("{\"end\":64,")
        }
        XCTAssertTrue(comesToItsTurn)
        server.close()
    }

    func testOfOneAccountTheOneThatIsSilentForLongestHasToGo() throws {
        let server = try serve { $0.perAccount = 3 }
        var silent = try (0..<2).map { _ in try Client(path) }
        // When this one is answered, it is known who the others are.
        XCTAssertTrue(try Client(path, "\n").rest().hasPrefix("{\"end\":64,"))
        silent += try (2..<5).map { _ in try Client(path) }
        // Both that came first are cut off, and the one that asks is heard.
        XCTAssertEqual(silent[0].rest(), "")
        XCTAssertEqual(silent[1].rest(), "")
        try silent[4].descriptor.send(Array("{}\n".utf8)[...])
        XCTAssertTrue(silent[4].rest().hasPrefix("{\"end\":64,"))
        server.close()
    }

    func testWhereAllHaveAskedTheNextOneIsToldToComeAgain() throws {
        let server = try serve { $0.perAccount = 2 }
        let clients = try (0..<2).map { _ in try Client(path, "{\"do\":\"status\"}\n") }
        XCTAssertTrue(eventually { asked.count == 2 })
        XCTAssertTrue(try Client(path).rest().hasPrefix("{\"end\":75,\"text\":\"too many ask at the same time"))
        asked.answerAll(ControlAnswer())
        for client in clients { XCTAssertEqual(client.rest(), "{\"end\":0}\n") }
        server.close()
    }

    func testWhoeverGetsTheNumberOfOneThatHadToGoIsNotHeardBeforeItIsKnown() throws {
        let queue = DispatchQueue(label: "test")
        var bounds = ControlServer.Bounds()
        bounds.perAccount = 2
        let server = try ControlServer(
            path: path, queue: queue, lookups: DispatchQueue(label: "test.lookups"),
            access: ControlAccess(readers: "no-such-group", operators: "no-such-group"), bounds: bounds,
            system: { $0.ask() })
        let asked = asked
        server.serve { _, _, answer in asked.add(answer) }
        let first = try (0..<2).map { _ in try Client(path) }
        XCTAssertTrue(eventually { queue.sync { server.connections.values.count { $0.stage == .reading } == 2 } })
        // What the system says comes by the queue, on which everything here happens.
        try queue.sync {
            // Both of these take the places of the first two; the second one gets a number of theirs, of which it is
            // known already that there is something to read.
            let next = try (0..<2).map { _ in try Client(path, "{\"do\":\"status\"}\n") }
            for client in first { try client.descriptor.send(Array("{\"do\":\"status\"}\n".utf8)[...]) }
            server.hear()
            XCTAssertEqual(asked.count, 0)
            XCTAssertEqual(server.connections.values.map(\.stage), [.unknown, .unknown])
            _ = next
        }
        asked.answerAll(ControlAnswer())
        server.close()
    }

    func testNoMoreOfAnAnswerIsMadeThanIsFetched() throws {
        let server = try serve()
        let made = Mutex(0)
        let line = String(repeating: "x", count: ControlAnswer.piece)
        @Sendable func piece(_ number: Int) -> ControlAnswer {
            made.withLock { $0 += 1 }
            var answer = ControlAnswer()
            answer.say("\(number) \(line)")
            if number == 20 { return answer }
            return answer.followed { $0(piece(number + 1)) }
        }
        let lazy = try Client(path, "{\"do\":\"status\"}\n")
        XCTAssertTrue(eventually { asked.count == 1 })
        asked.answerAll(piece(1))
        // Another one is served meanwhile, and so this one is as far as it gets.
        for _ in 0..<3 { XCTAssertTrue(try Client(path, "\n").rest().hasPrefix("{\"end\":64,")) }
        XCTAssertEqual(made.withLock { $0 }, 1, "a socket holds less than a piece")
        let lines = lazy.rest().split(separator: "\n")
        XCTAssertEqual(
            lines.dropLast().map { $0.prefix(12) }, (1...20).map { "{\"line\":\"\($0) x".prefix(12) }.map { $0 })
        XCTAssertEqual(lines.last, "{\"end\":0}")
        XCTAssertEqual(made.withLock { $0 }, 20)
        // A second answer to what was asked first is none to the pieces.
        asked.answerAll(ControlAnswer(.data))
        XCTAssertTrue(try Client(path, "\n").rest().hasPrefix("{\"end\":64,"))
        server.close()
    }

    func testAPieceThatDoesNotComeInTimeEndsTheAnswerSo() throws {
        var first = ControlAnswer()
        first.say("one")
        let server = try serve({ $0.answer = 1_000_000 }, answering: first.followed { _ in })
        let text = try Client(path, "{\"do\":\"status\"}\n").rest()
        XCTAssertTrue(text.hasPrefix("{\"line\":\"one\"}\n{\"end\":75,"), text)
        server.close()
    }

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

    func testWhoIsServedTwiceIsAnsweredOnce() throws {
        let server = try serve(answering: ControlAnswer())
        server.serve { _, _, answer in answer(ControlAnswer(.data, "another")) }
        for _ in 0..<2 { XCTAssertEqual(try Client(path, "{\"do\":\"status\"}\n").rest(), "{\"end\":0}\n") }
        server.close()
    }

    func testARequestThatDoesNotComeInTimeIsCutOff() throws {
        let server = try serve { $0.request = 1_000_000 }
        XCTAssertEqual(try Client(path, "{").rest(), "")
        server.close()
    }

    func testAnAnswerThatIsNotFetchedInTimeIsCutOff() throws {
        let server = try serve { $0.fetch = 1_000_000 }
        let client = try Client(path, "{\"do\":\"status\"}\n")
        XCTAssertTrue(eventually { asked.count == 1 })
        var answer = ControlAnswer()
        for _ in 0..<50_000 { answer.say(String(repeating: "x", count: 200)) }
        asked.answerAll(answer)
        // Nothing is read while its place is not free again.
        XCTAssertTrue(
            eventually(within: 20) { (try? Client(path, "{\"do\":\"status\"}\n")) != nil && asked.count >= 2 })
        XCTAssertTrue(eventually { client.isHungUp })
        XCTAssertFalse(client.rest().hasSuffix("{\"end\":0}\n"))
        server.close()
    }
}
