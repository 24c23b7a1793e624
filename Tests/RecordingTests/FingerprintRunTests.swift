// A sorted run in a file: what is in it is found, and what is no whole run is not believed.

import Files
import Support
import XCTest

@testable import Recording

final class FingerprintRunTests: XCTestCase {
    private var folder: TemporaryFolder!
    private let blocks = 4
    private let runName = FingerprintRun.name(first: 10)

    override func setUpWithError() throws { folder = try TemporaryFolder() }

    override func tearDown() { folder.remove() }

    private func write(_ fingerprints: [UInt64]) throws {
        let entries = fingerprints.sorted().enumerated().map {
            FingerprintEntry(fingerprint: $0.element, sequence: UInt64($0.offset) + 10)
        }
        try FingerprintRun.write(entries, lines: 10...9_999, middle: 77, blocks: blocks, to: folder.directory)
    }

    private func open() throws -> FingerprintRun? {
        try FingerprintRun.open(runName, in: folder.directory, blocks: blocks)
    }

    private func found(_ run: FingerprintRun, _ fingerprint: UInt64) -> [UInt64] {
        var numbers: [UInt64] = []
        run.forEach(fingerprint) { numbers.append($0) }
        return numbers
    }

    func testWhatIsInARunIsFound() throws {
        var random = SeededNumbers(seed: 1)
        let fingerprints = (0..<20_000).map { _ in random.next() }.sorted()
        try write(fingerprints)
        let run = try XCTUnwrap(try open())
        XCTAssertEqual(run.lines, 10...9_999)
        XCTAssertEqual(run.middle, 77)
        XCTAssertEqual(run.count, 20_000)
        for (place, fingerprint) in fingerprints.enumerated() {
            XCTAssertEqual(found(run, fingerprint), [UInt64(place) + 10])
        }
        run.release()
        for _ in 0..<1_000 { XCTAssertEqual(found(run, random.next()), []) }
        XCTAssertEqual(try folder.names(), [runName.description])
    }

    func testFingerprintsThatAreNotSpreadEvenlyAreFound() throws {
        let fingerprints: [UInt64] = (0..<3_000).map { $0 } + [1 << 40, .max - 1, .max]
        try write(fingerprints)
        let run = try XCTUnwrap(try open())
        for (place, fingerprint) in fingerprints.enumerated() {
            XCTAssertEqual(found(run, fingerprint), [UInt64(place) + 10])
        }
        XCTAssertEqual(found(run, 1 << 41), [])
    }

    func testNumbersUnderOneFingerprintAreAllFound() throws {
        try write([1, 1] + [UInt64](repeating: 5, count: 700) + [9])
        let run = try XCTUnwrap(try open())
        XCTAssertEqual(found(run, 5), Array(12..<712))
        XCTAssertEqual(found(run, 1), [10, 11])
        XCTAssertEqual(found(run, 9), [712])
        XCTAssertEqual(found(run, 6), [])
    }

    func testAnEmptyRunHoldsNothing() throws {
        try write([])
        let run = try XCTUnwrap(try open())
        XCTAssertEqual(run.count, 0)
        XCTAssertEqual(found(run, 0), [])
        XCTAssertEqual(found(run, .max), [])
    }

    func testAFileThatIsNoWholeRunIsNotBelieved() throws {
        try write((0..<300).map { $0 << 50 })
        let path = folder.path(of: runName.description)
        let bytes = try WholeFile.read(path)
        XCTAssertNotNil(try open())
        for length in [0, 1, 8, 72, 4_096, bytes.count - 16, bytes.count - 8, bytes.count - 1] {
            try WholeFile.write(Array(bytes[..<length]), to: path)
            XCTAssertNil(try open(), "cut to \(length)")
        }
        try WholeFile.write(bytes + [UInt8](repeating: 0, count: 16), to: path)
        XCTAssertNil(try open(), "longer")
        // Each word of the header, and some of the bits.
        for place in Array(stride(from: 0, to: 72, by: 8)) + [4_096, 4_200, 4_351] {
            var other = bytes
            other[place] ^= 4
            try WholeFile.write(other, to: path)
            XCTAssertNil(try open(), "byte \(place)")
        }
        try WholeFile.write([UInt8](repeating: 0, count: bytes.count), to: path)
        XCTAssertNil(try open(), "zeros")
        var random = SeededNumbers(seed: 3)
        try WholeFile.write(bytes.map { _ in UInt8(truncatingIfNeeded: random.next()) }, to: path)
        XCTAssertNil(try open(), "random bytes")
    }

    func testARunOfAnotherShapeOrNameIsNotBelieved() throws {
        try write([1])
        XCTAssertNil(try FingerprintRun.open(runName, in: folder.directory, blocks: 8))
        let other = FingerprintRun.name(first: 11)
        try folder.directory.rename(runName, to: folder.directory, other)
        XCTAssertNil(try FingerprintRun.open(other, in: folder.directory, blocks: blocks))
    }

    func testARestOfAnEarlierTryIsNotInTheWay() throws {
        try folder.write("half a run", to: ".sealing")
        try write([4])
        XCTAssertEqual(found(try XCTUnwrap(try open()), 4), [10])
        XCTAssertEqual(try folder.names(), [runName.description])
    }
}
