// What the process says of itself and sets for itself.

import Files
import Glibc
import XCTest

final class ProcessSettingsTests: XCTestCase {
    func testThereIsAProcessor() { XCTAssertGreaterThanOrEqual(ProcessSettings.processors, 1) }

    func testTheProcessKnowsItsNumber() { XCTAssertEqual(ProcessSettings.identifier, getpid()) }

    func testAsManyFilesMayBeOpenAsTheHardLimitAllows() {
        var before = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &before)
        defer { setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &before) }
        ProcessSettings.raiseOpenFileLimit()
        var after = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &after)
        XCTAssertEqual(after.rlim_cur, before.rlim_max)
        XCTAssertEqual(after.rlim_max, before.rlim_max)
    }

    func testAVariableThatIsNotSetHasNoValue() {
        XCTAssertNil(ProcessEnvironment.value("LUOVA_NO_SUCH_VARIABLE"))
        setenv("LUOVA_TEST_VARIABLE", "", 1)
        defer { unsetenv("LUOVA_TEST_VARIABLE") }
        XCTAssertEqual(ProcessEnvironment.value("LUOVA_TEST_VARIABLE"), "")
    }
}
