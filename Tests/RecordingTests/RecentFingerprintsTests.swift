// Messages that are in no run yet: what is put in is found, and comes out in order.

import Support
import XCTest

@testable import Recording

final class RecentFingerprintsTests: XCTestCase {
    private var recent = RecentFingerprints()

    override func setUp() { recent = RecentFingerprints() }

    private func found(_ fingerprint: UInt64) -> [UInt64] {
        var numbers: [UInt64] = []
        recent.forEach(fingerprint) { numbers.append($0) }
        return numbers.sorted()
    }

    func testWhatIsPutInIsFound() {
        XCTAssertEqual(found(7), [])
        recent.insert(7, 100, 0)
        recent.insert(8, 101, 0)
        XCTAssertEqual(found(7), [100])
        XCTAssertEqual(found(8), [101])
        XCTAssertEqual(found(9), [])
    }

    func testPuttingInTwiceChangesNothing() {
        XCTAssertTrue(recent.insert(7, 100, 0))
        XCTAssertFalse(recent.insert(7, 100, 0))
        XCTAssertEqual(recent.count, 1)
    }

    func testNumbersUnderOneFingerprintAreAllFound() {
        for number in UInt64(1)...20 { recent.insert(7, number, 0) }
        XCTAssertEqual(found(7), Array(1...20))
    }

    func testFingerprintsWithEqualHalvesAreToldApart() {
        for high in UInt64(0)..<50 { recent.insert(high << 32 | 5, high, 0) }
        for high in UInt64(0)..<50 { XCTAssertEqual(found(high << 32 | 5), [high]) }
        XCTAssertEqual(found(50 << 32 | 5), [])
    }

    func testItGrowsAndForgetsNothing() {
        var random = SeededNumbers(seed: 7)
        let fingerprints = (0..<5_000).map { _ in random.next() }
        for (number, fingerprint) in fingerprints.enumerated() { recent.insert(fingerprint, UInt64(number), 0) }
        for (number, fingerprint) in fingerprints.enumerated() {
            XCTAssertEqual(found(fingerprint), [UInt64(number)])
        }
        recent.removeAll()
        XCTAssertEqual(recent.count, 0)
        XCTAssertNil(recent.middle)
        XCTAssertEqual(found(fingerprints[0]), [])
    }

    func testSortedMeansByFingerprintAndThenAsAdded() {
        var random = SeededNumbers(seed: 8)
        let some: [UInt64] = [0, 1, .max, 1 << 63, 1 << 11, 1 << 10]
        for number in UInt64(0)..<600 {
            recent.insert(number % 3 == 0 ? some[Int(number / 3 % 6)] : random.next(), number, 0)
        }
        let expected = recent.entries.sorted { ($0.fingerprint, $0.sequence) < ($1.fingerprint, $1.sequence) }
        XCTAssertEqual(recent.sorted(), expected)
        XCTAssertEqual(RecentFingerprints().sorted(), [])
    }

    func testTheMiddleIsNotMovedByAFewWrongTimes() throws {
        for number in UInt64(0)..<20_000 {
            let isWrong = number < 4_000 || number > 18_000
            recent.insert(number, number, isWrong ? .max : Int64(1_000_000 + number))
        }
        XCTAssertEqual(try XCTUnwrap(recent.middle), 1_014_000, accuracy: 3_000)
    }

    func testWhereNoMessageIsTheNotedTimeCounts() {
        recent.note(5)
        XCTAssertEqual(recent.middle, 5)
        recent.note(6)
        XCTAssertEqual(recent.middle, 5)
    }
}
