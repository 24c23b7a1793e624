// What a crash leaves at the end of the ledger is cut; what is damaged before that stops the start.

import Files
import Messages
import Recording
import Support
import XCTest

final class LedgerTailTests: XCTestCase {
    private var folder: TemporaryFolder!
    private var directory: Directory { folder.directory }
    private let segment = "2026-03-01.000000000001.jsonl"

    override func setUpWithError() throws { folder = try TemporaryFolder() }

    override func tearDown() { folder.remove() }

    /// Two groups, `a` and `b c`, and where the second begins.
    private func twoGroups() throws -> (bytes: [UInt8], second: Int) {
        let ledger = try Ledger(folder: directory)
        try ledger.add(["a"], time: Trial.time(day: 0), settled: 0)
        let second = try WholeFile.read(folder.path(of: segment)).count
        try ledger.add(["b", "c"], time: Trial.time(day: 0), settled: 2)
        return (try WholeFile.read(folder.path(of: segment)), second)
    }

    private func put(_ bytes: some Sequence<UInt8>) throws {
        try WholeFile.write(Array(bytes), to: folder.path(of: segment))
    }

    /// What was cut and kept; it is gone then.
    private func removeTorn() throws -> [ArraySlice<UInt8>] {
        try folder.names().filter { $0.hasSuffix(".torn") }.map { name in
            defer { _ = try? directory.remove(fileName(name)) }
            return try WholeFile.read(folder.path(of: name))[...]
        }
    }

    /// The line of the damage that opening the ledger finds; nil when it finds none.
    private func damagedLine() throws -> Int? {
        do throws(LedgerError) {
            _ = try Ledger(folder: directory)
            return nil
        } catch .damaged(let path, let line, _) {
            XCTAssertEqual(path, folder.path(of: segment))
            return line
        }
    }

    func testAGroupBehindTheLastCommitIsCutWhereverItIsTorn() throws {
        let (bytes, second) = try twoGroups()
        for length in stride(from: second, to: bytes.count, by: 3) {
            try put(bytes[..<length])
            let ledger = try Ledger(folder: directory)
            XCTAssertEqual(ledger.nextSequence, 3, "\(length) bytes")
            XCTAssertEqual(ledger.settled, 0, "\(length) bytes")
            XCTAssertEqual(try WholeFile.read(folder.path(of: segment)), Array(bytes[..<second]), "\(length) bytes")
            XCTAssertEqual(try removeTorn(), length == second ? [] : [bytes[second..<length]], "\(length) bytes")
        }
        try put(bytes)
        XCTAssertEqual(try Ledger(folder: directory).nextSequence, 6)
    }

    func testTheFirstGroupIsAsIfItHadNotBegunWhereverItIsTorn() throws {
        let (bytes, second) = try twoGroups()
        for length in stride(from: 0, to: second, by: 3) {
            try put(bytes[..<length])
            XCTAssertEqual(try Ledger(folder: directory).nextSequence, 1, "\(length) bytes")
            XCTAssertEqual(try folder.segments(), [])
            XCTAssertEqual(try removeTorn(), length == 0 ? [] : [bytes[..<length]], "an empty one says nothing")
        }
    }

    func testWhatIsCutIsKept() throws {
        let (bytes, second) = try twoGroups()
        try put(bytes.dropLast(1))
        _ = try Ledger(folder: directory)
        let kept = folder.path(of: "2026-03-01.000000000003.torn")
        XCTAssertEqual(try WholeFile.read(kept), bytes[second...].dropLast(1))
        try put(bytes.dropLast(2))
        _ = try Ledger(folder: directory)
        XCTAssertEqual(try WholeFile.read(kept), bytes[second...].dropLast(1), "what was kept before stays")
        let again = folder.path(of: "2026-03-01.000000000003.2.torn")
        XCTAssertEqual(try WholeFile.read(again), bytes[second...].dropLast(2))
    }

    func testAChangedLineWithARightChecksumStopsTheStart() throws {
        let (bytes, _) = try twoGroups()
        let lines = bytes.split(separator: 0x0A)
        var record = try XCTUnwrap(LedgerRecord(line: lines[2]))
        record.messageID = Array("x".utf8)
        try put((lines[..<2] + [record.line[...]] + lines[3...]).flatMap { $0 + [0x0A] })
        XCTAssertEqual(try damagedLine(), 5, "the closing line of its group")
    }

    func testAGroupThatFollowsAnotherOneStopsTheStart() throws {
        let (bytes, _) = try twoGroups()
        let other = try TemporaryFolder()
        defer { other.remove() }
        try Ledger(folder: other.directory).add(["x"], time: Trial.time(day: 0))
        let first = try WholeFile.read(other.path(of: segment))
        let lines = bytes.split(separator: 0x0A)
        try put(first + lines[2...].flatMap { $0 + [0x0A] })
        XCTAssertEqual(try damagedLine(), 5)
    }

