// The server by itself: with a handler of the test's own, and bounds that are quickly reached.

import Dispatch
import Files
import Messages
import Recording
import Support
import Synchronization
import XCTest

@testable import Operating

final class ControlServerTests: ControlServerTrial {
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
        let server = try serve({ $0.perAccount = 2 }, queue: queue)
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
