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

    func testASignalThatIsBlockedWaits() {
        var before = sigset_t()
        pthread_sigmask(SIG_BLOCK, nil, &before)
        defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
        ProcessSettings.blockSignals([SIGUSR2])
        var blocked = sigset_t()
        pthread_sigmask(SIG_BLOCK, nil, &blocked)
        XCTAssertEqual(sigismember(&blocked, SIGUSR2), 1)
        XCTAssertEqual(sigismember(&blocked, SIGUSR1), sigismember(&before, SIGUSR1))
        pthread_kill(pthread_self(), SIGUSR2)
        var pending = sigset_t()
        sigpending(&pending)
        XCTAssertEqual(sigismember(&pending, SIGUSR2), 1)
        // Taken, so that it ends nobody.
        var wanted = sigset_t()
        sigemptyset(&wanted)
        sigaddset(&wanted, SIGUSR2)
        var taken: Int32 = 0
        XCTAssertEqual(sigwait(&wanted, &taken), 0)
        XCTAssertEqual(taken, SIGUSR2)
    }

    func testAVariableThatIsNotSetHasNoValue() {
        XCTAssertNil(ProcessEnvironment.value("LUOVA_NO_SUCH_VARIABLE"))
        setenv("LUOVA_TEST_VARIABLE", "", 1)
        defer { unsetenv("LUOVA_TEST_VARIABLE") }
        XCTAssertEqual(ProcessEnvironment.value("LUOVA_TEST_VARIABLE"), "")
    }
}
