// Messages that wait, one a line, a piece at a time.

import Messages
import Relaying
import XCTest

@testable import Operating

final class WaitingReportTests: XCTestCase {
    private let now = Timestamp(nanoseconds: 1_795_315_675_000_000_000)

    private func entries(_ count: UInt64) throws -> [WaitingEntry] { try (1...count).map { try .note($0, at: now) } }

    private func lines(_ answer: ControlAnswer) -> [String] {
        String(decoding: answer.whole, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    private func request(limit: Int = ControlRequest.largestLimit) -> ControlRequest {
        var request = ControlRequest(.list)
        request.limit = limit
        return request
    }

    /// All that is listed, a piece after the other, and how many pieces that are; `between` changes what waits meanwhile.
    private func list(
        _ entries: [WaitingEntry], _ request: ControlRequest, between: (inout [WaitingEntry]) -> Void = { _ in }
    ) -> (lines: [String], pieces: Int) {
        var all: [String] = []
        var entries = entries
        var place: WaitingReport.Place? = WaitingReport.Place()
        var pieces = 0
        while let now = place {
            let (answer, next) = WaitingReport(entries).piece(request, from: now)
            all += lines(answer).dropLast()
            XCTAssertLessThan(answer.whole.count, ControlAnswer.piece + 2_000)
            place = next
            pieces += 1
            between(&entries)
        }
        return (all, pieces)
    }

    private func numbers(_ lines: [String]) -> [UInt64] {
        lines.compactMap { line in line.hasPrefix("{\"id\":\"") ? UInt64(line.dropFirst(7).prefix(12)) : nil }
    }

    func testAMessageIsALineForPeopleAndAnObjectForPrograms() throws {
        let entry = try WaitingEntry.note(7, at: now)
        XCTAssertEqual(
            WaitingReport.line(entry),
            "000000000007 waiting from alice to bob note id m-7 since 2026-11-22T02:47:55Z tries 0 next in 1 min 1 s")
        XCTAssertEqual(
            String(decoding: WaitingReport.json(entry).bytes, as: UTF8.self),
            #"{"id":"000000000007","state":"waiting","from":"alice","to":"bob","message":"note","message_id":"m-7","#
                + #""route":"r","file":"a.xml","accepted":"2026-11-22T02:47:55.000000Z","tries":0,"due_in_seconds":61}"#
        )
    }

    func testAShortListIsOnePieceAndOneOfNothingToo() throws {
        let (listed, pieces) = try list(entries(3), request())
        XCTAssertEqual(numbers(listed), [1, 2, 3])
        XCTAssertEqual(pieces, 1)
        XCTAssertEqual(list([], request()).lines, [])
    }

    func testALongListComesInPiecesAndEachMessageOnce() throws {
        let (listed, pieces) = try list(entries(9_000), request())
        XCTAssertEqual(numbers(listed), Array(1...9_000))
        XCTAssertGreaterThan(pieces, 1)
    }

    func testTheLimitHoldsForAllPiecesTogether() throws {
        for limit in [1, 3, 8_000] {
            let (listed, _) = try list(entries(9_000), request(limit: limit))
            XCTAssertEqual(numbers(listed), Array(1...UInt64(limit)))
            XCTAssertEqual(listed.last, "{\"more\":\(9_000 - limit)}")
        }
        var request = request(limit: 2)
        request.isForPeople = true
        let (answer, _) = try WaitingReport(entries(3)).piece(request)
        XCTAssertEqual(
            lines(answer)[2], #"{"line":"and 1 more; --limit shows more of them, --from, --to and --state fewer"}"#)
    }

    func testWhatWaitsAllTheWhileIsShownOnceWhateverGoes() throws {
        // With each piece, the first thousand of those that are left go.
        let (listed, pieces) = try list(entries(9_000), request()) { $0.removeFirst(min(1_000, $0.count)) }
        let found = numbers(listed)
        XCTAssertGreaterThan(pieces, 1)
        XCTAssertEqual(found, Array(Set(found)).sorted())
        XCTAssertTrue(Set(found).isSuperset(of: Set(UInt64(1_000 * pieces)...9_000)))
    }
}
