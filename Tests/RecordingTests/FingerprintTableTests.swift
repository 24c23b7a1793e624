// The table of fingerprints: what is put in is found, also after it has grown and after a restart.

import Files
import Support
import XCTest

@testable import Recording

final class FingerprintTableTests: XCTestCase {
    private var folder: TemporaryFolder!
    private let tableName = fileName("table")

    override func setUpWithError() throws { folder = try TemporaryFolder() }

    override func tearDown() { folder.remove() }

    private func open(boot: UInt64 = 1) throws -> FingerprintTable? {
        try FingerprintTable.open(folder: folder.directory, name: tableName, boot: boot)
    }

    private func found(_ table: borrowing FingerprintTable, _ fingerprint: UInt64) -> [UInt64] {
        var numbers: [UInt64] = []
        table.forEach(fingerprint) { numbers.append($0) }
        return numbers.sorted()
    }

    func testANewTableIsEmpty() throws {
        guard let table = try open() else { return XCTFail("no table") }
        XCTAssertEqual(found(table, 1), [])
        XCTAssertEqual(table.through, 0)
    }

    func testWhatIsPutInIsFound() throws {
        guard var table = try open() else { return XCTFail("no table") }
        try table.insert(7, 100)
        try table.insert(8, 101)
        XCTAssertEqual(found(table, 7), [100])
        XCTAssertEqual(found(table, 8), [101])
        XCTAssertEqual(found(table, 9), [])
    }

    func testPuttingInTwiceChangesNothing() throws {
        guard var table = try open() else { return XCTFail("no table") }
        for _ in 0..<3 { try table.insert(7, 100) }
        XCTAssertEqual(found(table, 7), [100])
    }

    func testNumbersUnderOneFingerprintAreAllFound() throws {
        guard var table = try open() else { return XCTFail("no table") }
        for number in UInt64(1)...20 { try table.insert(7, number) }
        XCTAssertEqual(found(table, 7), Array(1...20))
    }

    func testFingerprintsOfTheSamePlaceAreToldApart() throws {
        guard var table = try open() else { return XCTFail("no table") }
        // Equal low bits, at the end of the table, so that the search goes round.
        let fingerprints = (0..<50).map { UInt64($0) << 32 | 0xFFF }
        for (number, fingerprint) in fingerprints.enumerated() { try table.insert(fingerprint, UInt64(number)) }
        for (number, fingerprint) in fingerprints.enumerated() {
            XCTAssertEqual(found(table, fingerprint), [UInt64(number)])
        }
        XCTAssertEqual(found(table, 51 << 32 | 0xFFF), [])
    }

    func testATableGrowsAndForgetsNothing() throws {
        var numbers = SeededNumbers(seed: 7)
        let fingerprints = (0..<25_000).map { _ in numbers.next() | 1 }
        do {
            guard var table = try open() else { return XCTFail("no table") }
            for (number, fingerprint) in fingerprints.enumerated() { try table.insert(fingerprint, UInt64(number)) }
            table.through = 25_000
            for (number, fingerprint) in fingerprints.enumerated() {
                XCTAssertEqual(found(table, fingerprint), [UInt64(number)])
            }
        }
        XCTAssertEqual(try folder.names(), ["table"])
        guard let table = try open() else { return XCTFail("no table") }
        XCTAssertEqual(table.through, 25_000)
        for (number, fingerprint) in fingerprints.enumerated() {
            XCTAssertEqual(found(table, fingerprint), [UInt64(number)])
        }
        XCTAssertEqual(found(table, 2), [])
    }

    func testGrowingKeepsHowFarItIsComplete() throws {
        guard var table = try open() else { return XCTFail("no table") }
        table.through = 42
        for number in UInt64(1)...3_000 { try table.insert(number &* 0x9E37_79B9_7F4A_7C15, number) }
        XCTAssertEqual(table.through, 42)
    }

    func testARestOfAnEarlierGrowthIsNotInTheWay() throws {
        try folder.write("half a table", to: ".growing")
        guard var table = try open() else { return XCTFail("no table") }
        for number in UInt64(1)...3_000 { try table.insert(number &* 0x9E37_79B9_7F4A_7C15, number) }
        XCTAssertEqual(found(table, 0x9E37_79B9_7F4A_7C15), [1])
        XCTAssertEqual(try folder.names(), ["table"])
    }

    func testATableOfAnotherBootIsNotTrusted() throws {
        do {
            guard var table = try open(boot: 1) else { return XCTFail("no table") }
            try table.insert(7, 100)
        }
        if try open(boot: 2) != nil { XCTFail("it may not be whole") }
        if try open(boot: 1) == nil { XCTFail("it is whole") }
    }

    func testWhatIsNoTableIsNotTrusted() throws {
        for text in ["x", String(repeating: "x", count: 64), String(repeating: "\0", count: 65_600)] {
            try folder.write(text, to: "table")
            if try open() != nil { XCTFail("\(text.utf8.count) bytes are no table") }
        }
    }

    func testATableThatWasCutIsNotTrusted() throws {
        do {
            guard var table = try open() else { return XCTFail("no table") }
            try table.insert(7, 100)
        }
        let bytes = try WholeFile.read(folder.path(of: "table"))
        for length in [1, 8, 64, 72, bytes.count / 2, bytes.count - 8, bytes.count - 1] {
            try WholeFile.write(Array(bytes[..<length]), to: folder.path(of: "table"))
            if try open() != nil { XCTFail("\(length) bytes are no table") }
        }
    }
}
