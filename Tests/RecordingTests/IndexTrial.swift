// What the tests of the whole index share: a ledger and its index, worked as the committer does it, with
// small runs, so that a few messages make many of them.

import Files
import Messages
import Support
import XCTest

@testable import Recording

struct IndexTrial {
    static let capacity = 64

    let folder: TemporaryFolder
    var directory: Directory { folder.directory }

    init() throws { folder = try TemporaryFolder() }

    /// One whose index has these messages, and their numbers.
    static func filled(_ ids: [String]) throws -> (IndexTrial, [UInt64]) {
        let trial = try IndexTrial()
        return (trial, try trial.add(ids, to: try trial.open()))
    }

    func open(now: Timestamp = Trial.time(day: 0), window: Int64 = Trial.week) throws -> DuplicateIndex {
        try DuplicateIndex(folder: directory, window: window, now: now, runCapacity: IndexTrial.capacity)
    }

    /// Commits groups of messages at a time, and adds them to an index where there is one.
    @discardableResult
    func add(
        _ ids: [String], to index: DuplicateIndex?, ledger given: Ledger? = nil, time: Timestamp = Trial.time(day: 0)
    ) throws -> [UInt64] {
        let ledger = try given ?? Ledger(folder: directory)
        var all: [UInt64] = []
        for start in stride(from: 0, to: ids.count, by: 10) {
            let group = Array(ids[start..<min(ids.count, start + 10)])
            let numbers = try ledger.add(group, time: time)
            for (number, id) in zip(numbers, group) { try index?.insert(Trial.key(id).fingerprint, number, time) }
            try index?.complete(through: ledger.nextSequence - 1, at: time)
            all += numbers
        }
        return all
    }

    /// Whether each id is found under its number.
    func check(
        _ ids: [String], _ numbers: [UInt64], in index: DuplicateIndex, now: Timestamp = Trial.time(day: 0),
        line: UInt = #line
    ) throws {
        for (id, number) in zip(ids, numbers) {
            XCTAssertEqual(try index.find(Trial.key(id), now: now)?.sequence, number, id, line: line)
        }
    }

    func files(_ ending: String) throws -> [String] {
        try folder.names().filter { $0.hasPrefix("duplicates.") && $0.hasSuffix(ending) }
    }

    func remove(_ name: String) throws { try directory.remove(fileName(name)) }

    func bytes(_ name: String) throws -> [UInt8] { try WholeFile.read(folder.path(of: name)) }

    func write(_ bytes: [UInt8], to name: String) throws { try WholeFile.write(bytes, to: folder.path(of: name)) }

    static func ids(_ count: Int, _ prefix: String = "m") -> [String] { (0..<count).map { "\(prefix)\($0)" } }
}
