// Hearing of many descriptors on one queue: bytes, ends, and nothing once one was removed.

import Dispatch
import Files
import Foundation
import Support
import XCTest

@testable import Handling

final class ProgramWatchTests: XCTestCase {
    private static let queue = DispatchQueue(label: "luova.test.watch")
    private static let shared = Result { try ProgramWatch(queue: queue) }

    /// What was heard, in its order.
    private final class Heard: @unchecked Sendable {  // reason: only on its queue
        private let lock = NSLock()
        private var words: [String] = []
        func add(_ word: String) { lock.withLock { words.append(word) } }
        var all: [String] { lock.withLock { words } }
    }

    private func onQueue<Answer>(_ body: (ProgramWatch) throws -> Answer) throws -> Answer {
        let watch = try ProgramWatchTests.shared.get()
        return try ProgramWatchTests.queue.sync { try body(watch) }
    }

    func testBytesAndTheEndAreHeard() throws {
        let heard = Heard()
        let pipe = try Files.Pipe()
        try pipe.writer.write([1, 2, 3])
        let reader = pipe.takeReader()
        let number = reader.waitable
        try onQueue { watch in
            try watch.add(number) {
                var buffer = [UInt8](repeating: 0, count: 2)
                let count = (try? reader.readAvailable(into: &buffer)) ?? -1
                heard.add("\(count)")
                if count == 0 { watch.remove(number) }
            }
        }
        XCTAssertTrue(eventually { heard.all.count >= 3 })
        XCTAssertEqual(heard.all, ["2", "1", "0"])
    }

    func testNothingIsHeardOnceItIsRemoved() throws {
        let heard = Heard()
        let pipe = try Files.Pipe()
        let number = pipe.reader.waitable
        try onQueue { watch in
            try watch.add(number) { heard.add("bytes") }
            watch.remove(number)
            watch.remove(number)
        }
        try pipe.writer.write([1])
        try onQueue { _ in }
        XCTAssertEqual(heard.all, [])
    }

    func testAListenerMayRemoveAnother() throws {
        let heard = Heard()
        let first = try Files.Pipe()
        let second = try Files.Pipe()
        let numbers = [first.reader.waitable, second.reader.waitable]
        try onQueue { watch in
            for (number, other) in zip(numbers, numbers.reversed()) {
                try watch.add(number) {
                    heard.add("\(number == numbers[0] ? "first" : "second")")
                    watch.remove(other)
                    watch.remove(number)
                }
            }
            // Both are ready before the watch looks.
            try first.writer.write([1])
            try second.writer.write([1])
        }
        XCTAssertTrue(eventually { !heard.all.isEmpty })
        try onQueue { _ in }
        XCTAssertEqual(heard.all.count, 1)
    }

    func testWhatIsNoDescriptorIsRefused() throws {
        XCTAssertEqual(causeOfFailure { try onQueue { try $0.add(-1) {} } }?.number, 9)
    }
}
