// The table's units, and how settings are shown to people.

import XCTest

@testable import Routing

final class UnitsTests: XCTestCase {
    func testDurations() {
        let cases: [(String, Int64)] = [
            ("500ms", 500_000_000), ("2s", 2_000_000_000), ("5min", 300_000_000_000), ("1h", 3_600_000_000_000),
            ("7d", 604_800_000_000_000), ("0s", 0), ("007s", 7_000_000_000), ("999999999ms", 999_999_999_000_000),
        ]
        for (text, nanoseconds) in cases { XCTAssertEqual(Units.duration(text), nanoseconds, text) }
    }

    func testSizes() {
        let cases: [(String, Int64)] = [
            ("512B", 512), ("64kB", 64_000), ("50MB", 50_000_000), ("1GB", 1_000_000_000), ("0B", 0),
            ("9000000000GB", 9_000_000_000_000_000_000),
        ]
        for (text, bytes) in cases { XCTAssertEqual(Units.size(text), bytes, text) }
    }

    func testAnythingElseIsNil() {
        for text in [
            "", "s", "5", "5 s", "5S", "5m", "5sec", "1.5h", "5mins", " 5s", "5s ", "x5s", "5ms5", "5w",
            "99999999999999999999s", "200000d",
        ] {
            XCTAssertNil(Units.duration(text), text)
        }
        for text in ["", "B", "5", "5KB", "5kb", "5 MB", "5MiB", "5TB", "1.5GB", "99999999999GB"] {
            XCTAssertNil(Units.size(text), text)
        }
    }

    func testTextsTakeTheLargestUnitThatDivides() {
        let durations: [(Int64, String)] = [
            (500_000_000, "500ms"), (2_000_000_000, "2s"), (90_000_000_000, "90s"), (120_000_000_000, "2min"),
            (3_600_000_000_000, "1h"), (604_800_000_000_000, "7d"),
            (0, "0ms"),
        ]
        for (duration, text) in durations { XCTAssertEqual(Units.text(duration: duration), text) }
        for (size, text) in [
            (512, "512B"), (64_000, "64kB"), (50_000_000, "50MB"), (2_000_000_000, "2GB"), (1_500_000, "1500kB"),
            (0, "0B"),
        ] as [(Int64, String)] {
            XCTAssertEqual(Units.text(size: size), text)
        }
    }

    func testNumbersThatCannotBeTaken() {
        for (name, text, words) in [
            ("max-time", "0ms", "is no time at all"), ("max-name", "0B", "is nothing at all"),
            ("max-tag", "0kB", "is nothing at all"), ("max-text", "2GB", "is more than can be judged"),
            ("max-tag", "1001MB", "is more than can be judged"), ("max-size", "99999999999GB", "can be counted"),
            ("settle", "200000d", "can be counted"), ("max-depth", "99999999999999999999", "can be counted"),
        ] {
            XCTAssertTrue(Units.mistake(text, in: name)?.contains(words) ?? false, "\(name) \(text)")
        }
        for (name, text) in [("max-size", "0B"), ("max-size", "5GB"), ("max-tag", "1GB"), ("settle", "0s")] {
            XCTAssertNil(Units.mistake(text, in: name), "\(name) \(text)")
        }
    }

    func testTextsAreReadBack() {
        for number in [1, 7, 60, 999, 1000, 86_400] as [Int64] {
            XCTAssertEqual(Units.duration(Units.text(duration: number * 1_000_000)), number * 1_000_000)
            XCTAssertEqual(Units.size(Units.text(size: number)), number)
        }
    }
}
