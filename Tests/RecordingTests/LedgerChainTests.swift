// The chain over the groups: how it is computed, what it goes over, and where it begins.

import Files
import Messages
import Support
import XCTest

@testable import Recording

final class LedgerChainTests: XCTestCase {
    private var folder: TemporaryFolder!
    private var directory: Directory { folder.directory }
    private let zeros = String(repeating: "0", count: 64)

    override func setUpWithError() throws { folder = try TemporaryFolder() }

    override func tearDown() { folder.remove() }

    /// What stands between two texts; nil when they are not there.
    private func between(_ before: String, _ after: String, in line: Substring) -> String? {
        guard let start = line.firstRange(of: before)?.upperBound,
            let end = line[start...].firstRange(of: after)?.lowerBound
        else { return nil }
        return String(line[start..<end])
    }

    /// Computes the values of a segment as the manual explains it, from its text alone.
    private func assertChained(_ text: String, after first: String) throws -> String {
        var previous = ""
        var group = ""
        for line in text.split(separator: "\n") {
            guard line.contains(#""event":"commit""#) else {
                group += line + "\n"
                continue
            }
            let stated = between(#""previous":""#, "\"", in: line)
            if previous.isEmpty { XCTAssertEqual(stated, first) } else { XCTAssertNil(stated) }
            previous = stated ?? previous
            let head = line[..<(try XCTUnwrap(line.firstRange(of: #","chain":"#))).lowerBound]
            let digest = Digest(of: Array("\(previous)\n\(group)\(head)".utf8))
            previous = String(decoding: digest.hexadecimal, as: UTF8.self)
            XCTAssertEqual(between(#""chain":""#, "\"", in: line), previous)
            group = ""
        }
        return previous
    }

    func testEachSegmentCanBeComputedByItselfAndFollowsTheOneBefore() throws {
        var ledger = try Ledger(folder: directory)
        try ledger.add(["a", "b"], time: Trial.time(day: 0))
        try ledger.add([], time: Trial.time(day: 0))
        ledger = try Ledger(folder: directory)
        try ledger.add(["c"], time: Trial.time(day: 0))
        try ledger.add(["d"], time: Trial.time(day: 1))
        ledger = try Ledger(folder: directory)
        try ledger.add(["e"], time: Trial.time(day: 1))
        try ledger.add(["f"], time: Trial.time(day: 2))
        var last = zeros
        let segments = try folder.segments()
        XCTAssertEqual(segments.count, 3)
        for segment in segments { last = try assertChained(try folder.read(segment), after: last) }
    }

    /// A segment as it was written before there was a chain.
    private func writeUnchained() throws -> String {
        let name = "2026-03-01.000000000001.jsonl"
        var commit = LedgerRecord(sequence: 2, time: Trial.time(day: 0), event: .commit)
        commit.settled = 0
        let lines = [Trial.accepted("a", sequence: 1, time: Trial.time(day: 0)), commit]
        try WholeFile.write(lines.flatMap { $0.line + [0x0A] }, to: folder.path(of: name))
        return name
    }

    func testAChainBeginsInTheMiddleOfAnOldSegment() throws {
        let name = try writeUnchained()
        try Ledger(folder: directory).add(["b"], time: Trial.time(day: 0))
        try Ledger(folder: directory).add(["c"], time: Trial.time(day: 0))
        let lines = try folder.read(name).split(separator: "\n", omittingEmptySubsequences: false)
        _ = try assertChained(lines[2...].joined(separator: "\n"), after: zeros)
        XCTAssertEqual(try LedgerReader(folder: directory).all().map(\.sequence), [1, 2, 3, 4, 5, 6])
    }

    func testAChainBeginsInANewSegmentBehindAnOldOne() throws {
        _ = try writeUnchained()
        try Ledger(folder: directory).add(["b"], time: Trial.time(day: 1))
        _ = try assertChained(try folder.read("2026-03-02.000000000003.jsonl"), after: zeros)
        XCTAssertEqual(try Ledger(folder: directory).nextSequence, 5)
    }

    func testEveryFaultIsNamed() {
        func closing(after chain: LedgerChain) -> (chain: LedgerChain, record: LedgerRecord, bytes: [UInt8]) {
            var chain = chain
            var record = LedgerRecord(sequence: 1, time: Trial.time(day: 0), event: .commit)
            chain.close([UInt8]().span, with: &record)
            return (chain, record, record.line)
        }
        let first = closing(after: LedgerChain())
        let second = closing(after: first.chain)
        let bare = LedgerRecord(sequence: 1, time: Trial.time(day: 0), event: .commit)

        var chain = LedgerChain()
        XCTAssertNil(chain.check(bare.line.span, closedBy: bare), "none has begun")
        XCTAssertNil(chain.check(first.bytes.span, closedBy: first.record))
        XCTAssertNil(chain.check(second.bytes.span, closedBy: second.record))
        XCTAssertEqual(chain.check(bare.line.span, closedBy: bare), .missing)
        XCTAssertEqual(chain.check(first.bytes.span, closedBy: first.record), .otherPredecessor)
        chain.beginSegment()
        XCTAssertEqual(chain.check(second.bytes.span, closedBy: second.record), .unconnected)
        XCTAssertEqual(
            chain.check((Array("x".utf8) + second.bytes).span, closedBy: second.record), .otherLines)
    }

    func testAChainThatBeginsBehindOldLinesFollowsNothing() {
        var writer = LedgerChain(after: Digest(of: []))
        var record = LedgerRecord(sequence: 2, time: Trial.time(day: 0), event: .commit)
        writer.close([UInt8]().span, with: &record)
        let bare = LedgerRecord(sequence: 1, time: Trial.time(day: 0), event: .commit)
        var archived = LedgerChain()
        XCTAssertNil(archived.check(record.line.span, closedBy: record), "what it follows was moved away")
        var stripped = LedgerChain()
        XCTAssertNil(stripped.check(bare.line.span, closedBy: bare))
        XCTAssertEqual(stripped.check(record.line.span, closedBy: record), .otherPredecessor)
    }
}
