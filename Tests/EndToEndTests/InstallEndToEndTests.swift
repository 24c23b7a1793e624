// The program lays itself out below a root of the test's own: which files, whose, and what stays as it is.

import Files
import Foundation
import Support
import XCTest

final class InstallEndToEndTests: XCTestCase {
    private var playground: Playground!
    private var root: String { playground.folder.path(of: "root") }

    override func setUpWithError() throws { playground = try Playground() }
    override func tearDown() { playground.remove() }

    private func install(_ more: [String] = []) throws -> String {
        let (code, output, error) = try playground.luova(["install", "--root", root] + more)
        XCTAssertEqual(code, 0, error)
        return output
    }

    private func read(_ path: String) throws -> String {
        String(decoding: try WholeFile.read(root + path), as: UTF8.self)
    }

    func testEveryFileOfTheProjectIsLaidOutAsItIs() throws {
        let output = try install()
        let source = "\(ProjectFiles.root)/Sources/luova"
        let files = [
            "/usr/lib/systemd/system/luova.service": "Systemd/luova.service",
            "/usr/lib/systemd/system/luova-purge.service": "Systemd/luova-purge.service",
            "/usr/lib/systemd/system/luova-purge.timer": "Systemd/luova-purge.timer",
            "/usr/lib/sysusers.d/luova.conf": "Systemd/luova.sysusers.conf",
            "/usr/lib/tmpfiles.d/luova.conf": "Systemd/luova.tmpfiles.conf",
            "/usr/share/luova/prometheus/luova.rules.yml": "Prometheus/luova.rules.yml",
            "/usr/share/luova/systemd/monitoring.conf": "Systemd/monitoring.conf",
            "/usr/share/luova/systemd/private-copies.conf": "Systemd/private-copies.conf",
            "/usr/share/luova/systemd/programs.conf": "Systemd/programs.conf",
            "/usr/share/luova/systemd/unreadable-uploads.conf": "Systemd/unreadable-uploads.conf",
            "/usr/share/man/man5/luova-control.5": "Manual/luova-control.5",
            "/usr/share/man/man5/luova-routes.5": "Manual/luova-routes.5",
            "/usr/share/man/man7/luova-metrics.7": "Manual/luova-metrics.7",
            "/usr/share/man/man7/luova-operating.7": "Manual/luova-operating.7",
            "/usr/share/man/man8/luova.8": "Manual/luova.8",
            "/usr/share/man/man8/luova.service.8": "Manual/luova.service.8",
            "/usr/share/bash-completion/completions/luova": "Shell/luova.bash",
            "/etc/luova/routes/service.xml": "Systemd/service.xml",
        ]
        for (path, file) in files {
            XCTAssertEqual(try read(path), String(decoding: try WholeFile.read("\(source)/\(file)"), as: UTF8.self))
            XCTAssertEqual(WholeFile.status(root + path)?.mode, 0o644, path)
            XCTAssertTrue(output.contains("wrote      \(root)\(path)\n"), output)
        }
        let sources = try ["Systemd", "Manual", "Shell", "Prometheus"].flatMap {
            try Directory(path: "\(source)/\($0)").entries()
        }
        XCTAssertEqual(sources.count, files.count, "every file has its place")
        XCTAssertEqual(WholeFile.status("\(root)/usr/bin/luova")?.mode, 0o755)
        XCTAssertEqual(try WholeFile.read("\(root)/usr/bin/luova"), try WholeFile.read(Playground.program))
    }

    func testASecondTimeNothingChanges() throws {
        _ = try install()
        let before = try XCTUnwrap(WholeFile.status("\(root)/usr/bin/luova"))
        let output = try install()
        XCTAssertFalse(output.contains("wrote"), output)
        XCTAssertTrue(output.contains("unchanged  \(root)/usr/bin/luova\n"), output)
        XCTAssertEqual(WholeFile.status("\(root)/usr/bin/luova"), before)
    }

    func testAnOlderFileIsReplacedAndTheOperatorsTableIsNot() throws {
        let unit = "\(root)/usr/lib/systemd/system/luova.service"
        try WholeFile.makeDirectories("\(root)/usr/lib/systemd/system")
        try WholeFile.makeDirectories("\(root)/etc/luova/routes")
        try WholeFile.write(Array("old".utf8), to: unit)
        try WholeFile.write(Array("mine".utf8), to: "\(root)/etc/luova/routes/partners.xml")
        let output = try install()
        XCTAssertTrue(output.contains("wrote      \(unit)\n"), output)
        XCTAssertTrue(output.contains("kept       \(root)/etc/luova/routes/partners.xml"), output)
        XCTAssertEqual(try read("/etc/luova/routes/partners.xml"), "mine")
        XCTAssertNil(WholeFile.status("\(root)/etc/luova/routes/service.xml"))
    }

    func testTheTableToBeginWithLoads() throws {
        _ = try install()
        let (code, _, error) = try playground.luova(["check", "--routes", "\(root)/etc/luova/routes"])
        XCTAssertEqual(code, 0, error)
    }

    func testTheUnitNamesTheProgramWhereItIs() throws {
        _ = try install(["--prefix", "/usr/local/"])
        let unit = try read("/usr/local/lib/systemd/system/luova.service")
        XCTAssertTrue(unit.contains("\nExecStart=/usr/local/bin/luova run "), unit)
        XCTAssertFalse(unit.contains("/usr/bin/luova"), unit)
        XCTAssertEqual(WholeFile.status("\(root)/usr/local/bin/luova")?.mode, 0o755)
    }

    func testADropInThatNamesTheProgramAnewKeepsWhatTheUnitHasItDo() throws {
        _ = try install()
        func commands(_ path: String) throws -> [String] {
            try read(path).split(separator: "\n").map(String.init).filter { $0.hasPrefix("ExecStart=/") }
        }
        let command = try XCTUnwrap(commands("/usr/lib/systemd/system/luova.service").first)
        let folder = "/usr/share/luova/systemd"
        let dropIns = try Directory(path: root + folder).entries().map(\.name.description)
        let others = try dropIns.flatMap { try commands("\(folder)/\($0)") }
        XCTAssertFalse(others.isEmpty)
        for other in others { XCTAssertTrue(other.hasPrefix(command), "\(other) leaves out something of \(command)") }
    }

    func testAFileThatCannotBeWrittenEndsIt() throws {
        try WholeFile.write([], to: root)
        let (code, _, error) = try playground.luova(["install", "--root", root])
        XCTAssertEqual(code, 73, error)
        XCTAssertTrue(error.contains(root), error)
        XCTAssertEqual(try playground.luova(["install", "--root", "here"]).code, 64)
        XCTAssertEqual(try playground.luova(["install", "x"]).code, 64)
    }
}
