// The text form of Prometheus, to the letter.

import XCTest

@testable import Operating

final class MetricsWriterTests: XCTestCase {
    func testAFamilyAndItsSamples() {
        var text = MetricsWriter()
        text.family("a_total", .counter, "How many.")
        text.sample([("x", #"a"b\c"# + "\n"), ("y", "")], UInt64(3))
        text.family("b_seconds", .gauge, "How long.")
        text.seconds(nanoseconds: 1_500_000_000)
        text.sample(-7)
        XCTAssertEqual(
            String(decoding: text.bytes, as: UTF8.self),
            """
            # HELP a_total How many.
            # TYPE a_total counter
            a_total{x="a\\"b\\\\c\\n",y=""} 3
            # HELP b_seconds How long.
            # TYPE b_seconds gauge
            b_seconds 1.5
            b_seconds -7

            """)
    }

    func testALabelIsEscapedByScalars() {
        var text = MetricsWriter()
        text.family("a", .gauge, "One.")
        text.sample([("x", "\"\u{301}b\\\u{301}c\r\nd")], 1)
        let lines = text.bytes.split(separator: 0x0A)
        XCTAssertEqual(lines.count, 3)
        XCTAssertEqual(lines.last.map(Array.init), Array("a{x=\"\\\"\u{301}b\\\\\u{301}c\r\\nd\"} 1".utf8))
    }

    func testSecondsAreExact() {
        for (nanoseconds, text) in [
            (0, "0"), (1, "0.000000001"), (1_000_000_000, "1"), (1_795_361_964_361_546_269, "1795361964.361546269"),
            (-2_500_000_000, "-2.5"), (2_500_000, "0.0025"),
        ] as [(Int64, String)] {
            XCTAssertEqual(MetricsWriter.seconds(nanoseconds), text)
        }
    }
}
