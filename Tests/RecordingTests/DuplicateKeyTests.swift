// The key of duplicates and its fingerprint, which is on disk and must never change.

import Messages
import Recording
import XCTest

final class DuplicateKeyTests: XCTestCase {
    private func key(_ sender: String, _ type: String, _ id: String) -> DuplicateKey {
        DuplicateKey(sender: ParticipantIdentifier(sender), type: MessageType(type), messageID: Array(id.utf8))
    }

    func testAFingerprintIsTheSameInEveryProcess() {
        XCTAssertEqual(key("s", "t", "1").fingerprint, reference("s", "t", "1"))
        XCTAssertEqual(
            key("incomes-register", "income-report-batch", "7f3c").fingerprint,
            reference("incomes-register", "income-report-batch", "7f3c"))
    }

    /// FNV-1a over the parts, each with 255 behind it, and the last mix, written once more.
    private func reference(_ parts: String...) -> UInt64 {
        var hash: UInt64 = 14_695_981_039_346_656_037
        for part in parts {
            for byte in Array(part.utf8) + [255] { hash = (hash ^ UInt64(byte)) &* 1_099_511_628_211 }
        }
        hash ^= hash >> 33
        hash = hash &* 0xFF51_AFD7_ED55_8CCD
        return hash ^ hash >> 33
    }

    func testKeysAreTheSameWhereAllPartsAre() {
        XCTAssertEqual(key("s", "t", "1"), key("s", "t", "1"))
        XCTAssertEqual(key("s", "t", "1").hashValue, key("s", "t", "1").hashValue)
        XCTAssertEqual(Set([key("s", "t", "1"), key("r", "t", "1"), key("s", "u", "1"), key("s", "t", "2")]).count, 4)
    }

    func testWhereOnePartEndsMatters() {
        let fingerprints = [key("ab", "c", "d"), key("a", "bc", "d"), key("a", "b", "cd"), key("abc", "", "d")]
        XCTAssertEqual(Set(fingerprints.map(\.fingerprint)).count, 4)
    }

    func testManyKeysHaveManyFingerprints() {
        let fingerprints = (0..<50_000).map { key("s", "t", "\($0)").fingerprint }
        XCTAssertEqual(Set(fingerprints).count, 50_000)
        XCTAssertFalse(fingerprints.contains(0))
        // The low bits choose the place in the table: they must spread.
        XCTAssertGreaterThan(Set(fingerprints.map { $0 & 0xFFFF }).count, 30_000)
    }
}
