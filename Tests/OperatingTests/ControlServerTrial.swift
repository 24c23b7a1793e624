// What the tests of the server share: one with a handler of the test's own, and those who ask it.

import Dispatch
import Files
import Messages
import Recording
import Support
import Synchronization
import XCTest

@testable import Operating

class ControlServerTrial: XCTestCase {
    /// Answers that are still to be given.
    final class Asked: Sendable {
        typealias Answer = @Sendable (ControlAnswer) -> Void
        private let answers = Mutex<[Answer]>([])
        var count: Int { answers.withLock { $0.count } }
        func add(_ answer: @escaping Answer) { answers.withLock { $0.append(answer) } }
        func answerAll(_ answer: ControlAnswer) {
            for give in answers.withLock({ $0 }) { give(answer) }
        }
    }

    var folder: TemporaryFolder!
    var path: String { folder.path(of: "control") }
    let asked = Asked()

    override func setUpWithError() throws { folder = try TemporaryFolder() }
    override func tearDown() { folder.remove() }

    func serve(
        _ change: (inout ControlServer.Bounds) -> Void = { _ in }, account: UInt32 = Account.current,
        system: @escaping @Sendable (AccountQuestion) -> AccountQuestion.Answer = { $0.ask() },
        answering: ControlAnswer? = nil, queue: DispatchQueue = DispatchQueue(label: "test")
    ) throws -> ControlServer {
        var bounds = ControlServer.Bounds()
        change(&bounds)
        let asked = asked
        let server = try ControlServer(
            path: path, queue: queue, lookups: DispatchQueue(label: "test.lookups"),
            access: ControlAccess(readers: "no-such-group", operators: "no-such-group", account: account),
            bounds: bounds, system: system)
        server.serve { _, _, answer in if let answering { answer(answering) } else { asked.add(answer) } }
        return server
    }

    /// A connection that an array can hold.
    final class Client {
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
}
