// Moments as RFC 3339 text and back.

import Messages
import XCTest

final class TimestampTests: XCTestCase {
    private func text(_ nanoseconds: Int64) -> String {
        String(decoding: Timestamp(nanoseconds: nanoseconds).text, as: UTF8.self)
    }

    func testKnownMoments() {
        XCTAssertEqual(text(0), "1970-01-01T00:00:00.000000Z")
        XCTAssertEqual(text(1_795_315_675_123_456_000), "2026-11-22T02:47:55.123456Z")
        XCTAssertEqual(text(1_709_251_199_999_999_000), "2024-02-29T23:59:59.999999Z")
        XCTAssertEqual(text(1_709_251_200_000_000_000), "2024-03-01T00:00:00.000000Z")
    }

    func testWhatIsSmallerThanAMicrosecondIsLeftOut() {
        XCTAssertEqual(text(1_999), "1970-01-01T00:00:00.000001Z")
        XCTAssertEqual(text(999_999_999), "1970-01-01T00:00:00.999999Z")
    }

    func testTextIsAlwaysAsLong() {
        for nanoseconds: Int64 in [0, 1, 1_000, 86_399_999_999_999, 1_709_251_199_999_999_000, .max] {
            XCTAssertEqual(Timestamp(nanoseconds: nanoseconds).text.count, 27)
        }
    }

    func testTextIsReadBackToTheMicrosecond() {
        let step: Int64 = 12_345_678_901_234_567
        for place in Int64(0)..<700 {
            let whole = place * step / 1_000 * 1_000
            XCTAssertEqual(Timestamp(text: Timestamp(nanoseconds: whole).text)?.nanoseconds, whole)
        }
    }

    func testWhatIsNoMomentIsNotRead() {
        let none = [
            "", "2026-11-22", "2026-11-22T02:47:55Z", "2026-11-22T02:47:55.123Z", "2026-11-22T02:47:55.123456",
            "2026-11-22T02:47:55.123456ZZ", "2026-11-22T02:47:5x.123456Z", "2026-11-22Tab:47:55.123456Z",
            "2026-02-30T02:47:55.123456Z", "2026-11-22T02:47:55.12345xZ", "2026-11-22T-2:47:55.123456Z",
        ]
        for text in none { XCTAssertNil(Timestamp(text: text.utf8), text) }
    }

    func testTextSortsAsTimeDoes() {
        let moments = [0, 999, 1_000, 86_400_000_000_000, 1_709_251_199_999_999_000].map {
            Timestamp(nanoseconds: $0)
        }
        for (earlier, later) in zip(moments, moments.dropFirst()) {
            XCTAssertLessThan(earlier, later)
            XCTAssertTrue(earlier.text.lexicographicallyPrecedes(later.text) || earlier.text == later.text)
        }
    }
}
