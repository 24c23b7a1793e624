// Files of the time zone database, byte by byte.

import XCTest

@testable import Messages

final class TimeZoneRulesReadingTests: XCTestCase {
    private let file = TimeZoneFile(
        changes: [(-1_000, 1), (2_000, 0), (1 << 40, 1)], offsets: [7_200, -3_600], footer: "AAA-2")

    func testAFileOfTheSecondVersion() throws {
        for isFat in [false, true] {
            var file = file
            file.isFat = isFat
            let rules = try XCTUnwrap(TimeZoneRules(file: file.bytes))
            XCTAssertEqual(rules.changes, [-1_000, 2_000, 1 << 40])
            XCTAssertEqual(rules.offsets, [-3_600, 7_200, -3_600])
            XCTAssertEqual(rules.first, 7_200, "the first kind is that of the time before")
            XCTAssertEqual(rules.yearly, YearlyClockRule(offset: 7_200, summer: nil))
        }
    }

    func testLaterVersionsAreReadTheSame() {
        for version in "34" {
            var file = file
            file.version = version.asciiValue ?? 0
            XCTAssertEqual(TimeZoneRules(file: file.bytes), TimeZoneRules(file: self.file.bytes))
        }
    }

    func testWithoutAFooterTheClocksStayAsTheyAre() throws {
        var file = file
        file.footer = ""
        let rules = try XCTUnwrap(TimeZoneRules(file: file.bytes))
        XCTAssertNil(rules.yearly)
        XCTAssertEqual(rules.span(at: 1 << 41).offset, -3_600)
        XCTAssertEqual(rules.span(at: 1 << 41).end, .max)
    }

    func testNoFileThatEndsTooEarlyIsRead() {
        let bytes = file.bytes
        for count in 0..<bytes.count { XCTAssertNil(TimeZoneRules(file: Array(bytes[..<count])), "\(count) bytes") }
    }

    func testWhatIsNoSuchFile() {
        func check(_ words: String, _ change: (inout TimeZoneFile) -> Void) {
            var file = file
            change(&file)
            XCTAssertNil(TimeZoneRules(file: file.bytes), words)
        }
        check("another kind of file") { $0.magic = "TZig" }
        check("the first version, whose times end in 2038") { $0.version = 0 }
        check("leap seconds") { $0.leapSeconds = 1 }
        check("no kind of time") { $0.offsets = [] }
        check("a change to a kind that there is not") { $0.changes[0].kind = 2 }
        check("changes out of order") { $0.changes.swapAt(0, 1) }
        check("two changes at one moment") { $0.changes[1].at = $0.changes[0].at }
        check("a change before all time") { $0.changes[0].at = .min }
        check("clocks that are days ahead") { $0.offsets[1] = 200_000 }
        check("a footer that is no rule") { $0.footer = "EET-2EEST" }
    }

    func testAnyByteMayBeWrong() {
        // Whatever is read of it, nothing traps.
        let bytes = file.bytes
        for place in bytes.indices {
            for value: UInt8 in [0x00, 0x7F, 0x80, 0xFF] {
                var changed = bytes
                changed[place] = value
                guard let rules = TimeZoneRules(file: changed) else { continue }
                let span = rules.span(at: 0)
                XCTAssertTrue(span.start <= 0 && 0 < span.end)
            }
        }
    }
}
