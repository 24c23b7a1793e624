// The server by itself: with a handler of the test's own, and bounds that are quickly reached.

import Dispatch
import Files
import Messages
import Operating
import Recording
import Support
import Synchronization
import XCTest

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

    private func serve(_ change: (inout ControlServer.Bounds) -> Void = { _ in }) throws -> ControlServer {
        var bounds = ControlServer.Bounds()
        change(&bounds)
        let asked = asked
        let server = try ControlServer(
            path: path, queue: DispatchQueue(label: "test"),
            access: ControlAccess(readers: "no-such-group", operators: "no-such-group"), bounds: bounds)
        server.serve { _, _, answer in asked.add(answer) }
        return server
    }

    /// A connection that an array can hold.
    private final class Client {
        let descriptor: Descriptor
        init(_ path: String, _ text: String = "") throws {
            descriptor = try Descriptor.connected(to: path, patience: 20)
            if !text.isEmpty { try descriptor.send(Array(text.utf8)[...]) }
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
        asked.answerAll(ControlAnswer())
        let client = try Client(path, "{\"do\":\"dance\"}\n")
        XCTAssertTrue(client.rest().hasPrefix("{\"end\":64,") || client.rest().isEmpty)
        server.close()
    }

    func testOfOneAccountTheOneThatIsSilentForLongestHasToGo() throws {
        let server = try serve { $0.perAccount = 3 }
        let silent = try (0..<5).map { _ in try Client(path) }
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
