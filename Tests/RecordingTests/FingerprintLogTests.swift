// The log of messages that are in no run yet: whole frames are believed, and nothing behind the first
// that is not whole.

import Files
import Support
import XCTest

@testable import Recording

final class FingerprintLogTests: XCTestCase {
    private var folder: TemporaryFolder!
    private let logName = IndexFileName(.log, first: 5).name

    override func setUpWithError() throws { folder = try TemporaryFolder() }

    override func tearDown() { folder.remove() }

    private func make() throws -> FingerprintLog {
        try FingerprintLog.make(first: 5, from: 2, time: 9, in: folder.directory)
    }

    /// What a start finds in the log.
    private func read() throws -> (log: FingerprintLog, numbers: [UInt64], times: [Int64])? {
        var numbers: [UInt64] = []
        var times: [Int64] = []
        let log = try FingerprintLog.open(first: 5, in: folder.directory) {
            XCTAssertEqual($0.fingerprint, $0.sequence * 1_000)
            numbers.append($0.sequence)
            times.append($1)
        }
        return log.map { ($0, numbers, times) }
    }

    private func add(_ numbers: ClosedRange<UInt64>, to log: FingerprintLog, time: Int64 = 0) throws {
        for number in numbers { log.add(number * 1_000, number) }
        try log.write(through: numbers.upperBound, from: 2, time: time)
    }

    private func size() throws -> Int { try WholeFile.read(folder.path(of: logName.description)).count }

    func testANewLogCoversNothing() throws {
        let log = try make()
        XCTAssertEqual(log.claim.through, 4)
        let found = try XCTUnwrap(try read())
        XCTAssertEqual(found.log.claim.through, 4)
        XCTAssertEqual(found.log.claim.from, 2)
        XCTAssertEqual(found.numbers, [])
    }

    func testWhatIsWrittenIsReadAndGoesOn() throws {
        try add(5...7, to: try make(), time: 100)
        try add(8...8, to: try XCTUnwrap(try read()).log, time: 200)
        let found = try XCTUnwrap(try read())
        XCTAssertEqual(found.numbers, [5, 6, 7, 8])
        XCTAssertEqual(found.times, [100, 100, 100, 200])
        XCTAssertEqual(found.log.claim.through, 8)
    }

    func testManyMessagesAreWrittenAndMadeDurable() throws {
        let log = try make()
        for first in stride(from: UInt64(5), to: 50_000, by: 5_000) { try add(first...first + 4_999, to: log) }
        XCTAssertEqual(try XCTUnwrap(try read()).numbers, Array(5...50_004))
    }

    func testLinesWithoutMessagesAreWrittenOnceThereAreMany() throws {
        let log = try make()
        let empty = try size()
        try log.write(through: 900, from: 2, time: 0)
        XCTAssertEqual(try size(), empty)
        try log.write(through: 1_004, from: 3, time: 0)
        XCTAssertGreaterThan(try size(), empty)
        let found = try XCTUnwrap(try read())
        XCTAssertEqual(found.log.claim.through, 1_004)
        XCTAssertEqual(found.log.claim.from, 3)
    }

    func testWhatACrashCutOffIsCutAtTheStart() throws {
        let log = try make()
        try add(5...7, to: log)
        let whole = try size()
        try add(8...20, to: log)
        let bytes = try WholeFile.read(folder.path(of: logName.description))
        for length in whole..<bytes.count where length == whole || length % 7 == 0 {
            try WholeFile.write(Array(bytes[..<length]), to: folder.path(of: logName.description))
            XCTAssertEqual(try XCTUnwrap(try read()).numbers, [5, 6, 7])
            XCTAssertEqual(try size(), whole)
        }
    }

    func testNothingBehindADamagedFrameIsBelieved() throws {
        let log = try make()
        let first = try size()
        for number in UInt64(5)...30 { try add(number...number, to: log) }
        let bytes = try WholeFile.read(folder.path(of: logName.description))
        for place in stride(from: first, to: bytes.count, by: 3) {
            var other = bytes
            other[place] ^= 0x10
            try WholeFile.write(other, to: folder.path(of: logName.description))
            let frame = UInt64(place - first) / 56
            XCTAssertEqual(try XCTUnwrap(try read()).numbers, frame == 0 ? [] : Array(5...4 + frame))
        }
    }

    func testPagesThatDidNotReachTheDiskEndTheLog() throws {
        let log = try make()
        for first in stride(from: UInt64(5), to: 5_005, by: 100) { try add(first...first + 99, to: log) }
        let bytes = try WholeFile.read(folder.path(of: logName.description))
        for page in 0..<(bytes.count / 4_096) {
            var other = bytes
            other.replaceSubrange(page * 4_096..<(page + 1) * 4_096, with: repeatElement(0, count: 4_096))
            try WholeFile.write(other, to: folder.path(of: logName.description))
            let numbers = try read()?.numbers ?? []
            XCTAssertEqual(numbers, Array(5..<UInt64(5 + numbers.count)))
            XCTAssertLessThanOrEqual(numbers.count, max(0, page * 4_096 / 16))
            XCTAssertGreaterThanOrEqual(numbers.count, (page * 4_096 - 40) / 1_640 * 100)
        }
    }

    func testAFrameOfAnotherLogIsNotBelieved() throws {
        try add(5...7, to: try make())
        let other = IndexFileName(.log, first: 6).name
        try folder.directory.rename(logName, to: folder.directory, other)
        XCTAssertNil(try FingerprintLog.open(first: 6, in: folder.directory) { _, _ in XCTFail("not its own") })
    }

    func testAFrameInAnotherPlaceIsNotBelieved() throws {
        let log = try make()
        let start = try size()
        try add(5...5, to: log)
        let bytes = try WholeFile.read(folder.path(of: logName.description))
        // The same frame once more, as if a disk had put an old block there.
        try WholeFile.write(bytes + bytes[start...], to: folder.path(of: logName.description))
        XCTAssertEqual(try XCTUnwrap(try read()).numbers, [5])
    }

    func testWhatIsNoLogIsNone() throws {
        for text in ["", "x", String(repeating: "x", count: 500), String(repeating: "\0", count: 5_000)] {
            try folder.write(text, to: logName.description)
            XCTAssertNil(try read())
        }
    }
}
