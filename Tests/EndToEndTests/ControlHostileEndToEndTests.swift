// Whoever asks in a bad way does no harm: messages flow, and others are answered.

import Files
import Foundation
import Support
import XCTest

final class ControlHostileEndToEndTests: XCTestCase {
    private var trial: ControlTrial!

    override func setUpWithError() throws {
        trial = try ControlTrial()
        try trial.open()
    }
    override func tearDown() { trial.remove() }

    func testGarbageIsAnsweredAndNothingComesOfIt() throws {
        let daemon = try trial.start()
        let lines: [[UInt8]] = [
            Array("hello".utf8), Array("GET / HTTP/1.1".utf8), [], [0], [0xFF, 0xFE], Array("{}".utf8),
            Array(#"{"do":"dance"}"#.utf8), Array(#"{"do":"pause","pause":"x"}"#.utf8),
            Array(String(repeating: "[", count: 60_000).utf8),
            Array(#"{"do":"pause","from":"../../etc"}"#.utf8), Array(#"{"do":"pause","comment":"a\u001bb"}"#.utf8),
            Array(#"{"do":"hold","ids":["x"]}"#.utf8), Array(#"{"do":"text","name":"/etc/passwd"}"#.utf8),
        ]
        for line in lines {
            let answer = try trial.raw(line + [0x0A])
            XCTAssertTrue(
                answer.hasPrefix(#"{"end":64,"text":"#) || answer.hasPrefix(#"{"end":69,"text":"#),
                "\(String(decoding: line.prefix(40), as: UTF8.self)): \(answer)")
        }
        XCTAssertEqual(try trial.playground.events("paused").count, 0)
        XCTAssertEqual(trial.playground.stop(daemon), 0)
    }

    func testALineOfTenMegabytesIsNotReadToItsEnd() throws {
        let daemon = try trial.start()
        let answer = try trial.raw([UInt8](repeating: UInt8(ascii: "a"), count: 10_000_000) + [0x0A])
        // What was not read may have broken the connection before its answer was fetched.
        XCTAssertTrue(answer.isEmpty || answer.contains("at most 65536 bytes"), answer)
        XCTAssertTrue(try isSmall(daemon))
        try trial.done(["status"])
        XCTAssertEqual(trial.playground.stop(daemon), 0)
    }

    /// Whether it has less than 100 MB of resident memory.
    private func isSmall(_ daemon: Process) throws -> Bool {
        let text = String(decoding: try WholeFile.read("/proc/\(daemon.processIdentifier)/statm"), as: UTF8.self)
        return (Int(text.split(separator: " ")[1]) ?? .max) * 4_096 < 100_000_000
    }

    func testOneWhoIsSlowIsCutOffAndKeepsNobodyWaiting() throws {
        let daemon = try trial.start()
        let slow = try Descriptor.connected(to: trial.socket, patience: 30)
        var isCutOff = false
        let end = Clock.monotonic() + 20_000_000_000
        // A byte now and then, for longer than a request may take.
        while !isCutOff, Clock.monotonic() < end {
            do { try slow.send([UInt8(ascii: " ")]) } catch { isCutOff = true }
            try trial.done(["status"])
        }
        XCTAssertTrue(isCutOff)
        XCTAssertEqual(trial.playground.stop(daemon), 0)
    }

    func testAThousandConnectionsAtOnceHoldUpNeitherMessagesNorOperators() throws {
        let daemon = try trial.start()
        let count = 200
        for number in 1...count { try trial.playground.drop(Playground.note("\(number)"), as: "\(number).xml") }
        let held = Held()
        let socket = trial.socket
        DispatchQueue.concurrentPerform(iterations: 8) { _ in
            for _ in 0..<125 {
                if let connection = try? Descriptor.connected(to: socket, patience: 30) { held.add(connection) }
            }
        }
        XCTAssertEqual(held.count, 1_000)
        try trial.done(["status"])
        try trial.done(["list"])
        XCTAssertTrue(eventually(within: 120) { Set(self.trial.taken).count == count }, trial.playground.log)
        let descriptors = try Directory(path: "/proc/\(daemon.processIdentifier)/fd").entries().count
        XCTAssertLessThan(descriptors, 200, "of one account only some are let in")
        let threads = try Directory(path: "/proc/\(daemon.processIdentifier)/task").entries().count
        XCTAssertLessThan(threads, 60, "none has a thread of its own")
        held.removeAll()
        try trial.done(["status"])
        XCTAssertEqual(trial.playground.stop(daemon), 0)
        try trial.verify()
    }

    func testOneWhoDoesNotFetchItsAnswerKeepsNobodyWaiting() throws {
        let daemon = try trial.start()
        let lazy = try Descriptor.connected(to: trial.socket, patience: 30)
        try lazy.send(Array("{\"do\":\"status\"}\n".utf8)[...])
        for _ in 0..<20 { try trial.done(["status"]) }
        XCTAssertTrue(ControlTrial.rest(of: lazy).hasSuffix("{\"end\":0}\n"))
        XCTAssertEqual(trial.playground.stop(daemon), 0)
    }

    /// Connections that say nothing.
    private final class Held: @unchecked Sendable {  // reason: only touched under its lock
        private final class One {
            let descriptor: Descriptor
            init(_ descriptor: consuming Descriptor) { self.descriptor = descriptor }
        }
        private let lock = NSLock()
        private var all: [One] = []

        var count: Int { lock.withLock { all.count } }
        func add(_ descriptor: consuming Descriptor) {
            let one = One(descriptor)
            lock.withLock { all.append(one) }
        }
        func removeAll() { lock.withLock { all = [] } }
    }
}
