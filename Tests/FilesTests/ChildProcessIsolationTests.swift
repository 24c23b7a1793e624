// What a program gets of us: the environment that it was given, and nothing else.

import Files
import Foundation
import Glibc
import Support
import XCTest

final class ChildProcessIsolationTests: XCTestCase {
    private var folder: TemporaryFolder!

    override func setUpWithError() throws {
        // As the daemon does: the program must not find these signals ignored.
        ProcessSettings.ignoreSignals()
        _ = signal(SIGTERM, SIG_IGN)
        folder = try TemporaryFolder()
    }

    override func tearDown() {
        _ = signal(SIGTERM, SIG_DFL)
        folder.remove()
    }

    /// What the kernel says of a program that we started, by name.
    private func kernelStatus(account: Account? = nil) throws -> [String: String] {
        let trial = try ChildTrial("/bin/cat", ["/proc/self/status"], in: folder, account: account)
        XCTAssertEqual(trial.end(), .exited(0))
        let lines = trial.output.split(separator: "\n").map { $0.split(separator: ":", maxSplits: 1) }
        return Dictionary(
            lines.map { (String($0[0]), $0.count > 1 ? $0[1].trimmingCharacters(in: .whitespaces) : "") },
            uniquingKeysWith: { first, _ in first })
    }

    func testTheEnvironmentIsExactlyWhatWasGiven() throws {
        let environment: [(name: String, value: [UInt8])] = [
            ("PATH", Array("/bin".utf8)), ("EMPTY", []), ("BYTES", [0xFF, 0x0A, 0x3D]), ("A", Array("ä b".utf8)),
        ]
        let trial = try ChildTrial("/bin/cat", ["/proc/self/environ"], in: folder, environment: environment)
        XCTAssertEqual(trial.end(), .exited(0))
        var expected: [UInt8] = []
        for (name, value) in environment { expected += Array(name.utf8) + [0x3D] + value + [0] }
        XCTAssertEqual(try WholeFile.read(folder.path(of: "output")), expected)
    }

    func testAnEmptyEnvironmentIsEmpty() throws {
        let trial = try ChildTrial("/bin/cat", ["/proc/self/environ"], in: folder)
        XCTAssertEqual(trial.end(), .exited(0))
        XCTAssertEqual(trial.output, "")
    }

    func testNoDescriptorOfOursIsOpen() throws {
        // Descriptors of all kinds, one of them not even closed at the start of programs.
        let leaking = open("/dev/null", O_RDONLY)
        defer { close(leaking) }
        let high = fcntl(leaking, F_DUPFD, 200)
        defer { close(high) }
        let pipe = try Files.Pipe()
        let trial = try ChildTrial("/bin/ls", ["/proc/self/fd"], in: folder)
        XCTAssertEqual(trial.end(), .exited(0))
        // The last is the folder that ls itself reads.
        XCTAssertEqual(trial.output, "0\n1\n2\n3\n")
        try pipe.writer.write([1])
    }

    func testItRunsInTheRootFolder() throws {
        let trial = try ChildTrial("/bin/pwd", in: folder)
        XCTAssertEqual(trial.end(), .exited(0))
        XCTAssertEqual(trial.output, "/\n")
    }

    func testNoSignalIsIgnoredOrBlocked() throws {
        var before = sigset_t()
        pthread_sigmask(SIG_BLOCK, nil, &before)
        defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
        ProcessSettings.blockSignals([SIGHUP])
        let status = try kernelStatus()
        XCTAssertEqual(status["SigIgn"], "0000000000000000")
        XCTAssertEqual(status["SigBlk"], "0000000000000000")
    }

    func testItHasNoRightsOfOurs() throws {
        let status = try kernelStatus()
        for set in ["CapInh", "CapPrm", "CapEff", "CapAmb"] { XCTAssertEqual(status[set], "0000000000000000", set) }
        XCTAssertEqual(status["NoNewPrivs"], "1")
    }

    func testItLeadsASessionOfItsOwn() throws {
        let trial = try ChildTrial("/bin/cat", ["/proc/self/stat"], in: folder)
        XCTAssertEqual(trial.end(), .exited(0))
        // pid (name) state ppid pgrp session …
        let fields = try XCTUnwrap(trial.output.split(separator: ")").last).split(separator: " ")
        XCTAssertEqual(fields[2], "\(trial.child.identifier)")
        XCTAssertEqual(fields[3], "\(trial.child.identifier)")
    }

    func testItLeavesNoCore() throws {
        let trial = try ChildTrial("/bin/cat", ["/proc/self/limits"], in: folder, largestFile: 123_456)
        XCTAssertEqual(trial.end(), .exited(0))
        let lines = trial.output.split(separator: "\n").map { $0.split(separator: " ") }
        XCTAssertEqual(lines.first { $0.starts(with: ["Max", "core"]) }?[4...5], ["0", "0"])
        XCTAssertEqual(lines.first { $0.starts(with: ["Max", "file", "size"]) }?[3...4], ["123456", "123456"])
    }

    func testItsDescriptorsAndProcessesAreLimited() throws {
        var ours = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &ours)
        let trial = try ChildTrial("/bin/cat", ["/proc/self/limits"], in: folder)
        XCTAssertEqual(trial.end(), .exited(0))
        func limit(_ name: String) throws -> [UInt64] {
            let line = try XCTUnwrap(trial.output.split(separator: "\n").first { $0.hasPrefix(name) })
            let words = line.dropFirst(name.count).split(separator: " ").prefix(2)
            return words.map { $0 == "unlimited" ? .max : UInt64($0) ?? 0 }
        }
        XCTAssertEqual(
            try limit("Max open files"), [min(1_024, UInt64(ours.rlim_max)), min(65_536, UInt64(ours.rlim_max))])
        XCTAssertLessThanOrEqual(try limit("Max processes")[1], 4_096)
    }

    func testItKeepsOurAccountWhereNoneIsNamed() throws {
        let user = try kernelStatus()["Uid"]?.split(separator: "\t")
        XCTAssertEqual(user, [Substring](repeating: "\(Account.current)", count: 4))
    }

    func testItRunsAsTheAccountNamed() throws {
        guard OtherAccount.isReachable else {
            throw XCTSkip("only root can start a program as another account")  // reason: setuid(2) needs root
        }
        guard let account = try Account(name: "nobody") else {
            throw XCTSkip("this system has no account nobody")  // reason: needs what the system lacks
        }
        let status = try kernelStatus(account: account)
        XCTAssertEqual(status["Uid"]?.split(separator: "\t"), [Substring](repeating: "\(account.user)", count: 4))
        XCTAssertEqual(status["Gid"]?.split(separator: "\t"), [Substring](repeating: "\(account.group)", count: 4))
        let groups = status["Groups"]?.split(separator: " ").compactMap { UInt32($0) }
        XCTAssertEqual(groups.map { Set($0) }, Set(account.groups))
        XCTAssertEqual(status["CapEff"], "0000000000000000")
    }

    func testAnotherAccountNeedsRoot() throws {
        if OtherAccount.isReachable {
            throw XCTSkip("root may become anybody")  // reason: needs root
        }
        guard let root = try Account(name: "root") else {
            throw XCTSkip("this system has no account root")  // reason: needs root
        }
        XCTAssertEqual(
            causeOfFailure { _ = try ChildTrial("/bin/true", in: folder, account: root) }, .notPermitted)
    }
}