    func testTheLedgerGoesOnBehindACut() throws {
        let (bytes, _) = try twoGroups()
        try put(bytes.dropLast(1))
        try Ledger(folder: directory).add(["d"], time: Trial.time(day: 0))
        let records = try LedgerReader(folder: directory).all()
        XCTAssertEqual(records.map(\.sequence), [1, 2, 3, 4])
        XCTAssertEqual(records.compactMap(\.messageID), [Array("a".utf8), Array("d".utf8)])
    }

    func testZerosBehindTheLastCommitAreCut() throws {
        // What a power cut leaves where the file had grown and its bytes were not written.
        let (bytes, second) = try twoGroups()
        try put(bytes[..<second] + [UInt8](repeating: 0, count: bytes.count - second))
        XCTAssertEqual(try Ledger(folder: directory).nextSequence, 3)
    }

    func testRubbishWithLineFeedsBehindTheLastCommitIsCut() throws {
        let (bytes, _) = try twoGroups()
        try put(bytes + Array("rubbish\n\n{\"seq\":6}\n".utf8) + [0xFF, 0x0A])
        XCTAssertEqual(try Ledger(folder: directory).nextSequence, 6)
        XCTAssertEqual(try WholeFile.read(folder.path(of: segment)), bytes)
    }

    func testADamagedByteBeforeTheLastCommitStopsTheStart() throws {
        let (bytes, _) = try twoGroups()
        // The line feed before the commit line makes that a part of the line before: no commit at all.
        let commit = try XCTUnwrap(bytes.dropLast().lastIndex(of: 0x0A))
        for place in 0..<commit {
            var damaged = bytes
            damaged[place] ^= 0x10
            try put(damaged)
            let lines = bytes[..<place].count { $0 == 0x0A }
            XCTAssertEqual(try damagedLine(), lines + 1, "byte \(place)")
            XCTAssertEqual(try WholeFile.read(folder.path(of: segment)), damaged, "nothing is cut")
        }
    }

    func testAMissingLineBeforeTheLastCommitStopsTheStart() throws {
        let (bytes, _) = try twoGroups()
        let lines = bytes.split(separator: 0x0A)
        for missing in 0..<(lines.count - 2) {
            var fewer = lines
            fewer.remove(at: missing)
            try put(fewer.flatMap { $0 + [0x0A] })
            XCTAssertEqual(try damagedLine(), missing + 1, "without line \(missing + 1)")
        }
    }

    func testLinesInAnotherOrderStopTheStart() throws {
        let (bytes, _) = try twoGroups()
        var lines = bytes.split(separator: 0x0A)
        lines.swapAt(2, 3)
        try put(lines.flatMap { $0 + [0x0A] })
        XCTAssertEqual(try damagedLine(), 3)
    }

    func testALineTwiceStopsTheStart() throws {
        let (bytes, _) = try twoGroups()
        var lines = bytes.split(separator: 0x0A)
        lines.insert(lines[1], at: 1)
        try put(lines.flatMap { $0 + [0x0A] })
        XCTAssertEqual(try damagedLine(), 3)
    }

    func testASegmentWithoutACommitIsAsIfItHadNotBegun() throws {
        let (bytes, _) = try twoGroups()
        try folder.write("", to: "2026-03-02.000000000006.jsonl")
        XCTAssertEqual(try Ledger(folder: directory).nextSequence, 6)
        XCTAssertEqual(try folder.names(), [segment])
        try folder.write("{\"seq\":6,\"ti", to: "2026-03-02.000000000006.jsonl")
        let ledger = try Ledger(folder: directory)
        XCTAssertEqual(ledger.nextSequence, 6)
        XCTAssertEqual(ledger.settled, 2)
        XCTAssertEqual(try WholeFile.read(folder.path(of: segment)), bytes)
        XCTAssertEqual(try folder.read("2026-03-02.000000000006.torn"), "{\"seq\":6,\"ti")
        try ledger.add(["d"], time: Trial.time(day: 1))
        XCTAssertEqual(try folder.segments(), [segment, "2026-03-02.000000000006.jsonl"])
    }

    func testTheErrorSaysWhatToDo() throws {
        let (bytes, _) = try twoGroups()
        try put([0x7B] + bytes)
        do throws(LedgerError) {
            _ = try Ledger(folder: directory)
            XCTFail("it is damaged")
        } catch {
            XCTAssertTrue(error.description.hasPrefix("\(folder.path(of: segment)):1: "), error.description)
            XCTAssertTrue(error.description.contains("; restore"), error.description)
        }
    }
}
