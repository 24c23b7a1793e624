// Duplicates whose id is masked in the ledger: found by what the ledger keeps in the id's place.

import Files
import Messages
import Recording
import Support
import XCTest

final class DuplicateIndexMaskingTests: XCTestCase {
    private var folder: TemporaryFolder!
    private let now = Trial.time(day: 0)

    override func setUpWithError() throws {
        folder = try TemporaryFolder()
        let ledger = try Ledger(folder: folder.directory)
        for id in ["131052-308T", "010101A123N"] {
            var record = Trial.accepted("***********", sequence: ledger.nextSequence, time: now)
            record.key = Trial.key(id).fingerprint
            ledger.append(record)
        }
        ledger.append(Trial.accepted("***********", sequence: ledger.nextSequence, time: now))
        try ledger.commit(time: now, settled: 0)
    }

    override func tearDown() { folder.remove() }

    private func found(_ id: String) throws -> UInt64? {
        let index = try DuplicateIndex(folder: folder.directory, window: Trial.week, now: now)
        return try index.find(Trial.key(id), now: now)?.sequence
    }

    func testIdsThatLookTheSameAreToldApart() throws {
        XCTAssertEqual(try found("131052-308T"), 1)
        XCTAssertEqual(try found("010101A123N"), 2)
        XCTAssertNil(try found("311299+999Y"))
    }

    func testAnIdThatIsAsterisksIsOnlyItself() throws { XCTAssertEqual(try found("***********"), 3) }
}
