// What the settings of the service come to.

import Validation
import XCTest

@testable import Routing

final class ServiceSettingsTests: XCTestCase {
    func testAFileIsWaitedForByItsLength() {
        var settings = ServiceSettings()
        settings.limits.time = 2_000_000_000
        XCTAssertEqual(settings.patience(for: 0), 60_000_000_000)
        XCTAssertEqual(settings.patience(for: 9_999_999), 60_000_000_000)
        XCTAssertEqual(settings.patience(for: 50_000_000), 360_000_000_000)
    }

    func testTheLongestTimesCanBeCounted() {
        var settings = ServiceSettings()
        settings.limits.time = 2_000_000_000
        XCTAssertLessThan(settings.patience(for: .max), .max / 10)
        settings.limits.time = Units.duration("100000d") ?? 0
        XCTAssertLessThan(settings.patience(for: 0), .max / 10)
        XCTAssertGreaterThan(settings.patience(for: 0), 365 * 86_400_000_000_000)
        XCTAssertEqual(settings.patience(for: .max), settings.patience(for: 0))
    }
}
